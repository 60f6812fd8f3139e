using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Hosts;

/// <summary>The standard methods of hosting offers on the wire.</summary>
internal sealed class HostingOffersService(
    RecordMethods<IHostingOfferGrain, HostingOffer, V1.HostingOffer> records,
    HostingOfferFormat format,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories)
    : V1.HostingOffersService.HostingOffersServiceBase
{
    public override Task<V1.HostingOffer> GetHostingOffer(V1.GetHostingOfferRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListHostingOffersResponse> ListHostingOffers(V1.ListHostingOffersRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var host = violations.Actor("host", request.Host);
        RefusedException.ThrowIfAny(violations, "hostingOffers");
        var view = catalogue.Seen();
        var (items, next) = page.Take(
            view.HostingOffers(page.After)
            .Where(entry => perimeter is null || entry.Record.ServedArea.Any(area => territories.IsWithin(perimeter.Code, area)))
            .Where(entry => host is null || view.StandIn(entry.Record.Host) == view.StandIn(host.Value)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListHostingOffersResponse { HostingOffers = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override Task<V1.HostingOffer> CreateHostingOffer(V1.CreateHostingOfferRequest request, ServerCallContext context) =>
        records.CreateAsync(request.HostingOffer, request.HostingOfferId, request.RequestId, request);

    public override Task<V1.HostingOffer> UpdateHostingOffer(V1.UpdateHostingOfferRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.HostingOffer, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteHostingOffer(V1.DeleteHostingOfferRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);
}
