using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Level of the territory that answers, the finest first (seed 001-9).
/// Cases: commune, epci, departement, region, country [Perimeter: the finest one served that contains the place]; unknown [].
/// </summary>
internal sealed class TerritoryLevelSignal : ISignal
{
    public Signal Signal => Signal.TerritoryLevel;

    /// <summary>The finest perimeter served that contains the asker's place; null when none is known to.</summary>
    public static Perimeter? Answering(MatchContext context, Candidate candidate) =>
        context.Territories.FinestContaining(context.Asker.Place, candidate.ServedArea);

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (Answering(context, candidate) is not { } answering)
        {
            return SignalValue.Unknown;
        }

        var (value, @case) = answering.Kind switch
        {
            PerimeterKind.Commune => (1.0, "commune"),
            PerimeterKind.Epci => (0.85, "epci"),
            PerimeterKind.Departement => (0.7, "departement"),
            PerimeterKind.Region => (0.5, "region"),
            _ => (0.35, "country"),
        };
        return SignalValue.Of(value, @case, Datum.Perimeter(answering.Code));
    }
}
