using System.Collections.Immutable;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Adds the signals up.</summary>
internal static class Scoring
{
    private static readonly PhaseSignal s_phase = new();

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
        reasons.Add(new Reason(Signal.Phase, phase.Value, 0, (phase.Value - 1) * sum, phase.Case, phase.Data));
        reasons.Sort((a, b) => b.Contribution.CompareTo(a.Contribution) is var order and not 0 ? order : a.Signal.CompareTo(b.Signal));

        // Rounding may leave the sum a hair outside.
        var score = 0.0;
        foreach (var reason in reasons)
        {
            score += reason.Contribution;
        }

        return (Math.Clamp(score, 0, 1), reasons.MoveToImmutable());
    }
}
