using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Members;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Actors;

/// <summary>The standard methods of actors on the wire.</summary>
internal sealed class ActorsService(
    RecordMethods<IActorGrain, Actor, V1.Actor> records,
    ActorFormat format,
    Memberships memberships,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories)
    : V1.ActorsService.ActorsServiceBase
{
    public override Task<V1.Actor> GetActor(V1.GetActorRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListActorsResponse> ListActors(V1.ListActorsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var kinds = request.Kinds.Select(kind => kind.As<ActorKind>()).ToHashSet();
        RefusedException.ThrowIfAny(violations, "actors");
        var (items, next) = page.Take(
            catalogue.Seen().Actors(page.After)
            .Where(entry => perimeter is null || territories.IsWithin(entry.Record.Commune, perimeter.Code))
            .Where(entry => kinds.Count == 0 || kinds.Contains(entry.Record.Kind)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListActorsResponse { Actors = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override async Task<V1.Actor> CreateActor(V1.CreateActorRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var member = Memberships.OfRegistration(request.Network, violations);
        RefusedException.ThrowIfAny(violations, ActorId.Collection);
        var actor = await records.CreateAsync(request.Actor, request.ActorId, request.RequestId, request);
        if (member is not null)
        {
            await memberships.EnsureAsync(member(ActorId.FromName(actor.Name)!.Value));
        }

        return actor;
    }

    public override Task<V1.Actor> UpdateActor(V1.UpdateActorRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.Actor, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteActor(V1.DeleteActorRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);
}
