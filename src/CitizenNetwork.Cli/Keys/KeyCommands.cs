using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

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
                foreach (var field in fields.Where(field => field.IsGiven(call.Parsed)))
                {
                    field.Apply(call.Parsed, asked);
                }

                var made = await new KeysService.KeysServiceClient(call.Invoker).CreateKeyAsync(asked, null, Server.Deadline(), call.Cancellation);
                if (call.IsJson)
                {
                    call.Output.Json(made);
                    return;
                }

                call.Output.Table(string.Empty, [string.Empty, string.Empty], [.. Fields.Of(made.Key), ["secret", made.Secret]]);
                call.Output.Error(Words.Of("Keys_Once"));
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
                foreach (var filter in filters.Where(filter => filter.IsGiven(call.Parsed)))
                {
                    filter.Apply(call.Parsed, asked);
                }

                do
                {
                    var page = await new KeysService.KeysServiceClient(call.Invoker).ListKeysAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page.Keys, call);
                    asked.PageToken = page.NextPageToken;
                }
                while (asked.PageToken.Length > 0 && call.Parsed.GetValue(all));

                if (asked.PageToken.Length > 0)
                {
                    call.Output.Error(Words.Of("List_More"));
                }
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

    private static void Print(IEnumerable<Key> keys, Call call)
    {
        if (call.IsJson)
        {
            foreach (var key in keys)
            {
                call.Output.Json(key);
            }

            return;
        }

        call.Output.Table(
            string.Empty,
            [Words.Of("Column_Key"), Words.Of("Column_Source"), Words.Of("Column_Label"), Words.Of("Column_Made")],
            keys.Select(IReadOnlyList<string> (key) =>
            [
                key.KeyId,
                key.Administrator ? Words.Of("Keys_Administrator") : key.Source,
                key.Label,
                key.CreateTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture),
            ]));
    }
}
