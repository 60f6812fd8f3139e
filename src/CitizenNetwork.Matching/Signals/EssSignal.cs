using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// The actor behind the candidate belongs to the social and solidarity economy (seed 000-26); counts only when preferred.
/// Cases: ess, not-ess [Text: the actor's display name]; unknown [].
/// </summary>
internal sealed class EssSignal : ISignal
{
    public Signal Signal => Signal.Ess;

    public SignalValue Measure(MatchContext context, Candidate candidate) => candidate.Owner?.IsEss() switch
    {
        true => SignalValue.Of(1, "ess", Datum.Text(candidate.Owner.DisplayName)),
        false => SignalValue.Of(0, "not-ess", Datum.Text(candidate.Owner.DisplayName)),
        null => SignalValue.Unknown,
    };
}
