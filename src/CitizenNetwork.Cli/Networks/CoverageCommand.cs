using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Networks;

/// <summary><c>networks coverage</c>: what a network has and lacks, territory by territory.</summary>
internal static class CoverageCommand
{
    public static Verb Create()
    {
        Argument<string> network = new("NAME") { Description = Words.Of("Kind_Name", RecordKinds.Networks.Collection) };
        var filters = FieldOption.Of(GetCoverageRequest.Descriptor, "name", "page_size", "page_token");
        var all = ListCommand.AllOption();
        return new Verb("networks coverage", "Coverage")
        {
            Arguments = [network],
            Options = [.. filters.Select(filter => filter.Option), all],
            Json = [GetCoverageResponse.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet networks coverage networks/anjou --level epci", "citizennet networks coverage networks/anjou --only-empty --all"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = network.Name },
            RunAsync = async call =>
            {
                GetCoverageRequest asked = new() { Name = call.Parsed.GetRequiredValue(network) };
                FieldOption.Apply(filters, call.Parsed, asked);

                GetCoverageResponse page;
                do
                {
                    page = await new NetworksService.NetworksServiceClient(call.Invoker).GetCoverageAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page, asked.PageToken.Length == 0, call);
                    asked.PageToken = page.NextPageToken;
                }
                while (asked.PageToken.Length > 0 && call.Parsed.GetValue(all));

                if (call.IsJson)
                {
                    return;
                }

                Lacking("Coverage_Themes", page.Themes.Where(theme => theme.OfferCount == 0).Select(theme => theme.Theme), call);
                Lacking("Coverage_Needs", page.Needs.Where(need => need.OfferCount == 0).Select(need => Fields.Short(need, "kind")), call);
                call.Output.Error(Words.Of("Coverage_Empty", page.EmptyCount, page.TerritoryCount));
                if (asked.PageToken.Length > 0)
                {
                    call.Output.Error(Words.Of("List_More"));
                }
            },
        };
    }

    private static void Print(GetCoverageResponse page, bool isFirst, Call call)
    {
        if (call.IsJson)
        {
            call.Output.Json(page);
            return;
        }

        call.Output.Table(
            string.Empty,
            [
                Words.Of("Column_Territory"), Words.Of("Column_Name"), Words.Of("Column_Initiatives"), Words.Of("Column_Partners"), Words.Of("Column_Resources"), Words.Of("Column_Calls"),
                Words.Of("Column_Hosts"),
            ],
            [.. isFirst ? [Row(call.Parsed.GetValue<string>("NAME")!, Words.Of("Coverage_Total"), page.Total)] : Array.Empty<IReadOnlyList<string>>(), .. page.Territories.Select(one => Row(one.Code, one.DisplayName, one.Counts))]);
    }

    private static IReadOnlyList<string> Row(string code, string name, CoverageCounts counts) =>
    [
        code,
        name,
        .. new[] { counts.InitiativeCount, counts.PartnerCount, counts.ResourceCount, counts.FundingCallCount, counts.HostingOfferCount }.Select(count => count.ToString(CultureInfo.InvariantCulture)),
    ];

    private static void Lacking(string words, IEnumerable<string> what, Call call)
    {
        if (string.Join(", ", what) is { Length: > 0 } list)
        {
            call.Output.Line(Words.Of(words, list));
        }
    }
}
