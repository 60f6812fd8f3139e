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
        if (verbs.TryGetValue(parseResult.CommandResult.Command, out var verb))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(Words.Of("Help_Examples"));
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
