using Google.Protobuf;
using Spectre.Console;

namespace CitizenNetwork.Cli.Calling;

/// <summary>
/// What a command prints: tables on a terminal; elsewhere, for other programs, one line a row with tabs between its cells.
/// </summary>
internal sealed class Output(TextWriter output, TextWriter error)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public void Line(string text) => output.WriteLine(Shown(text));

    public void Error(string text) => error.WriteLine(Shown(text));

    public void Json(IMessage message) => output.WriteLine(JsonFormatter.Default.Format(message));

    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
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
