using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>get</c>: one record, field by field.</summary>
internal static class GetCommand
{
    /// <summary>Of any kind, by its name alone.</summary>
    public static Verb Create()
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Get_Name") };
        return new Verb("get", "Get")
        {
            Arguments = [name],
            Json = [.. RecordKinds.All.Select(kind => kind.Record)],
            Examples = ["citizennet get actors/ville-d-angers"],
            RunAsync = async call =>
            {
                var asked = call.Parsed.GetRequiredValue(name);
                Print(await RecordKinds.Of(asked).GetAsync(call.Invoker, asked, call.Cancellation), call);
            },
        };
    }

    /// <summary>Of one kind.</summary>
    public static Verb Create(RecordKind kind)
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Kind_Name", kind.Collection) };
        return new Verb($"{kind.Group} get", "Get")
        {
            Arguments = [name],
            Json = [kind.Record],
            Examples = kind.Examples["get"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call => Print(await kind.GetAsync(call.Invoker, call.Parsed.GetRequiredValue(name), call.Cancellation), call),
        };
    }

    public static void Print(IMessage record, Call call)
    {
        if (call.IsJson)
        {
            call.Output.Json(record);
            return;
        }

        call.Output.Table(string.Empty, [string.Empty, string.Empty], Fields.Of(record));
    }
}
