using CitizenNetwork.Contracts.Funding;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Funding;

/// <summary>The standard methods of funding calls on the wire.</summary>
internal sealed class FundingCallsService(
    RecordMethods<IFundingCallGrain, FundingCall, V1.FundingCall> records,
    FundingCallFormat format,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories)
    : V1.FundingCallsService.FundingCallsServiceBase
{
    public override Task<V1.FundingCall> GetFundingCall(V1.GetFundingCallRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListFundingCallsResponse> ListFundingCalls(V1.ListFundingCallsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var funder = violations.Actor("funder", request.Funder);
        var kinds = request.Kinds.Select(kind => kind.As<FundingCallKind>()).ToHashSet();
        RefusedException.ThrowIfAny(violations, "fundingCalls");
        var view = catalogue.Seen();
        var (items, next) = page.Take(
            view.FundingCalls(page.After)
            .Where(entry => perimeter is null || entry.Record.EligibleArea.Any(area => territories.IsWithin(perimeter.Code, area)))
            .Where(entry => funder is null || view.StandIn(entry.Record.Funder) == view.StandIn(funder.Value))
            .Where(entry => kinds.Count == 0 || kinds.Contains(entry.Record.Kind)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListFundingCallsResponse { FundingCalls = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override Task<V1.FundingCall> CreateFundingCall(V1.CreateFundingCallRequest request, ServerCallContext context) =>
        records.CreateAsync(request.FundingCall, request.FundingCallId, request.RequestId, request);

    public override Task<V1.FundingCall> UpdateFundingCall(V1.UpdateFundingCallRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.FundingCall, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteFundingCall(V1.DeleteFundingCallRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);
}
