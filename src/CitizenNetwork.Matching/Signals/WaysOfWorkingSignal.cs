using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Works in the same way (seeds 003-4, 004-10): mean over hours, pace, formality and decision of those that both sides say.
/// Neighbours of a scale are half alike, other ways to decide a quarter. It refuses nothing.
/// Cases:
/// one [Term]; two [Term, Term]; three [Term, Term, Term]; many [Term, Term, Term, Number of further ones]: what both do alike,
/// hours first.
/// different [Term: the asker's, Term: the other's]: nothing alike; the first that both say.
/// unknown []: one side says nothing, or nothing that the other says too.
/// </summary>
internal sealed class WaysOfWorkingSignal : ISignal
{
    private const double Neighbours = 0.5;
    private const double OtherDecision = 0.25;

    public Signal Signal => Signal.WaysOfWorking;

    /// <summary>The first hours of each when both say theirs and have none in common.</summary>
    public static (WorkingHours Yours, WorkingHours Theirs)? HoursApart(MatchContext context, Candidate candidate) =>
        context.Asker.Holder?.WaysOfWorking is { Hours: [var yours, ..] mine } && candidate.Owner?.WaysOfWorking is { Hours: [var theirs, ..] its } && Common(mine, its) is null
            ? (yours, theirs)
            : null;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (context.Asker.Holder?.WaysOfWorking is not { } mine || candidate.Owner?.WaysOfWorking is not { } its)
        {
            return SignalValue.Unknown;
        }

        Comparison compared = new();
        if (!mine.Hours.IsEmpty && !its.Hours.IsEmpty)
        {
            var common = Common(mine.Hours, its.Hours);
            compared.Add(common is null ? 0 : 1, Datum.Term(common ?? mine.Hours[0]), Datum.Term(common ?? its.Hours[0]));
        }

        if (mine.Pace != Pace.Unspecified && its.Pace != Pace.Unspecified)
        {
            compared.Add(Nearness(mine.Pace - its.Pace), Datum.Term(mine.Pace), Datum.Term(its.Pace));
        }

        if (mine.Formality != Formality.Unspecified && its.Formality != Formality.Unspecified)
        {
            compared.Add(Nearness(mine.Formality - its.Formality), Datum.Term(mine.Formality), Datum.Term(its.Formality));
        }

        if (mine.DecisionMode != DecisionMode.Unspecified && its.DecisionMode != DecisionMode.Unspecified)
        {
            compared.Add(mine.DecisionMode == its.DecisionMode ? 1 : OtherDecision, Datum.Term(mine.DecisionMode), Datum.Term(its.DecisionMode));
        }

        return compared.Value();
    }

    /// <summary>One for the same, a half for neighbours of a scale.</summary>
    private static double Nearness(int difference) => difference switch
    {
        0 => 1,
        1 or -1 => Neighbours,
        _ => 0,
    };

    private static WorkingHours? Common(ImmutableArray<WorkingHours> mine, ImmutableArray<WorkingHours> its)
    {
        foreach (var hours in mine)
        {
            if (its.Contains(hours))
            {
                return hours;
            }
        }

        return null;
    }

    /// <summary>Adds up what both sides say.</summary>
    private sealed class Comparison
    {
        private readonly List<Datum> _alike = [];
        private (Datum Mine, Datum Its)? _first;
        private double _sum;
        private int _count;

        public void Add(double nearness, Datum mine, Datum its)
        {
            _sum += nearness;
            _count++;
            _first ??= (mine, its);
            if (mine == its)
            {
                _alike.Add(mine);
            }
        }

        public SignalValue Value() => (_count, _alike.Count, _first) switch
        {
            (0, _, _) => SignalValue.Unknown,
            (_, 0, var (mine, its)) => SignalValue.Of(_sum / _count, "different", mine, its),
            _ => SignalValue.Listing(_sum / _count, _alike),
        };
    }
}
