using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
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

    public static Command Create(Server server)
    {
        Argument<string> name = new("INITIATIVE") { Description = Words.Of("Match_Initiative") };
        Option<string?> category = new("--category") { Description = Words.Of("Option_Category") };
        category.AcceptOnlyFromAmong([.. s_categories.Keys]);
        Option<bool> json = new("--json") { Description = Words.Of("Option_Json") };
        Command command = new("match", Words.Of("Match")) { name, category, json };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            SuggestMatchesRequest request = new() { Subject = new MatchSubject { Initiative = parsed.GetRequiredValue(name) } };
            if (parsed.GetValue(category) is { } asked)
            {
                request.Categories.Add(s_categories[asked].Category);
            }

            var answer = await new MatchingService.MatchingServiceClient(invoker).SuggestMatchesAsync(request, null, Server.Deadline(), cancellation);
            if (parsed.GetValue(json))
            {
                output.Json(answer);
                return;
            }

            foreach (var group in answer.Groups)
            {
                Print(group, output);
            }
        });
        return command;
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
