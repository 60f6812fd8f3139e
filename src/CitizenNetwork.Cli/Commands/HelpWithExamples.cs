using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Commands;

/// <summary>The library's help, and below it the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, Verb> verbs) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(Words.Of("Help_Examples"));
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        return code;
    }

    /// <summary>Of a command, or of a group the first of each of its commands.</summary>
    private IEnumerable<string> ExamplesOf(Command command) =>
        verbs.TryGetValue(command, out var verb) ? verb.Examples : verbs.Where(pair => pair.Key.Parents.Contains(command)).Select(pair => pair.Value.Examples[0]);
}
