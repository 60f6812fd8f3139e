using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Reference;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Perimeters;

/// <summary>The product's own table, read once.</summary>
internal static class CommittedTable
{
    public static TerritoryTable Value { get; } = ReferenceData.ReadTerritories(Path.Combine(Repository.Root, "src", "CitizenNetwork.Server", "Reference", ReferenceData.TerritoriesFile));
}
