using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Resources that may be the same.</summary>
internal sealed class ResourceDuplicates(IGrainFactory grains, IRecordFormat<Resource, V1.Resource> format, TerritoryTable territories)
    : DuplicateCollection<IResourceGrain, Resource, V1.Resource>(grains, format, resource => DuplicateTraits.Of(resource, territories))
{
    public override void CheckDraft(IMessage message, Violations violations)
    {
        var resource = (V1.Resource)message;
        violations.Text("resource.title", resource.Title, 1, Limits.MaxTitleLength);
        violations.Commune("resource.commune", territories.Current(new PerimeterCode(resource.Commune)), territories);
        violations.Text("resource.street_address", resource.StreetAddress, 0, Limits.MaxStreetAddressLength);
        violations.Position("resource.position", resource.Position.ToPoint());
    }

    protected override Entry<Resource>? Entry(CatalogueView view, string name) => ResourceId.FromName(name) is { } id ? view.FindResource(id) : null;

    protected override Side ToSide(Entry<Resource> entry) => new(
        entry.Name, entry.Record.Title, entry.Record.Commune, entry.Record.StreetAddress, entry.Record.Position, entry.Source?.Source ?? string.Empty, entry.Revision);
}
