using System.Collections.Immutable;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Adds the signals up.</summary>
internal static class Scoring
{
    private static readonly PhaseSignal s_phase = new();

    /// <summary>The factor of a candidate's phase.</summary>
    public static double Phase(MatchContext context, Candidate candidate) => s_phase.Measure(context, candidate).Value;

    /// <summary>The reasons, strongest first, and the score: exactly their sum, taken in that order.</summary>
    public static (double Score, ImmutableArray<Reason> Reasons) Score(MatchContext context, Candidate candidate)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>(context.Weights.Length + 1);
        var sum = 0.0;
        foreach (var (signal, weight) in context.Weights)
        {
            var (value, @case, data) = signal.Measure(context, candidate);
            reasons.Add(new Reason(signal.Signal, value, weight, weight * value, @case, data));
            sum += weight * value;
        }

        var phase = s_phase.Measure(context, candidate);
        reasons.Add(new Reason(Signal.Phase, phase.Value, 0, OfPhase(phase.Value, sum), phase.Case, phase.Data));
        reasons.Sort((a, b) => b.Contribution.CompareTo(a.Contribution) is var order and not 0 ? order : a.Signal.CompareTo(b.Signal));
        var score = 0.0;
        foreach (var reason in reasons)
        {
            score += reason.Contribution;
        }

        return (Bounded(score), reasons.MoveToImmutable());
    }

    /// <summary>The score alone, equal to the last bit.</summary>
    /// <param name="weights">Weights of the signals.</param>
    /// <param name="values">Their values.</param>
    /// <param name="phase">Value of the phase.</param>
    /// <param name="spare">Room for one number more than there are signals.</param>
    public static double Score(ReadOnlySpan<double> weights, ReadOnlySpan<double> values, double phase, Span<double> spare)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            spare[i] = weights[i] * values[i];
            sum += spare[i];
        }

        spare[weights.Length] = OfPhase(phase, sum);

        // Few numbers: sorting by insertion, the greatest first.
        for (var i = 1; i <= weights.Length; i++)
        {
            var one = spare[i];
            var place = i;
            for (; place > 0 && spare[place - 1] < one; place--)
            {
                spare[place] = spare[place - 1];
            }

            spare[place] = one;
        }

        var score = 0.0;
        for (var i = 0; i <= weights.Length; i++)
        {
            score += spare[i];
        }

        return Bounded(score);
    }

    /// <summary>What the phase takes away from the sum of the others.</summary>
    private static double OfPhase(double value, double sum) => (value - 1) * sum;

    /// <summary>Rounding may leave the sum a hair outside.</summary>
    private static double Bounded(double score) => Math.Clamp(score, 0, 1);
}
