using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How near, as the crow flies between the centres of communes: one half for every <c>h</c> metres. <c>h</c> grows with
/// what the thing is (one goes farther for a partner than for a room) and where the asker lives: 5 km in a city of
/// 150,000, 25 km in a village: the population of the commune stands for how dense life is there.
/// Cases:
/// same-commune [Perimeter: commune]; near, far [Metres, Perimeter: commune]: within h, beyond.
/// remote []: presence does not matter; neutral, since remote is not a distance.
/// unknown []: the commune or its centre is not known.
/// </summary>
internal sealed class DistanceSignal : ISignal
{
    private const double VillageHalfMetres = 25_000;
    private const double CityHalfMetres = 5_000;
    private const double UnknownHalfMetres = 12_000;
    private const double VillagePopulation = 500;
    private const double CityPopulation = 150_000;

    public Signal Signal => Signal.Distance;

    /// <summary>Metres at which a meeting place is half as good, for a commune of this many inhabitants (0: not known).</summary>
    public static double HalfMetres(int population)
    {
        if (population <= 0)
        {
            return UnknownHalfMetres;
        }

        // Straight line between the logarithms: each doubling of the population counts the same.
        var share = Math.Log(population / VillagePopulation) / Math.Log(CityPopulation / VillagePopulation);
        return VillageHalfMetres * Math.Pow(CityHalfMetres / VillageHalfMetres, Math.Clamp(share, 0, 1));
    }

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (candidate.IsRemote)
        {
            return SignalValue.Of(SignalValue.Neutral, "remote");
        }

        if (candidate.Commune is not { } commune || string.IsNullOrEmpty(commune.Value))
        {
            return SignalValue.Unknown;
        }

        if (commune == context.Asker.Place)
        {
            return SignalValue.Of(1, "same-commune", Datum.Perimeter(commune));
        }

        if (Metres(context, candidate) is not { } metres)
        {
            return SignalValue.Unknown;
        }

        var half = context.DensityHalfMetres * Reach(candidate);
        return SignalValue.Of(Math.Pow(2, -metres / half), metres <= half ? "near" : "far", Datum.Metres(metres), Datum.Perimeter(commune));
    }

    /// <summary>Metres between asker and candidate; null when a centre is not known or presence does not matter.</summary>
    public static double? Metres(MatchContext context, Candidate candidate)
    {
        if (candidate.IsRemote || candidate.Commune is not { } commune)
        {
            return null;
        }

        return context.Territories.DistanceMetres(context.Asker.Place, commune);
    }

    /// <summary>How much farther than to a meeting place one goes for such a thing.</summary>
    private static double Reach(Candidate candidate) => candidate switch
    {
        PartnerCandidate => 2,
        HostCandidate => 4,
        ResourceCandidate { Resource.Kind: var kind } => Alike(kind) switch
        {
            ResourceKind.Equipment => 1.5,
            ResourceKind.Skill => 2,
            ResourceKind.DigitalTool => 4,
            _ => 1,
        },
        _ => 1,
    };

    /// <summary>One kind for all those that are alike here.</summary>
    public static ResourceKind Alike(ResourceKind kind) => kind switch
    {
        ResourceKind.Equipment or ResourceKind.Vehicle => ResourceKind.Equipment,
        ResourceKind.Skill or ResourceKind.Volunteer or ResourceKind.Training or ResourceKind.Support => ResourceKind.Skill,
        ResourceKind.DigitalTool or ResourceKind.Method => ResourceKind.DigitalTool,
        _ => ResourceKind.Room,
    };
}
