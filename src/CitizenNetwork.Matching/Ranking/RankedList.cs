using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>All candidates of a category for one query, in the order of the answer as far as somebody asks.</summary>
/// <param name="context">The query.</param>
internal abstract class RankedList(MatchContext context)
{
    public MatchContext Context { get; } = context;

    /// <summary>Beginning of the hashes that order equal scores.</summary>
    protected ulong Rotation { get; } = StableHash.Rotation(context.Asker, context.Query.Today);

    /// <summary>Candidates looked at.</summary>
    public abstract int Considered { get; }

    /// <summary>Candidates that every gate let pass.</summary>
    public abstract int EligibleCount { get; }

    /// <summary>How many each gate left out, at the first gate that stopped them, in the order of the gates.</summary>
    public abstract ImmutableArray<(Criterion Criterion, int Count)> Removed { get; }

    /// <summary>Eligible candidates, best first.</summary>
    public abstract ImmutableArray<Ranked> Page(int skip, int take);

    /// <summary>Eligible candidates that stand before <paramref name="ranked"/>.</summary>
    public abstract int CountBefore(Ranked ranked);

    /// <summary>Names of eligible calls that ask for less than a hard one, best first.</summary>
    public abstract ImmutableArray<string> Lighter(FundingCandidate hard, int take);

    /// <summary>
    /// The candidate that comes nearest to passing: the fewest criteria not met, then the best score; null when there is none.
    /// The asker itself never comes near: nothing would make it its own partner.
    /// </summary>
    public abstract Candidate? Nearest();

    /// <summary>The candidate as it stands, or would stand once every criterion let it pass.</summary>
    public Ranked Place(Candidate candidate) => Ranked.Of(Context, candidate, Rotation);

    /// <summary>How the gates stand for a candidate.</summary>
    public ImmutableArray<CriterionResult> Check(Candidate candidate) => candidate.Check(Context.Rules, Context.Asker, Context.Query.Preferences.Wishes);
}
