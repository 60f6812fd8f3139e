using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Matching;

/// <summary><c>match</c>: who and what suits an initiative, and why.</summary>
internal static class MatchCommand
{
    /// <summary>Reasons shown of each match, the strongest; JSON holds all.</summary>
    private const int ReasonsShown = 3;

    private static readonly Dictionary<string, (MatchCategory Category, string Words)> s_categories = new(StringComparer.Ordinal)
    {
        ["partner"] = (MatchCategory.Partner, "Match_Partner"),
        ["funding"] = (MatchCategory.Funding, "Match_Funding"),
        ["host"] = (MatchCategory.Host, "Match_Host"),
        ["resource"] = (MatchCategory.Resource, "Match_Resource"),
    };

    public static Verb Create()
    {
        Argument<string> name = new("INITIATIVE") { Description = Words.Of("Match_Initiative") };
        Option<string?> category = new("--category") { Description = Words.Of("Option_Category") };
        category.AcceptOnlyFromAmong([.. s_categories.Keys]);
        MatchOptions options = new(SuggestMatchesRequest.Descriptor, "subject", "categories", "page_token");
        return new Verb("match", "Match")
        {
            Arguments = [name],
            Options = [category, .. options.Options],
            Json = [SuggestMatchesResponse.Descriptor],
            Examples =
            [
                "citizennet match initiatives/atelier-velo-trelaze",
                "citizennet match initiatives/velos-pour-tous --category resource --network networks/anjou --ess prefer --page-size 5",
            ],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["subject"] = name.Name },
            RunAsync = async call =>
            {
                SuggestMatchesRequest request = new() { Subject = MatchOptions.SubjectOf(call.Parsed.GetRequiredValue(name)) };
                options.Apply(call.Parsed, request);
                if (call.Parsed.GetValue(category) is { } asked)
                {
                    request.Categories.Add(s_categories[asked].Category);
                }

                var answer = await new MatchingService.MatchingServiceClient(call.Invoker).SuggestMatchesAsync(request, null, Server.Deadline(), call.Cancellation);
                if (call.IsJson)
                {
                    call.Output.Json(answer);
                    return;
                }

                foreach (var group in answer.Groups)
                {
                    Print(group, call.Output);
                }
            },
        };
    }

    private static void Print(MatchGroup group, Output output)
    {
        var title = Words.Of(s_categories.Values.Single(known => known.Category == group.Category).Words);
        if (group.Matches.Count == 0)
        {
            output.Line($"{title}\t{group.EmptyReason?.Text}");
            return;
        }

        output.Table(
            title,
            [title, Words.Of("Column_Score"), Words.Of("Column_Name"), Words.Of("Column_Title"), Words.Of("Column_Why")],
            group.Matches.Select(IReadOnlyList<string> (match) =>
            [
                title,
                match.Score.ToString("0.00", CultureInfo.InvariantCulture),
                match.Candidate,
                match.Title,
                string.Join(' ', match.Reasons.Where(reason => reason.Contribution > 0).Take(ReasonsShown).Select(reason => reason.Text)),
            ]));
    }
}
