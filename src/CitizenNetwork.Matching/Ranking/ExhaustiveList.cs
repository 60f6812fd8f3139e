using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>
/// The list made candidate by candidate, each with all its criteria and reasons. It says what an answer is; a
/// <see cref="FacetList"/> gives the same sooner, and tests hold the one against the other.
/// </summary>
internal sealed class ExhaustiveList : RankedList
{
    private readonly CandidateSource _source;
    private readonly ImmutableArray<Ranked> _ordered;

    public ExhaustiveList(MatchContext context, CandidateSource source)
        : base(context)
    {
        _source = source;
        SortedDictionary<Criterion, int> removed = [];
        List<Ranked> eligible = [];
        foreach (var candidate in source.All)
        {
            if (Check(candidate).FirstOrDefault(result => result.Outcome == CriterionOutcome.NotMet) is { } stopped)
            {
                removed[stopped.Criterion] = removed.GetValueOrDefault(stopped.Criterion) + 1;
            }
            else
            {
                eligible.Add(Place(candidate));
            }
        }

        eligible.Sort(Ranked.Compare);
        _ordered = [.. eligible];
        Removed = [.. removed.Select(entry => (entry.Key, entry.Value))];
    }

    public override int Considered => _source.Count;

    public override int EligibleCount => _ordered.Length;

    public override ImmutableArray<(Criterion Criterion, int Count)> Removed { get; }

    public override ImmutableArray<Ranked> Page(int skip, int take) => [.. _ordered.Skip(skip).Take(take)];

    public override int CountBefore(Ranked ranked) => _ordered.Count(other => other.IsBefore(ranked));

    public override ImmutableArray<string> Lighter(FundingCandidate hard, int take) =>
        [.. _ordered.Where(other => other.Candidate is FundingCandidate call && call.IsLighterThan(hard)).Take(take).Select(other => other.Candidate.Name)];

    public override Candidate? Nearest() => _source.All
        .Select(candidate => (Ranked: Place(candidate), Unmet: Check(candidate).Where(result => result.Outcome == CriterionOutcome.NotMet).ToList()))
        .Where(entry => entry.Unmet.TrueForAll(result => result.Criterion != Criterion.NotOneself))
        .OrderBy(entry => entry.Unmet.Count)
        .ThenByDescending(entry => entry.Ranked.Score)
        .ThenBy(entry => entry.Ranked.Candidate.Name, StringComparer.Ordinal)
        .Select(entry => entry.Ranked.Candidate)
        .FirstOrDefault();
}
