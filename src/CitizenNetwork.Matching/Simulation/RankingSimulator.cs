using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Simulation;

/// <summary>Runs the same queries with two tables of weights and phases over one view and says what moves. Pure, as <see cref="Matcher"/> is.</summary>
/// <param name="matcher">Ranks.</param>
public sealed class RankingSimulator(Matcher matcher)
{
    /// <summary>First places of an answer whose changes are told: a page that people look at.</summary>
    public const int Shown = 10;

    /// <summary>First places whose gain or loss is counted.</summary>
    public const int First = 5;

    /// <summary>Most records told as gaining, and as losing.</summary>
    public const int MaxShifts = 10;

    /// <summary>Most queries of one simulation.</summary>
    public const int MaxQueries = 200;

    /// <summary>Most candidates scored in one simulation, so that a great catalogue takes fewer queries and not hours.</summary>
    public const long MaxScored = 5_000_000;

    /// <summary>What the queries' answers would become.</summary>
    /// <param name="view">The records.</param>
    /// <param name="askers">Who asks; those beyond <see cref="MaxQueries"/> or <see cref="MaxScored"/> are left out, from the end.</param>
    /// <param name="trial">Both weights, with what else all queries have in common.</param>
    /// <param name="cancellation">Ends it between two rankings.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SimulationResult Run(CatalogueView view, IReadOnlyList<Asker> askers, WeightTrial trial, CancellationToken cancellation)
    {
        // A category that is weighed alike is answered alike.
        ImmutableArray<MatchCategory> changed = [.. Enum.GetValues<MatchCategory>().Where(category => !trial.IsSame(category))];
        var scored = 2 * changed.Sum(category => (long)CandidateSource.Of(view, category).Count);
        var run = (int)Math.Min(Math.Min(askers.Count, MaxQueries), Math.Max(1, MaxScored / Math.Max(1, scored)));
        var preferences = MatchPreferences.None with { PriorityThemes = trial.PriorityThemes };
        Tally tally = new();
        var queries = ImmutableArray.CreateBuilder<QueryMoves>();
        foreach (var asker in askers.Take(run))
        {
            var moves = ImmutableArray.CreateBuilder<Move>();
            foreach (var category in changed)
            {
                MatchQuery query = new(asker, preferences, category, 0, 0, trial.Today);
                moves.AddRange(Compare(view, query, trial, tally, cancellation));
            }

            if (moves.Count > 0)
            {
                queries.Add(new QueryMoves(asker.Initiative.Id.Name, moves.ToImmutable()));
            }
        }

        return new SimulationResult(run, queries.ToImmutable(), tally.Gains(), tally.Losses());
    }

    /// <summary>What moves among the first of one answer. The gates do not weigh: both orders hold the same candidates.</summary>
    private ImmutableArray<Move> Compare(CatalogueView view, MatchQuery query, WeightTrial trial, Tally tally, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var before = matcher.Order(view, query with { Weights = trial.Used, Phases = trial.UsedPhases });
        cancellation.ThrowIfCancellationRequested();
        var after = matcher.Order(view, query with { Weights = trial.Proposed, Phases = trial.ProposedPhases });
        var titles = before.Take(Shown).Concat(after.Take(Shown)).DistinctBy(candidate => candidate.Name, StringComparer.Ordinal).ToDictionary(candidate => candidate.Name, candidate => candidate.Title, StringComparer.Ordinal);
        var from = Positions(before, titles);
        var to = Positions(after, titles);
        ImmutableArray<Move> moves = [.. titles.Keys.Where(name => from[name] != to[name]).Select(name => new Move(query.Category, name, from[name], to[name])).OrderBy(move => move.To)];
        foreach (var move in moves)
        {
            tally.Add(move, titles[move.Candidate]);
        }

        return moves;
    }

    private static Dictionary<string, int> Positions(ImmutableArray<Candidate> order, Dictionary<string, string> of)
    {
        Dictionary<string, int> positions = new(of.Count, StringComparer.Ordinal);
        for (var i = 0; i < order.Length && positions.Count < of.Count; i++)
        {
            if (of.ContainsKey(order[i].Name))
            {
                positions.Add(order[i].Name, i + 1);
            }
        }

        return positions;
    }

    /// <summary>Sums of each record.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<string, Shift> _shifts = new(StringComparer.Ordinal);

        public void Add(Move move, string title)
        {
            var sum = _shifts.GetValueOrDefault(move.Candidate) ?? new Shift(move.Candidate, title, 0, 0, 0, 0);
            _shifts[move.Candidate] = sum with
            {
                Answers = sum.Answers + 1,
                TotalChange = sum.TotalChange + move.From - move.To,
                EnteredFirst = sum.EnteredFirst + (move.From > First && move.To <= First ? 1 : 0),
                LeftFirst = sum.LeftFirst + (move.From <= First && move.To > First ? 1 : 0),
            };
        }

        public ImmutableArray<Shift> Gains() => Most(shift => shift.TotalChange);

        public ImmutableArray<Shift> Losses() => Most(shift => -shift.TotalChange);

        private ImmutableArray<Shift> Most(Func<Shift, int> change) =>
            [.. _shifts.Values.Where(shift => change(shift) > 0).OrderByDescending(change).ThenBy(shift => shift.Candidate, StringComparer.Ordinal).Take(MaxShifts)];
    }
}
