using System.Collections.Immutable;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Signals that are told where they have no weight: people want to know them before they meet (seeds 003-4, 003-5).</summary>
internal static class ShownSignals
{
    private static readonly ImmutableArray<ISignal> s_signals = [new ReciprocitySignal(), new WaysOfWorkingSignal()];

    /// <summary>The reasons with those of the weightless signals of which something is known: they come before what takes away.</summary>
    public static ImmutableArray<Reason> Beside(ImmutableArray<Reason> reasons, MatchContext context, Candidate candidate)
    {
        var shown = s_signals
            .Where(signal => !reasons.Any(reason => reason.Signal == signal.Signal))
            .Select(signal => (signal.Signal, Value: signal.Measure(context, candidate)))
            .Where(measured => measured.Value.Case is not ("unknown" or "none"))
            .Select(measured => new Reason(measured.Signal, measured.Value.Value, 0, 0, measured.Value.Case, measured.Value.Data));
        return [.. reasons.Where(reason => reason.Contribution >= 0), .. shown, .. reasons.Where(reason => reason.Contribution < 0)];
    }
}
