using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Resources that may be the same.</summary>
internal sealed class ResourceDuplicates(IGrainFactory grains, IRecordFormat<Resource, V1.Resource> format, TerritoryTable territories)
    : DuplicateCollection<IResourceGrain, Resource, V1.Resource>(grains, format, territories, resource => DuplicateTraits.Of(resource, territories))
{
    protected override Draft ToDraft(V1.Resource resource) => new("title", resource.Title, resource.Commune, resource.StreetAddress, resource.Position);

    protected override Side ToSide(Entry<Resource> entry) => new(
        entry.Name, entry.Record.Title, entry.Record.Commune, entry.Record.StreetAddress, entry.Record.Position, entry.Source?.Source ?? string.Empty, entry.Revision);
}
