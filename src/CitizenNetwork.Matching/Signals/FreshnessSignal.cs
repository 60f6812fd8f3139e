using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How recent the record is: 1 up to six months, then down in a straight line to 0 at two years.
/// Cases: recent, aging, old [Date: last update]: up to six months, up to two years, beyond.
/// unknown []: a row of a source that does not say when it changed.
/// </summary>
internal sealed class FreshnessSignal : ISignal
{
    public Signal Signal => Signal.Freshness;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (candidate.KnownTime == default)
        {
            return SignalValue.Unknown;
        }

        var updated = DateOnly.FromDateTime(candidate.KnownTime.UtcDateTime);
        var days = context.Query.Today.DayNumber - updated.DayNumber;
        var @case = days switch
        {
            <= RecordQuality.FreshDays => "recent",
            < RecordQuality.OldDays => "aging",
            _ => "old",
        };
        return SignalValue.Of(RecordQuality.Freshness(days), @case, Datum.Date(updated));
    }
}
