using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>A candidate with all that orders it: a person's choice, the score, then the day's draw.</summary>
internal sealed record Ranked(Candidate Candidate, double Score, int PinPlace, long Step, ulong Draw)
{
    /// <summary>Place of a candidate that nobody put first.</summary>
    public const int NotPinned = int.MaxValue;

    /// <summary>Why it gave way to others behind it, when an answer shares its first places out.</summary>
    public Crowd Moved { get; init; }

    /// <summary>Scores nearer than this are equal. They are compared in steps of it, so that the order stays transitive.</summary>
    private const double Tolerance = 1e-9;

    public static Ranked Of(MatchContext context, Candidate candidate, ulong rotation)
    {
        var score = Scoring.Score(context, candidate).Score;
        var place = PinPlaceOf(context.Asker, candidate.Name);
        return new Ranked(candidate, score, place, (long)Math.Round(score / Tolerance), StableHash.Place(rotation, candidate.Name));
    }

    /// <summary>The order of an answer: below zero when <paramref name="a"/> stands before <paramref name="b"/>.</summary>
    public static int Compare(Ranked a, Ranked b)
    {
        var order = a.PinPlace.CompareTo(b.PinPlace);
        order = order != 0 ? order : b.Step.CompareTo(a.Step);
        order = order != 0 ? order : a.Draw.CompareTo(b.Draw);
        return order != 0 ? order : string.CompareOrdinal(a.Candidate.Name, b.Candidate.Name);
    }

    public bool IsBefore(Ranked other) => Compare(this, other) < 0;

    private static int PinPlaceOf(Asker asker, string candidate)
    {
        var pins = asker.Initiative.Pins;
        for (var i = 0; i < pins.Length; i++)
        {
            if (string.Equals(pins[i].Candidate, candidate, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return NotPinned;
    }
}

/// <summary>All candidates of a category for one query.</summary>
/// <param name="Context">The query.</param>
/// <param name="Ordered">The eligible ones, best first.</param>
/// <param name="Considered">Candidates looked at.</param>
/// <param name="Removed">How many each gate left out, in the order of the gates.</param>
internal sealed record RankedList(
    MatchContext Context,
    ImmutableArray<Ranked> Ordered,
    int Considered,
    ImmutableArray<(Criterion Criterion, int Count)> Removed)
{
    public static RankedList Of(MatchContext context, CandidateSource source)
    {
        var rotation = StableHash.Rotation(context.Asker, context.Query.Today);
        SortedDictionary<Criterion, int> removed = [];
        List<Ranked> eligible = [];
        foreach (var candidate in source.All)
        {
            var criteria = candidate.Check(context.Rules, context.Asker, context.Query.Preferences.Wishes);
            if (criteria.FirstOrDefault(result => result.Outcome == CriterionOutcome.NotMet) is { } stopped)
            {
                removed[stopped.Criterion] = removed.GetValueOrDefault(stopped.Criterion) + 1;
            }
            else
            {
                eligible.Add(Ranked.Of(context, candidate, rotation));
            }
        }

        eligible.Sort(Ranked.Compare);
        return new RankedList(context, [.. eligible], source.Count, [.. removed.Select(entry => (entry.Key, entry.Value))]);
    }

    /// <summary>The candidate as it stands, or would stand once every criterion let it pass.</summary>
    public Ranked Place(Candidate candidate) => Ranked.Of(Context, candidate, StableHash.Rotation(Context.Asker, Context.Query.Today));

    /// <summary>Eligible candidates that stand before <paramref name="ranked"/>.</summary>
    public int CountBefore(Ranked ranked) => Ordered.Count(other => other.IsBefore(ranked));
}
