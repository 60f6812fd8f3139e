using System.CommandLine;
using System.Text;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Commands;

/// <summary>The table as a document.</summary>
internal static class Reference
{
    public static string Of(IReadOnlyList<Verb> table, Server server)
    {
        StringBuilder text = new();
        text.Append("# citizennet\n\n").Append(Words.Of("Root")).Append("\n\n").Append(Words.Of("Reference_Intro")).Append("\n\n");
        Options(server.Options, text);
        foreach (var verb in table)
        {
            text.Append("\n## ").Append(verb.Path).Append("\n\n").Append(verb.Description).Append("\n\n");
            text.Append("    citizennet ").Append(verb.Path);
            foreach (var argument in verb.Arguments)
            {
                text.Append(argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}");
            }

            text.Append(verb.Options.Count > 0 ? $" [{Words.Of("Reference_Options")}]\n" : "\n");
            Arguments(verb.Arguments, text);
            if (verb.Options.Count > 0)
            {
                text.Append('\n');
                Options(verb.Options, text);
            }

            text.Append('\n').Append(Words.Of("Help_Examples")).Append("\n\n");
            foreach (var example in verb.Examples)
            {
                text.Append("    ").Append(example).Append('\n');
            }

            if (verb.Json.Count > 0)
            {
                text.Append('\n').Append(Words.Of(verb.IsJsonOfLines ? "Reference_JsonLines" : "Reference_Json", string.Join(", ", verb.Json.Select(Link)))).Append('\n');
            }
        }

        Schemas(table, text);
        return text.ToString();
    }

    private static void Arguments(IReadOnlyList<Argument> arguments, StringBuilder text)
    {
        if (arguments.Count > 0)
        {
            text.Append('\n');
        }

        foreach (var argument in arguments)
        {
            text.Append("- `").Append(argument.Name).Append("`: ").Append(argument.Description).Append('\n');
        }
    }

    private static void Options(IReadOnlyList<Option> options, StringBuilder text)
    {
        foreach (var option in options)
        {
            text.Append("- `").Append(option.Name).Append("`: ").Append(option.Description).Append('\n');
        }
    }

    /// <summary>Every message that a command writes, with those that stand in it.</summary>
    private static void Schemas(IReadOnlyList<Verb> table, StringBuilder text)
    {
        SortedDictionary<string, MessageDescriptor> known = new(StringComparer.Ordinal);
        foreach (var message in table.SelectMany(verb => verb.Json))
        {
            Reach(message, known);
        }

        text.Append("\n## JSON\n\n").Append(Words.Of("Reference_Schemas")).Append("\n\n");
        foreach (var message in known.Values)
        {
            text.Append("- **").Append(Name(message)).Append("**: ")
                .AppendJoin(", ", message.Fields.InFieldNumberOrder().Select(field => $"`{field.JsonName}` {TypeOf(field)}")).Append('\n');
        }
    }

    private static void Reach(MessageDescriptor message, SortedDictionary<string, MessageDescriptor> known)
    {
        if (known.TryAdd(Name(message), message))
        {
            foreach (var field in message.Fields.InFieldNumberOrder().Where(IsOurs))
            {
                Reach(field.MessageType, known);
            }
        }
    }

    private static bool IsOurs(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.File.Package.StartsWith("citizennetwork.", StringComparison.Ordinal);

    private static string TypeOf(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Enum => $"string ({field.EnumType.Name})",
            FieldType.Message => IsOurs(field) ? Name(field.MessageType) : "string",
            FieldType.Bool => "boolean",
            FieldType.Int32 or FieldType.Double => "number",
            _ => "string",
        };
        return field.IsRepeated ? $"{type}[]" : type;
    }

    private static string Link(MessageDescriptor message) => $"**{Name(message)}**";

    // With the message around it: Key and Member.State are told apart from others of their name.
    private static string Name(MessageDescriptor message) => message.FullName[(message.File.Package.Length + 1)..];
}
