using System.Globalization;
using System.Text;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;
using MatchCategory = CitizenNetwork.Protocol.V1.MatchCategory;
using Signal = CitizenNetwork.Protocol.V1.Signal;

namespace CitizenNetwork.Benchmarks.Five;

/// <summary>Prints whole answers in French, as a coordinator reads them: reasons, notes, gates, and one refusal with what would lift it.</summary>
internal sealed class AnswerPrinter(CallInvoker invoker, Metadata headers)
{
    private const int Shown = 5;

    /// <summary>Calls looked through for one that is refused and can be lifted.</summary>
    private const int Explained = 200;

    private const int PageSize = 50;

    /// <summary>Values of a category after which no further page is read: each page ranks all of them again.</summary>
    private const int EnoughValues = 10_000;

    private readonly MatchingService.MatchingServiceClient _matching = new(invoker);
    private readonly FundingCallsService.FundingCallsServiceClient _calls = new(invoker);

    /// <summary>Values of each signal over all eligible candidates of the questions so far, by category.</summary>
    public Dictionary<(MatchCategory Category, Signal Signal), List<double>> Values { get; } = [];

    /// <summary>The answer to one question.</summary>
    public async Task<string> PrintAsync(string title, MatchSubject subject)
    {
        StringBuilder text = new();
        text.AppendLine().Append("## ").AppendLine(title).AppendLine();
        var answer = await _matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = subject, PageSize = Shown }, headers);
        foreach (var group in answer.Groups)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"### {group.Category}: {group.EligibleCount} sur {group.ConsideredCount}");
            foreach (var removed in group.Removed)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- écartés : {removed.Count}, {removed.Text}");
            }

            if (group.EmptyReason is { } empty)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {empty.Text} Le plus proche : {empty.NearestTitle}. {string.Join(' ', empty.Changes.Select(change => change.Text))}");
            }

            foreach (var match in group.Matches)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {match.Score:0.00} {match.Title} ({match.OwnerTitle})");
                foreach (var reason in match.Reasons)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"    {reason.Contribution:+0.000;-0.000} {reason.Signal} {reason.Value:0.00}: {reason.Text}");
                }

                foreach (var note in match.Notes)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"    à savoir : {note.Text}");
                }
            }

            await CollectAsync(subject, group.Category);
        }

        return text.Append(await RefusalAsync(subject)).ToString();
    }

    /// <summary>Deciles of each signal's values: whether one half lies where one half should.</summary>
    public string Distributions()
    {
        StringBuilder text = new();
        text.AppendLine().AppendLine("| category | signal | values | least | 10 % | 25 % | median | 75 % | 90 % | most | share at 0.5 |").AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var ((category, signal), values) in Values.OrderBy(entry => entry.Key.Category).ThenBy(entry => entry.Key.Signal))
        {
            values.Sort();
            text.AppendLine(CultureInfo.InvariantCulture, $"| {category} | {signal} | {values.Count} | {At(0):0.00} | {At(0.1):0.00} | {At(0.25):0.00} | {At(0.5):0.00} | {At(0.75):0.00} | {At(0.9):0.00} | {At(1):0.00} | {values.Count(value => value is > 0.499 and < 0.501) * 100.0 / values.Count:0} % |");

            double At(double share) => values[(int)Math.Round(share * (values.Count - 1))];
        }

        return text.ToString();
    }

    private async Task CollectAsync(MatchSubject subject, MatchCategory category)
    {
        var token = string.Empty;
        do
        {
            var group = (await _matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = subject, Categories = { category }, PageSize = PageSize, PageToken = token }, headers)).Groups.Single();
            foreach (var reason in group.Matches.SelectMany(match => match.Reasons))
            {
                if (!Values.TryGetValue((category, reason.Signal), out var values))
                {
                    Values.Add((category, reason.Signal), values = []);
                }

                values.Add(reason.Value);
            }

            token = Values.Where(entry => entry.Key.Category == category).All(entry => entry.Value.Count < EnoughValues) ? group.NextPageToken : string.Empty;
        }
        while (token.Length > 0);
    }

    private async Task<string> RefusalAsync(MatchSubject subject)
    {
        var calls = (await _calls.ListFundingCallsAsync(new ListFundingCallsRequest { PageSize = Explained }, headers)).FundingCalls;
        foreach (var call in calls)
        {
            var explained = await _matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = subject, Candidate = call.Name }, headers);
            if (!explained.Eligible && explained.SmallestChange.Count > 0)
            {
                StringBuilder text = new();
                text.AppendLine(CultureInfo.InvariantCulture, $"### Refus : {call.Title}").AppendLine(explained.Text);
                foreach (var criterion in explained.Criteria.Where(criterion => criterion.Outcome == Outcome.NotMet))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"- {criterion.Text}");
                }

                foreach (var change in explained.SmallestChange)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"- pour que cela passe : {change.Text}");
                }

                return text.ToString();
            }
        }

        return "Aucun appel refusé ne peut être levé.\n";
    }
}
