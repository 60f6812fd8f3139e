using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// A factor, never a gate: 1 when it is useful at the asker's phase, 0.8 when at the next one, else 0.5; a candidate that
/// names no phases has the factor of who helps with it (<see cref="PhaseTable"/>). Its contribution is what the factor takes
/// away from the sum of the others.
/// Cases:
/// any []: useful at all phases, or the asker's is not known.
/// useful [Term Phase: the asker's].
/// next [Term Phase: the asker's, Term Phase: the next].
/// other [Term Phase: the asker's, Term Phase: first useful one].
/// role-now [Term ActorRole or ActorKind: who helps, Term Phase: the asker's]: no other phase counts more.
/// role-later [Term ActorRole or ActorKind, Term Phase: the asker's, Term Phase: where it counts most].
/// role-even [Term ActorRole or ActorKind]: a network counts it less at every phase.
/// </summary>
internal sealed class PhaseSignal : ISignal
{
    private const double AtNextPhase = 0.8;
    private const double AtAnotherPhase = 0.5;
    private static readonly Phase[] s_phases = [Phase.Emergence, Phase.Consolidation, Phase.Realisation];

    public Signal Signal => Signal.Phase;

    /// <summary>The phase after this one; null after the last.</summary>
    public static Phase? Next(Phase phase) => phase switch
    {
        Phase.Emergence => Phase.Consolidation,
        Phase.Consolidation => Phase.Realisation,
        _ => null,
    };

    /// <summary>Who helps with a candidate at a phase, and what that is worth.</summary>
    public static PhaseHelp Help(MatchContext context, Candidate candidate, Phase phase)
    {
        var (roles, kind) = candidate.Helper;
        return context.Query.Phases.Of(roles, kind, phase);
    }

    /// <summary>The role or the kind, as people read it.</summary>
    public static Datum Term(PhaseHelp help) => help.Role == ActorRole.Unspecified ? Datum.Term(help.Kind) : Datum.Term(help.Role);

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        var phase = context.Asker.Initiative.Phase;
        if (phase == Phase.Unspecified)
        {
            return SignalValue.Of(1, "any");
        }

        if (candidate.UsefulPhases.IsEmpty)
        {
            return OfRole(context, candidate, phase);
        }

        if (candidate.UsefulPhases.Contains(phase))
        {
            return SignalValue.Of(1, "useful", Datum.Term(phase));
        }

        return Next(phase) is { } next && candidate.UsefulPhases.Contains(next)
            ? SignalValue.Of(AtNextPhase, "next", Datum.Term(phase), Datum.Term(next))
            : SignalValue.Of(AtAnotherPhase, "other", Datum.Term(phase), Datum.Term(candidate.UsefulPhases[0]));
    }

    private static SignalValue OfRole(MatchContext context, Candidate candidate, Phase phase)
    {
        var now = Help(context, candidate, phase);
        var (most, least, best) = (now.Factor, now.Factor, phase);
        foreach (var other in s_phases)
        {
            var factor = Help(context, candidate, other).Factor;
            least = Math.Min(least, factor);
            if (factor > most)
            {
                (most, best) = (factor, other);
            }
        }

        return (most.CompareTo(least), most.CompareTo(now.Factor)) switch
        {
            (0, _) => now.Factor >= 1 ? SignalValue.Of(now.Factor, "any") : SignalValue.Of(now.Factor, "role-even", Term(now)),
            (_, 0) => SignalValue.Of(now.Factor, "role-now", Term(now), Datum.Term(phase)),
            _ => SignalValue.Of(now.Factor, "role-later", Term(now), Datum.Term(phase), Datum.Term(best)),
        };
    }
}
