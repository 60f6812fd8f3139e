using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>
/// Ranks what the catalogue holds for one asker: gates, then signals, then people's choices on top. Pure: the same view
/// and query give the same answer on every machine.
/// </summary>
/// <param name="territories">The territories.</param>
/// <param name="themes">The themes: codes that it does not know do not count.</param>
public sealed class Matcher(TerritoryTable territories, ThemeList themes)
{
    /// <summary>Most matches of one page, whatever is asked; each carries its reasons.</summary>
    public const int MaxTake = 1_000;

    /// <summary>
    /// One page of the best. Every eligible candidate is scored: cutting the list before would make the counts and the
    /// later pages untrue.
    /// </summary>
    public MatchGroup Suggest(CatalogueView view, MatchQuery query)
    {
        var list = Rank(view, query);
        var page = Diversification.Shown(list)
            .Skip(Math.Max(0, query.Skip))
            .Take(Math.Clamp(query.Take, 0, MaxTake))
            .Select(ranked => MatchBuilder.Build(list, ranked, Check(list.Context, ranked.Candidate)));
        ImmutableArray<Match> matches = [.. page];
        return new MatchGroup(
            query.Category,
            matches,
            list.Considered,
            list.Ordered.Length,
            list.Removed,
            list.Ordered.IsEmpty ? WhyEmpty(view, list) : null,
            Math.Max(0, query.Skip) + matches.Length < list.Ordered.Length);
    }

    /// <summary>How one candidate stands, suggested or not; null when the view holds none of that name. Page and category of the query do not matter.</summary>
    public Explanation? Explain(CatalogueView view, MatchQuery query, string candidate)
    {
        if (CandidateSource.CategoryOf(candidate) is not { } category || CandidateSource.Find(view, candidate) is not { } found)
        {
            return null;
        }

        return Explain(view, Rank(view, query with { Category = category }), found);
    }

    /// <summary>Every eligible candidate, best first; the page of the query does not matter.</summary>
    internal ImmutableArray<Candidate> Order(CatalogueView view, MatchQuery query) => [.. Diversification.Shown(Rank(view, query)).Select(ranked => ranked.Candidate)];

    private static ImmutableArray<CriterionResult> Check(MatchContext context, Candidate candidate) =>
        candidate.Check(context.Rules, context.Asker, context.Query.Preferences.Wishes);

    private RankedList Rank(CatalogueView view, MatchQuery query)
    {
        var source = CandidateSource.Of(view, query.Category);
        return RankedList.Of(new MatchContext(query, territories, themes, source), source);
    }

    private Explanation Explain(CatalogueView view, RankedList list, Candidate candidate)
    {
        var hosts = new Lazy<Candidate?>(() => Rank(view, list.Context.Query with { Category = MatchCategory.Host }).Ordered.FirstOrDefault()?.Candidate);
        Lifting lifting = new(view, list.Context, () => hosts.Value as HostCandidate);
        var criteria = lifting.Completed(Check(list.Context, candidate));
        var eligible = criteria.All(result => result.Outcome != CriterionOutcome.NotMet);
        var (ranked, before) = Diversification.Place(list, list.Place(candidate));
        return new Explanation(
            eligible,
            lifting.Shown(criteria),
            eligible ? [] : lifting.SmallestChange(candidate, criteria),
            MatchBuilder.Build(list, ranked, criteria),
            before);
    }

    private EmptyAnswer WhyEmpty(CatalogueView view, RankedList list)
    {
        var gate = list.Removed.IsEmpty ? Criterion.Unspecified : list.Removed.MaxBy(entry => entry.Criterion == Criterion.NotOneself ? 0 : entry.Count).Criterion;
        var nearest = CandidateSource.Of(view, list.Context.Query.Category).All
            .Select(candidate => (Ranked: list.Place(candidate), Unmet: Check(list.Context, candidate).Where(result => result.Outcome == CriterionOutcome.NotMet).ToList()))

            // The asker itself never comes near: nothing would make it its own partner.
            .Where(entry => entry.Unmet.TrueForAll(result => result.Criterion != Criterion.NotOneself))
            .OrderBy(entry => entry.Unmet.Count)
            .ThenByDescending(entry => entry.Ranked.Score)
            .ThenBy(entry => entry.Ranked.Candidate.Name, StringComparer.Ordinal)
            .Select(entry => entry.Ranked.Candidate)
            .FirstOrDefault();
        return new EmptyAnswer(gate, nearest is null ? null : Explain(view, list, nearest));
    }
}
