using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Needs;

/// <summary>Needs are read with their initiative, and end by being met or withdrawn.</summary>
internal static class NeedCommands
{
    /// <summary>Stands between the name of the initiative and the id of the need.</summary>
    private const string Separator = "/needs/";

    public static Verb List()
    {
        Argument<string> parent = new("INITIATIVE") { Description = Words.Of("Match_Initiative") };
        return new Verb("needs list", "Needs_List")
        {
            Arguments = [parent],
            Json = [Need.Descriptor],
            IsJsonOfLines = true,
            Examples = RecordKinds.Needs.Examples["list"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = parent.Name },
            RunAsync = async call => ListCommand.Print((await InitiativeAsync(call, call.Parsed.GetRequiredValue(parent))).Needs, RecordKinds.Needs.Shown, call),
        };
    }

    public static Verb Get()
    {
        var name = NameArgument();
        return new Verb("needs get", "Get")
        {
            Arguments = [name],
            Json = [Need.Descriptor],
            Examples = RecordKinds.Needs.Examples["get"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call =>
            {
                var asked = call.Parsed.GetRequiredValue(name);
                var initiative = await InitiativeAsync(call, asked.Split(Separator)[0]);
                GetCommand.Print(initiative.Needs.FirstOrDefault(need => need.Name == asked) ?? throw new RpcException(new Status(StatusCode.NotFound, Words.Of("Needs_None", asked))), call);
            },
        };
    }

    public static Verb Delete()
    {
        var name = NameArgument();
        var (yes, etag) = (DeleteCommand.YesOption(), EditCommand.EtagOption());
        Option<bool> met = new("--met") { Description = Words.Of("Needs_Met") };
        return new Verb("needs delete", "Needs_Delete")
        {
            Arguments = [name],
            Options = [met, yes, etag],
            Json = [Initiative.Descriptor],
            Examples = RecordKinds.Needs.Examples["delete"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call =>
            {
                CloseNeedRequest asked = new()
                {
                    Name = call.Parsed.GetRequiredValue(name),
                    State = call.Parsed.GetValue(met) ? Need.Types.State.Met : Need.Types.State.Withdrawn,
                    Etag = call.Parsed.GetValue(etag) ?? string.Empty,
                };
                if (!call.Parsed.GetValue(yes))
                {
                    Asking.Confirm(call.Output, Words.Of("Delete_Question", asked.Name));
                }

                var answer = await new InitiativesService.InitiativesServiceClient(call.Invoker).CloseNeedAsync(asked, null, Server.Deadline(), call.Cancellation);
                GetCommand.Print(answer, call);
            },
        };
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = Words.Of("Kind_Name", RecordKinds.Needs.Collection) };

    private static async Task<Initiative> InitiativeAsync(Call call, string name) =>
        await new InitiativesService.InitiativesServiceClient(call.Invoker).GetInitiativeAsync(new GetInitiativeRequest { Name = name }, null, Server.Deadline(), call.Cancellation);
}
