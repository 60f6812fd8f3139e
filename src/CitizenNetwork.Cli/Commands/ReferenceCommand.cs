using CitizenNetwork.Cli.Calling;

namespace CitizenNetwork.Cli.Commands;

/// <summary><c>reference</c>: all commands in one Markdown document, of which deploy/cli.md is the English one.</summary>
internal static class ReferenceCommand
{
    /// <param name="table">The table, which will hold this command, too, by the time it runs.</param>
    /// <param name="server">Holds the options of all commands.</param>
    public static Verb Create(IReadOnlyList<Verb> table, Server server) => new("reference", "Reference")
    {
        Examples = ["citizennet reference --lang en"],
        RunAsync = call =>
        {
            call.Output.Raw(Reference.Of(table, server));
            return Task.CompletedTask;
        },
    };
}
