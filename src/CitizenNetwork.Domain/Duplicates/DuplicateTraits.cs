using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>What of a record tells whether another one is the same place or body, read once so that many can be compared.</summary>
/// <param name="Name">Words of its name.</param>
/// <param name="Commune">Where it is; empty: not said, as in a record that is being typed.</param>
/// <param name="Street">Its street and number; null: not said.</param>
/// <param name="Position">Its point; null: not known.</param>
/// <param name="Siren">Of its legal unit; empty: not said.</param>
/// <param name="Rna">Of its association; empty: not said.</param>
/// <param name="Kind">Kind of what is shared; unspecified for an actor, whose kind sources see too differently to tell anything.</param>
public sealed record DuplicateTraits(NameWords Name, PerimeterCode Commune, StreetLine? Street, GeoPoint? Position, string Siren, string Rna, ResourceKind Kind)
{
    public static DuplicateTraits Of(Actor actor, TerritoryTable territories) => new(
        NameWords.Of(actor.DisplayName, CommuneName(actor.Commune, territories)),
        actor.Commune,
        StreetLine.Read(actor.StreetAddress),
        actor.Position,
        actor.Siren,
        actor.Rna,
        ResourceKind.Unspecified);

    public static DuplicateTraits Of(Resource resource, TerritoryTable territories) => new(
        NameWords.Of(resource.Title, CommuneName(resource.Commune, territories)),
        resource.Commune,
        StreetLine.Read(resource.StreetAddress),
        resource.Position,
        string.Empty,
        string.Empty,
        resource.Kind);

    private static string CommuneName(PerimeterCode commune, TerritoryTable territories) =>
        string.IsNullOrEmpty(commune.Value) ? string.Empty : territories.Find(commune)?.Name ?? string.Empty;
}
