using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.Cli.Privacy;

/// <summary><c>consents</c>: what actors allow to be told of their contacts.</summary>
internal static class ConsentCommands
{
    public static Verb Give()
    {
        var actor = ActorArgument();
        var fields = FieldOption.Of(Consent.Descriptor, "name", "given_by", "withdrawn_by");
        Option<DateOnly?> until = new("--until") { Description = Words.Of("Consents_Until"), HelpName = "YYYY-MM-DD" };
        return new Verb("consents give", "Consents_Give")
        {
            Arguments = [actor],
            Options = [.. fields.Select(field => field.Option), until],
            Json = [Consent.Descriptor],
            Examples =
            [
                "citizennet actors edit actors/la-pedale --contact-mail accueil@exemple.fr && citizennet consents give actors/la-pedale --purpose introduction --fields name,mail --on-word-of \"Mme Martin, au téléphone\"",
            ],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = actor.Name, ["consent.expire_time"] = until.Name },
            RunAsync = async call =>
            {
                GiveConsentRequest asked = new() { Parent = call.Parsed.GetRequiredValue(actor), Consent = new Consent() };
                FieldOption.Apply(fields, call.Parsed, asked.Consent);

                if (call.Parsed.GetValue(until) is { } day)
                {
                    // The day included, as it ends here.
                    asked.Consent.ExpireTime = Timestamp.FromDateTime(day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Local).ToUniversalTime());
                }

                GetCommand.Print(await Client(call).GiveConsentAsync(asked, null, Server.Deadline(), call.Cancellation), call);
            },
        };
    }

    public static Verb List()
    {
        var actor = ActorArgument();
        var all = ListCommand.AllOption();
        return new Verb("consents list", "Consents_List")
        {
            Arguments = [actor],
            Options = [all],
            Json = [Consent.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet consents list actors/la-pedale"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = actor.Name },
            RunAsync = async call =>
            {
                ListConsentsRequest asked = new() { Parent = call.Parsed.GetRequiredValue(actor) };
                await ListCommand.PagesAsync(call, call.Parsed.GetValue(all), async token =>
                {
                    asked.PageToken = token;
                    var page = await Client(call).ListConsentsAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page.Consents, call);
                    return page.NextPageToken;
                });
            },
        };
    }

    public static Verb Withdraw()
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Consents_Name") };
        return new Verb("consents withdraw", "Consents_Withdraw")
        {
            Arguments = [name],
            Json = [Consent.Descriptor],
            Examples = ["citizennet consents withdraw actors/la-pedale/consents/1"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call => GetCommand.Print(
                await Client(call).WithdrawConsentAsync(new WithdrawConsentRequest { Name = call.Parsed.GetRequiredValue(name) }, null, Server.Deadline(), call.Cancellation), call),
        };
    }

    public static Argument<string> ActorArgument() => new("ACTOR") { Description = Words.Of("Kind_Name", "actors") };

    private static PrivacyService.PrivacyServiceClient Client(Call call) => new(call.Invoker);

    private static void Print(IEnumerable<Consent> consents, Call call) => call.Rows(
        consents,
        [Words.Of("Column_Name"), Words.Of("Column_Purpose"), Words.Of("Column_Fields"), Words.Of("Column_Until"), Words.Of("Column_Withdrawn")],
        consent =>
        [
            consent.Name,
            EnumNames.ShortOf(consent.Purpose),
            string.Join(", ", consent.Fields.Select(EnumNames.ShortOf)),
            Day(consent.ExpireTime),
            consent.WithdrawTime is null ? string.Empty : Day(consent.WithdrawTime),
        ]);

    private static string Day(Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
