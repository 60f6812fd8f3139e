using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Simulation;

/// <summary>A candidate that other weights would put elsewhere in one answer.</summary>
/// <param name="Category">Category of the answer.</param>
/// <param name="Candidate">Resource name.</param>
/// <param name="From">Its position today, 1 for the first.</param>
/// <param name="To">Its position with the other weights.</param>
public sealed record Move(MatchCategory Category, string Candidate, int From, int To)
{
    /// <summary>Whether it comes among the first.</summary>
    public bool Enters => From > RankingSimulator.Shown && To <= RankingSimulator.Shown;

    /// <summary>Whether it is no longer among the first.</summary>
    public bool Leaves => From <= RankingSimulator.Shown && To > RankingSimulator.Shown;
}

/// <summary>What moves in the answers to one query.</summary>
/// <param name="Initiative">Resource name of the initiative that asks.</param>
/// <param name="Moves">At least one, category by category, in the order of the new positions.</param>
public sealed record QueryMoves(string Initiative, ImmutableArray<Move> Moves);

/// <summary>What other weights would do to one record over all queries.</summary>
/// <param name="Candidate">Resource name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Answers">Answers in which it moves.</param>
/// <param name="TotalChange">Sum of its positions gained, below zero when it loses.</param>
/// <param name="EnteredFirst">Answers in which it comes among the first <see cref="RankingSimulator.First"/>.</param>
/// <param name="LeftFirst">Answers in which it leaves them.</param>
public sealed record Shift(string Candidate, string Title, int Answers, int TotalChange, int EnteredFirst, int LeftFirst)
{
    /// <summary>Mean change of position in the answers in which it moves; above zero: nearer to the first.</summary>
    public double MeanChange => (double)TotalChange / Answers;
}

/// <summary>What other weights would change.</summary>
/// <param name="Run">Queries that were run.</param>
/// <param name="Queries">Those in which something moves, in the order in which they were given.</param>
/// <param name="Gains">Who gains most, at most <see cref="RankingSimulator.MaxShifts"/>.</param>
/// <param name="Losses">Who loses most, as many at most.</param>
public sealed record SimulationResult(int Run, ImmutableArray<QueryMoves> Queries, ImmutableArray<Shift> Gains, ImmutableArray<Shift> Losses);
