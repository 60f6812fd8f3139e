using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.Cli.Keys;

/// <summary><c>keys</c>: keys of partners, for administrators.</summary>
internal static class KeyCommands
{
    public static Verb Create()
    {
        var fields = FieldOption.Of(CreateKeyRequest.Descriptor);
        return new Verb("keys create", "Keys_Create")
        {
            Options = [.. fields.Select(field => field.Option)],
            Json = [CreateKeyResponse.Descriptor],
            Examples = ["citizennet keys create --source cartographie-49 --label \"Cartographie de Maine-et-Loire\""],
            RunAsync = async call =>
            {
                CreateKeyRequest asked = new();
                FieldOption.Apply(fields, call.Parsed, asked);

                var made = await new KeysService.KeysServiceClient(call.Invoker).CreateKeyAsync(asked, null, Server.Deadline(), call.Cancellation);
                PrintOnce(made, made.Key, made.Secret, call);
            },
        };
    }

    public static Verb List()
    {
        var filters = FieldOption.Of(ListKeysRequest.Descriptor, "page_size", "page_token");
        var all = ListCommand.AllOption();
        return new Verb("keys list", "Keys_List")
        {
            Options = [.. filters.Select(filter => filter.Option), all],
            Json = [Key.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet keys list --source cartographie-49"],
            RunAsync = async call =>
            {
                ListKeysRequest asked = new();
                FieldOption.Apply(filters, call.Parsed, asked);

                await ListCommand.PagesAsync(call, call.Parsed.GetValue(all), async token =>
                {
                    asked.PageToken = token;
                    var page = await new KeysService.KeysServiceClient(call.Invoker).ListKeysAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page.Keys, call);
                    return page.NextPageToken;
                });
            },
        };
    }

    public static Verb Revoke()
    {
        Argument<string> key = new("KEY_ID") { Description = Words.Of("Keys_Id") };
        var yes = DeleteCommand.YesOption();
        return new Verb("keys revoke", "Keys_Revoke")
        {
            Arguments = [key],
            Options = [yes],
            Examples = ["citizennet keys revoke --yes \"$(citizennet keys list --source cartographie-49 | cut -f 1)\""],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["key_id"] = key.Name },
            RunAsync = async call =>
            {
                var id = call.Parsed.GetRequiredValue(key);
                if (!call.Parsed.GetValue(yes))
                {
                    Asking.Confirm(call.Output, Words.Of("Keys_Question", id));
                }

                await new KeysService.KeysServiceClient(call.Invoker).RevokeKeyAsync(new RevokeKeyRequest { KeyId = id }, null, Server.Deadline(), call.Cancellation);
                call.Output.Line(Words.Of("Keys_Revoked", id));
            },
        };
    }

    /// <summary>A key with its secret, which no later answer has.</summary>
    public static void PrintOnce(IMessage answer, Key key, string secret, Call call)
    {
        if (call.IsJson)
        {
            call.Output.Json(answer);
            return;
        }

        call.Output.Table(string.Empty, [string.Empty, string.Empty], [.. Fields.Of(key), ["secret", secret]]);
        call.Output.Error(Words.Of("Keys_Once"));
    }

    private static void Print(IEnumerable<Key> keys, Call call) => call.Rows(
        keys,
        [Words.Of("Column_Key"), Words.Of("Column_Source"), Words.Of("Column_Label"), Words.Of("Column_Made")],
        key =>
        [
            key.KeyId,
            key.Administrator ? Words.Of("Keys_Administrator") : key.Source,
            key.Label,
            key.CreateTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture),
        ]);
}
