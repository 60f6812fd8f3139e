using CitizenNetwork.Domain.Eligibility;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>A candidate with all that orders it: a person's choice, the score, then the day's draw.</summary>
internal sealed record Ranked(Candidate Candidate, double Score, int PinPlace, long Step, ulong Draw)
{
    /// <summary>Place of a candidate that nobody put first.</summary>
    public const int NotPinned = int.MaxValue;

    /// <summary>Scores nearer than this are equal. They are compared in steps of it, so that the order stays transitive.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Why it gave way to others behind it, when an answer shares its first places out.</summary>
    public Crowd Moved { get; init; }

    public static Ranked Of(MatchContext context, Candidate candidate, ulong rotation)
    {
        var score = Scoring.Score(context, candidate).Score;
        var place = PinPlaceOf(context.Asker, candidate.Name);
        return new Ranked(candidate, score, place, StepOf(score), StableHash.Place(rotation, candidate.Name));
    }

    public static long StepOf(double score) => (long)Math.Round(score / Tolerance);

    /// <summary>A score below which none has this step.</summary>
    public static double FloorOf(long step) => (step - 1) * Tolerance;

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
