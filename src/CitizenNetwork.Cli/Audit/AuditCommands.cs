using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Audit;

/// <summary><c>audit</c>: what was done, by whom, and whether that was altered since; for administrators.</summary>
internal static class AuditCommands
{
    public static Verb List()
    {
        var filters = FieldOption.Of(ListAuditEntriesRequest.Descriptor, "page_size", "page_token");
        var all = ListCommand.AllOption();
        return new Verb("audit list", "Audit_List")
        {
            Options = [.. filters.Select(filter => filter.Option), all],
            Json = [AuditEntry.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet audit list --subject actors/ville-d-angers", "citizennet audit list --all --json"],
            RunAsync = async call =>
            {
                ListAuditEntriesRequest asked = new();
                FieldOption.Apply(filters, call.Parsed, asked);

                await ListCommand.PagesAsync(call, call.Parsed.GetValue(all), async token =>
                {
                    asked.PageToken = token;
                    var page = await new AuditService.AuditServiceClient(call.Invoker).ListAuditEntriesAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page.Entries, call);
                    return page.NextPageToken;
                });
            },
        };
    }

    public static Verb Export()
    {
        Argument<string?> file = new("FILE") { Description = Words.Of("Export_File"), Arity = ArgumentArity.ZeroOrOne };
        return new Verb("audit export", "Audit_Export")
        {
            Arguments = [file],
            Examples = ["citizennet audit export piste.jsonl"],
            RunAsync = async call =>
            {
                var entries = 0L;
                if (call.Parsed.GetValue(file) is { } path)
                {
                    using var progress = call.Output.Progress(Words.Of("Export_Running"));
                    await WholeFile.WriteAsync(
                        path,
                        async writing =>
                        {
                            entries = await AuditFile.WriteAsync(call, writing, progress);
                            return true;
                        },
                        Words.Of("Export_CutOff"));
                }
                else
                {
                    await using var output = Console.OpenStandardOutput();
                    entries = await AuditFile.WriteAsync(call, output, null);
                }

                call.Output.Error(Words.Of("Audit_Exported", entries.ToString(CultureInfo.InvariantCulture)));
            },
        };
    }

    private static void Print(IEnumerable<AuditEntry> entries, Call call) => call.Rows(
        entries,
        [Words.Of("Column_Number"), Words.Of("Column_When"), Words.Of("Column_Who"), Words.Of("Column_Method"), Words.Of("Column_Subject"), Words.Of("Column_Fields")],
        entry =>
        [
            entry.Number.ToString(CultureInfo.InvariantCulture),
            entry.Time.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture),
            entry.Redacted ? Words.Of("Audit_Redacted") : entry.Principal,
            entry.Method,
            entry.Subject,
            string.Join(", ", entry.Fields),
        ]);
}
