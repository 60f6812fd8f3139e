using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Privacy;

/// <summary>What is held about a person: told, disclosed, erased.</summary>
internal static class PersonCommands
{
    /// <summary><c>person contact</c>.</summary>
    public static Verb Contact()
    {
        var actor = ConsentCommands.ActorArgument();
        var fields = FieldOption.Of(DiscloseContactRequest.Descriptor, "name");
        return new Verb("person contact", "Person_Contact")
        {
            Arguments = [actor],
            Options = [.. fields.Select(field => field.Option)],
            Json = [DiscloseContactResponse.Descriptor],
            Examples = ["citizennet person contact actors/la-pedale --purpose introduction --reason \"Rencontre du 3 mars\""],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = actor.Name },
            RunAsync = async call =>
            {
                DiscloseContactRequest asked = new() { Name = call.Parsed.GetRequiredValue(actor) };
                FieldOption.Apply(fields, call.Parsed, asked);

                GetCommand.Print(await Client(call).DiscloseContactAsync(asked, null, Server.Deadline(), call.Cancellation), call);
            },
        };
    }

    /// <summary><c>person export</c>: JSON alone, one part a line, since its parts are of every shape.</summary>
    public static Verb Export()
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Person_Name") };
        return new Verb("person export", "Person_Export")
        {
            Arguments = [name],
            Json = [PersonPart.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet person export actors/la-pedale --json > donnees.jsonl", "citizennet person export actors/la-pedale"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call =>
            {
                using var answer = Client(call).ExportPerson(new ExportPersonRequest { Name = call.Parsed.GetRequiredValue(name) }, cancellationToken: call.Cancellation);
                await foreach (var part in answer.ResponseStream.ReadAllAsync(call.Cancellation))
                {
                    if (call.IsJson)
                    {
                        call.Output.Json(part);
                    }
                    else
                    {
                        call.Output.Line($"{EnumNames.ShortOf(part.Place)} {part.Name} {part.Kind} {part.Json}");
                    }
                }
            },
        };
    }

    /// <summary><c>erase</c>.</summary>
    public static Verb Erase()
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Person_Name") };
        Option<string> reason = new("--reason") { Description = Words.Of("Erase_Reason"), Required = true };
        var yes = DeleteCommand.YesOption();
        return new Verb("erase", "Erase")
        {
            Arguments = [name],
            Options = [reason, yes],
            Json = [Erasure.Descriptor],
            Examples = ["citizennet erase actors/la-pedale --reason \"Demande reçue par courrier\" --yes"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call =>
            {
                ErasePersonRequest asked = new() { Name = call.Parsed.GetRequiredValue(name), Reason = call.Parsed.GetRequiredValue(reason) };
                if (!call.Parsed.GetValue(yes))
                {
                    Asking.Confirm(call.Output, Words.Of("Erase_Question", asked.Name));
                }

                // Without a deadline: the whole store is read.
                GetCommand.Print(await Client(call).ErasePersonAsync(asked, cancellationToken: call.Cancellation), call);
            },
        };
    }

    /// <summary><c>erasures</c>: the whole register, since a restored backup is to be told all of it.</summary>
    public static Verb Erasures() => new("erasures", "Erasures")
    {
        Json = [Erasure.Descriptor],
        IsJsonOfLines = true,
        Examples = ["citizennet erasures --json > effacements.jsonl"],
        RunAsync = async call =>
        {
            ListErasuresRequest asked = new();
            await ListCommand.PagesAsync(call, isAll: true, async token =>
            {
                asked.PageToken = token;
                var page = await Client(call).ListErasuresAsync(asked, null, Server.Deadline(), call.Cancellation);
                Print(page.Erasures, call);
                return page.NextPageToken;
            });
        },
    };

    private static PrivacyService.PrivacyServiceClient Client(Call call) => new(call.Invoker);

    private static void Print(IEnumerable<Erasure> erasures, Call call) => call.Rows(
        erasures,
        [Words.Of("Column_Name"), Words.Of("Column_Made"), Words.Of("Column_Reason")],
        erasure => [erasure.Name, erasure.BeginTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture), erasure.Reason]);
}
