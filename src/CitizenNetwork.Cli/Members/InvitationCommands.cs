using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Members;

/// <summary>An invitation goes from the one who asks somebody in to the one who takes it, who has an own key or token.</summary>
internal static class InvitationCommands
{
    private const string StandardInput = "-";

    /// <summary><c>members invite</c>: the output is the invitation and nothing else.</summary>
    public static Verb Invite() => AddCommand.Create(RecordKinds.Members, "invite", "Invite", ["actor", "principal"], (answer, call) =>
    {
        if (call.IsJson)
        {
            call.Output.Json(answer);
            return;
        }

        var made = (CreateMemberResponse)answer;
        if (made.Invitation.Length == 0)
        {
            call.Output.Error(Words.Of("Invite_None", made.Member.Name));
            return;
        }

        call.Output.Line(made.Invitation);
        call.Output.Error(Words.Of("Invite_Done", made.Member.Name, made.Member.InvitationExpireTime.ToDateTimeOffset()));
    });

    /// <summary><c>members accept</c>.</summary>
    public static Verb Accept()
    {
        Argument<string> invitation = new("INVITATION") { Description = Words.Of("Accept_Invitation") };
        return new Verb("members accept", "Accept")
        {
            Arguments = [invitation],
            Json = [Member.Descriptor],
            Examples = ["citizennet members accept - < invitation.txt"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["invitation"] = invitation.Name, ["name"] = invitation.Name },
            RunAsync = async call =>
            {
                var given = call.Parsed.GetRequiredValue(invitation);
                given = given == StandardInput ? Asking.Line()?.Trim() ?? string.Empty : given;
                var asked = given.StartsWith($"{RecordKinds.Members.Collection}/", StringComparison.Ordinal) ? new AcceptInvitationRequest { Name = given } : new AcceptInvitationRequest { Invitation = given };
                GetCommand.Print(await new MembersService.MembersServiceClient(call.Invoker).AcceptInvitationAsync(asked, null, Server.Deadline(), call.Cancellation), call);
            },
        };
    }
}
