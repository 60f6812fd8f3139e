using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.Cli.Keys;

/// <summary>A key gets another secret, and its holder the time to change over.</summary>
internal static class RotateCommand
{
    private const int SecondsOfAnHour = 3_600;

    /// <summary><c>keys rotate</c>.</summary>
    public static Verb Create()
    {
        var key = KeyArgument();
        Option<int?> grace = new("--grace-hours") { Description = Words.Of("Keys_Grace") };
        return new Verb("keys rotate", "Keys_Rotate")
        {
            Arguments = [key],
            Options = [grace],
            Json = [RotateKeyResponse.Descriptor],
            Examples = ["citizennet keys rotate --grace-hours 48 \"$(citizennet keys list --source cartographie-49 | cut -f 1)\""],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["key_id"] = key.Name, ["grace_period"] = grace.Name },
            RunAsync = async call =>
            {
                RotateKeyRequest asked = new() { KeyId = call.Parsed.GetRequiredValue(key) };
                if (call.Parsed.GetValue(grace) is { } hours)
                {
                    asked.GracePeriod = new Duration { Seconds = (long)hours * SecondsOfAnHour };
                }

                var made = await new KeysService.KeysServiceClient(call.Invoker).RotateKeyAsync(asked, null, Server.Deadline(), call.Cancellation);
                KeyCommands.PrintOnce(made, made.Key, made.Secret, call);
            },
        };
    }

    /// <summary><c>keys revoke-old</c>.</summary>
    public static Verb RevokeOld()
    {
        var key = KeyArgument();
        var yes = DeleteCommand.YesOption();
        return new Verb("keys revoke-old", "Keys_RevokeOld")
        {
            Arguments = [key],
            Options = [yes],
            Json = [Key.Descriptor],
            Examples = ["citizennet keys revoke-old --yes \"$(citizennet keys list --source cartographie-49 | cut -f 1)\""],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["key_id"] = key.Name },
            RunAsync = async call =>
            {
                var id = call.Parsed.GetRequiredValue(key);
                if (!call.Parsed.GetValue(yes))
                {
                    Asking.Confirm(call.Output, Words.Of("Keys_OldQuestion", id));
                }

                GetCommand.Print(await new KeysService.KeysServiceClient(call.Invoker).RevokeOldSecretAsync(new RevokeOldSecretRequest { KeyId = id }, null, Server.Deadline(), call.Cancellation), call);
            },
        };
    }

    private static Argument<string> KeyArgument() => new("KEY_ID") { Description = Words.Of("Keys_Id") };
}
