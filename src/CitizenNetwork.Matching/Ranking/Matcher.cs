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

    /// <summary>True: every candidate is looked at by itself. The answers are the same; tests and benchmarks compare with it.</summary>
    internal bool IsExhaustive { get; init; }

    /// <summary>One page of the best. Counts and later pages are those of all eligible candidates.</summary>
    public MatchGroup Suggest(CatalogueView view, MatchQuery query)
    {
        var list = Rank(view, query);
        var skip = Math.Max(0, query.Skip);
        ImmutableArray<Match> matches =
        [
            .. Diversification.Page(list, skip, Math.Clamp(query.Take, 0, MaxTake)).Select(ranked => MatchBuilder.Build(list, ranked, list.Check(ranked.Candidate))),
        ];
        return new MatchGroup(
            query.Category,
            matches,
            list.Considered,
            list.EligibleCount,
            list.Removed,
            list.EligibleCount == 0 ? WhyEmpty(view, list) : null,
            skip + matches.Length < list.EligibleCount);
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
    internal ImmutableArray<Candidate> Order(CatalogueView view, MatchQuery query)
    {
        var list = Rank(view, query);
        return [.. Diversification.Page(list, 0, list.EligibleCount).Select(ranked => ranked.Candidate)];
    }

    private RankedList Rank(CatalogueView view, MatchQuery query)
    {
        var source = CandidateSource.Of(view, query.Category);
        MatchContext context = new(query, territories, themes, source);
        return IsExhaustive ? new ExhaustiveList(context, source) : new FacetList(context, source);
    }

    private Explanation Explain(CatalogueView view, RankedList list, Candidate candidate)
    {
        var hosts = new Lazy<Candidate?>(() => Rank(view, list.Context.Query with { Category = MatchCategory.Host }).Page(0, 1).FirstOrDefault()?.Candidate);
        Lifting lifting = new(view, list.Context, () => hosts.Value as HostCandidate);
        var criteria = lifting.Completed(list.Check(candidate));
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
        return new EmptyAnswer(gate, list.Nearest() is { } nearest ? Explain(view, list, nearest) : null);
    }
}
