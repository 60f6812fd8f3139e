using System.Collections.Immutable;
using System.Text.Json;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.UnitTests.Matching.RealAids;

/// <summary>Reads lists of official codes; two lists that must both hold become their intersection.</summary>
internal sealed class AreaReader(TerritoryTable territories)
{
    public static bool Knows(string type) => type is "regions" or "departements" or "epcis" or "communes" or "codes_postaux";

    public ImmutableArray<PerimeterCode> Read(string type, JsonElement condition) =>
        [.. condition.GetProperty("values").EnumerateArray().Select(value => value.GetString()!).SelectMany(value => Codes(type, value)).Distinct()];

    /// <summary>What lies in both areas: the inner one of two that are nested, the communes in common of two that overlap.</summary>
    public ImmutableArray<PerimeterCode> Intersect(ImmutableArray<PerimeterCode> first, ImmutableArray<PerimeterCode> second) =>
        [.. first.SelectMany(a => second.SelectMany(b => Intersect(a, b))).Distinct()];

    private IEnumerable<PerimeterCode> Codes(string type, string value) => type switch
    {
        "regions" => [new($"REG-{value}")],
        "departements" => [new($"DEP-{value}")],
        "epcis" => [new($"EPCI-{value}")],
        "communes" => [territories.Current(new($"COM-{value}"))],
        _ => territories.All.Where(commune => commune.Kind == PerimeterKind.Commune && commune.PostCodes.Contains(value, StringComparer.Ordinal)).Select(commune => commune.Code),
    };

    private IEnumerable<PerimeterCode> Intersect(PerimeterCode a, PerimeterCode b) =>
        territories.IsWithin(a, b) ? [a]
        : territories.IsWithin(b, a) ? [b]
        : territories.All.Where(commune => commune.Kind == PerimeterKind.Commune && territories.IsWithin(commune.Code, a) && territories.IsWithin(commune.Code, b)).Select(commune => commune.Code);
}
