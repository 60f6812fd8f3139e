using System.Text;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Answers of the one who types, or of what is piped in.</summary>
internal static class Asking
{
    private static readonly string[] s_yes = ["o", "oui", "y", "yes"];

    public static string? Line() => Console.In.ReadLine();

    /// <summary>A line that the terminal does not show.</summary>
    public static string? Hidden()
    {
        if (Console.IsInputRedirected)
        {
            return Line();
        }

        StringBuilder typed = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>Lets pass what is confirmed.</summary>
    /// <exception cref="LocalException">It is not.</exception>
    public static void Confirm(Output output, string question)
    {
        output.Ask($"{question} {Words.Of("Confirm_Choice")}");
        if (!s_yes.Contains(Line()?.Trim().ToLowerInvariant()))
        {
            throw new LocalException(Words.Of("Confirm_No"));
        }
    }
}
