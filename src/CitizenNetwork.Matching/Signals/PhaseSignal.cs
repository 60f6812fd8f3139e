using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// A factor, never a gate: 1 when it is useful at the asker's phase or at all, 0.8 when at the next one, else 0.5. Its
/// contribution is what the factor takes away from the sum of the others.
/// Cases:
/// any []: no phase is named, or the asker's is not known.
/// useful [Term Phase: the asker's].
/// next [Term Phase: the asker's, Term Phase: the next].
/// other [Term Phase: the asker's, Term Phase: first useful one].
/// </summary>
internal sealed class PhaseSignal : ISignal
{
    private const double AtNextPhase = 0.8;
    private const double AtAnotherPhase = 0.5;

    public Signal Signal => Signal.Phase;

    /// <summary>The phase after this one; null after the last.</summary>
    public static Phase? Next(Phase phase) => phase switch
    {
        Phase.Emergence => Phase.Consolidation,
        Phase.Consolidation => Phase.Realisation,
        _ => null,
    };

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        var phase = context.Asker.Initiative.Phase;
        if (candidate.UsefulPhases.IsEmpty || phase == Phase.Unspecified)
        {
            return SignalValue.Of(1, "any");
        }

        if (candidate.UsefulPhases.Contains(phase))
        {
            return SignalValue.Of(1, "useful", Datum.Term(phase));
        }

        return Next(phase) is { } next && candidate.UsefulPhases.Contains(next)
            ? SignalValue.Of(AtNextPhase, "next", Datum.Term(phase), Datum.Term(next))
            : SignalValue.Of(AtAnotherPhase, "other", Datum.Term(phase), Datum.Term(candidate.UsefulPhases[0]));
    }
}
