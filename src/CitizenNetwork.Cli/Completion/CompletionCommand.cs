using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Completion;

/// <summary><c>completion</c>: a script by which a shell completes our command lines.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Place>, string>> s_shells = new(StringComparer.Ordinal)
    {
        ["bash"] = BashScript.Of,
        ["zsh"] = ZshScript.Of,
        ["fish"] = FishScript.Of,
    };

    /// <param name="table">The table, which will hold this command, too, by the time it runs.</param>
    /// <param name="server">Holds the options of all commands.</param>
    public static Verb Create(IReadOnlyList<Verb> table, Server server)
    {
        Argument<string> shell = new("SHELL") { Description = Words.Of("Completion_Shell") };
        shell.AcceptOnlyFromAmong([.. s_shells.Keys]);
        return new Verb("completion", "Completion")
        {
            Arguments = [shell],
            Examples = [.. s_shells.Keys.Select(name => $"citizennet completion {name}")],
            RunAsync = call =>
            {
                call.Output.Raw(s_shells[call.Parsed.GetRequiredValue(shell)](CompletionTree.Of(table, server)));
                return Task.CompletedTask;
            },
        };
    }
}
