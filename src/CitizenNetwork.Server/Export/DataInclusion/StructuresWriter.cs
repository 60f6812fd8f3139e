using System.Buffers;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Export.DataInclusion;

/// <summary>
/// Writes actors as structures. Of the networks that the shipped mapping reads as kinds, one is told only where no other
/// gave the same kind; a SIREN is no SIRET and is not told.
/// </summary>
internal sealed class StructuresWriter(IBufferWriter<byte> output, TerritoryTable territories) : DataInclusionWriter(output, territories)
{
    protected override string List => "structures";

    protected override bool WriteRecord(ExportedRecord record)
    {
        var actor = (Actor)record.Record;
        if (NameOf(actor.DisplayName) is not { } name)
        {
            return false;
        }

        Json.WriteStartObject();
        WriteOrigin(record);
        Json.WriteString("nom", name);
        WriteText("description", DescriptionOf(actor.Description));
        WritePlace(actor.Commune, actor.StreetAddress, actor.Position);
        WriteList("reseaux_porteurs", NetworkOf(actor) is { } network ? [network] : []);
        Json.WriteEndObject();
        return true;
    }

    /// <summary>An authority that serves one territory is the one of that level; every other kind stands for several networks.</summary>
    private string? NetworkOf(Actor actor) => actor is { Kind: ActorKind.LocalAuthority, ServedArea: [var area] }
        ? Territories.Find(area)?.Kind switch
        {
            PerimeterKind.Commune => "communes",
            PerimeterKind.Departement => "departements",
            PerimeterKind.Region => "regions",
            _ => null,
        }
        : null;
}
