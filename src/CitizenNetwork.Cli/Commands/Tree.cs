using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Grpc.Core;

namespace CitizenNetwork.Cli.Commands;

/// <summary>The table as a tree of commands that can be parsed and run.</summary>
internal static class Tree
{
    public static RootCommand Of(IReadOnlyList<Verb> table, Server server)
    {
        RootCommand root = new(Words.Of("Root"));
        foreach (var option in server.Options)
        {
            root.Options.Add(option);
        }

        Dictionary<Command, Verb> verbs = [];
        foreach (var verb in table)
        {
            verbs.Add(Add(root, verb, server), verb);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = Words.Of("Option_Help");
            help.Action = new HelpWithExamples((HelpAction)help.Action!, verbs);
        }

        return root;
    }

    /// <summary>What cannot be read is told without the whole help, but where it lies; a group without its command still shows all of them.</summary>
    public static void SayWhatIsWrongAlone(ParseResult parsed)
    {
        if (parsed.Action is ParseErrorAction wrong && parsed.CommandResult.Command is { Subcommands.Count: 0 } command)
        {
            wrong.ShowHelp = false;
            var group = command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand);
            parsed.InvocationConfiguration.Error.WriteLine(Words.Of("Next_Help", group is null ? command.Name : $"{group.Name} {command.Name}"));
        }
    }

    private static Command Add(Command root, Verb verb, Server server)
    {
        var words = verb.Path.Split(' ');
        var parent = root;
        foreach (var group in words[..^1])
        {
            var known = parent.Subcommands.FirstOrDefault(command => command.Name == group);
            if (known is null)
            {
                parent.Subcommands.Add(known = new Command(group, Words.Of($"Group_{group}")));
            }

            parent = known;
        }

        Command command = new(words[^1], verb.Description);
        parent.Subcommands.Add(command);
        foreach (var argument in verb.Arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in verb.Options)
        {
            command.Options.Add(option);
        }

        Option<bool>? json = verb.Json.Count == 0 ? null : new("--json") { Description = Words.Of("Option_Json") };
        if (json is not null)
        {
            command.Options.Add(json);
        }

        command.SetAction((parsed, cancellation) => RunAsync(verb, parsed, json is not null && parsed.GetValue(json), server, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Verb verb, ParseResult parsed, bool isJson, Server server, CancellationToken cancellation)
    {
        Output output = new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        using Call call = new(parsed, output, isJson, () => server.ConnectionOf(parsed), cancellation);
        try
        {
            await verb.RunAsync(call);
            return ExitCodes.Done;
        }
        catch (RpcException refused)
        {
            return Failures.Tell(refused, call.Address, verb, output);
        }
        catch (UnknownCallerException unknown)
        {
            output.Error(unknown.Message);
            return ExitCodes.Key;
        }
        catch (AlteredException altered)
        {
            output.Error(altered.Message);
            return ExitCodes.Altered;
        }
        catch (LocalException wrong)
        {
            output.Error(wrong.Message);
            return ExitCodes.Local;
        }
    }
}
