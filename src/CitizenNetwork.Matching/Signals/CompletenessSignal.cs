using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How much of what people look for the record says (feature F68); how recent it is counts as <see cref="FreshnessSignal"/>.
/// Cases: complete, partial, poor [Number: percent]: from three quarters, from two fifths, below.
/// </summary>
internal sealed class CompletenessSignal : ISignal
{
    private const double Complete = 0.75;
    private const double Partial = 0.4;

    public Signal Signal => Signal.Completeness;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        var value = RecordQuality.Completeness(candidate.Record);
        return SignalValue.Of(value, value >= Complete ? "complete" : value >= Partial ? "partial" : "poor", Datum.Number((long)Math.Round(value * 100)));
    }
}
