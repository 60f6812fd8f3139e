using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Resources;

/// <summary>The standard methods of resources on the wire.</summary>
internal sealed class ResourcesService(
    RecordMethods<IResourceGrain, Resource, V1.Resource> records,
    ResourceFormat format,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories)
    : V1.ResourcesService.ResourcesServiceBase
{
    public override Task<V1.Resource> GetResource(V1.GetResourceRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListResourcesResponse> ListResources(V1.ListResourcesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var owner = violations.Actor("owner", request.Owner);
        var kinds = request.Kinds.Select(kind => kind.As<ResourceKind>()).ToHashSet();
        RefusedException.ThrowIfAny(violations, "resources");
        var view = catalogue.Seen();
        var (items, next) = page.Take(
            view.Resources(page.After)
            .Where(entry => perimeter is null || territories.IsWithin(entry.Record.Commune, perimeter.Code))
            .Where(entry => owner is null || view.StandIn(entry.Record.Owner) == view.StandIn(owner.Value))
            .Where(entry => kinds.Count == 0 || kinds.Contains(entry.Record.Kind)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListResourcesResponse { Resources = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override Task<V1.Resource> CreateResource(V1.CreateResourceRequest request, ServerCallContext context) =>
        records.CreateAsync(request.Resource, request.ResourceId, request.RequestId, request);

    public override Task<V1.Resource> UpdateResource(V1.UpdateResourceRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.Resource, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteResource(V1.DeleteResourceRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);
}
