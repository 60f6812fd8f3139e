using Google.Protobuf;
using Spectre.Console;

namespace CitizenNetwork.Cli.Calling;

/// <summary>
/// What a command prints: tables on a terminal; elsewhere, for other programs, one line a row with tabs between its cells.
/// </summary>
internal sealed class Output(TextWriter output, TextWriter error)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
    private Action _clear = () => { };

    public void Line(string text)
    {
        _clear();
        output.WriteLine(Shown(text));
    }

    public void Error(string text)
    {
        _clear();
        error.WriteLine(Shown(text));
    }

    /// <summary>A question, which stays on its line and out of the output.</summary>
    public void Ask(string question) => error.Write($"{Shown(question)} ");

    /// <summary>Text that other programs read, as it is.</summary>
    public void Raw(string text) => output.Write(text);

    public void Json(IMessage message)
    {
        _clear();
        output.WriteLine(JsonFormatter.Default.Format(message));
    }

    /// <summary>Says on a terminal how far something is, until it is disposed of.</summary>
    /// <param name="title">What takes long.</param>
    /// <param name="total">Bytes in all; null: not known.</param>
    public ProgressLine Progress(string title, long? total = null)
    {
        ProgressLine progress = new(error, !Console.IsErrorRedirected, title, total);
        _clear = progress.Clear;
        progress.Report(0);
        return progress;
    }

    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _clear();
        if (!_console.Profile.Out.IsTerminal)
        {
            foreach (var row in rows)
            {
                output.WriteLine(string.Join('\t', row.Select(Shown)));
            }

            return;
        }

        Table table = new() { Border = TableBorder.Rounded };
        if (title.Length > 0)
        {
            table.Title = new TableTitle(Markup.Escape(title));
        }

        table.AddColumns([.. columns.Select(Markup.Escape)]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(Shown(cell)))]);
        }

        _console.Write(table);
    }

    // Texts of others could hold commands to the terminal, or tabs and line ends that break a row.
    private static string Shown(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
