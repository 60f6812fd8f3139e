using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>The standard methods of one concept, so that the same tests drive all of them.</summary>
public abstract class Concept<T>
    where T : class, IMessage<T>
{
    /// <summary>First segment of its names.</summary>
    public abstract string Collection { get; }

    /// <summary>Field that holds it in requests.</summary>
    public abstract string Field { get; }

    /// <summary>A required text of it.</summary>
    public abstract string TextField { get; }

    /// <summary>A valid record with this text.</summary>
    public abstract T Sample(string text);

    public abstract Task<T> CreateAsync(Wire wire, T? record, string id = "", string requestId = "");

    public abstract Task<T> GetAsync(Wire wire, string name);

    public abstract Task<(IReadOnlyList<T> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "");

    /// <summary>No mask when <paramref name="mask"/> is null.</summary>
    public abstract Task<T> UpdateAsync(Wire wire, T? record, FieldMask? mask, string requestId = "");

    public abstract Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "");

    public string Text(T record, string field) => (string)record.Descriptor.FindFieldByName(field).Accessor.GetValue(record);

    public string NameOf(T record) => Text(record, "name");

    public string EtagOf(T record) => Text(record, "etag");

    /// <summary>A copy with other texts.</summary>
    public T With(T record, params (string Field, string Value)[] texts)
    {
        var copy = record.Clone();
        foreach (var (field, value) in texts)
        {
            copy.Descriptor.FindFieldByName(field).Accessor.SetValue(copy, value);
        }

        return copy;
    }
}

public sealed class ActorConcept : Concept<Actor>
{
    public override string Collection => "actors";

    public override string Field => "actor";

    public override string TextField => "display_name";

    public override Actor Sample(string text) => Samples.Actor(text);

    public override async Task<Actor> CreateAsync(Wire wire, Actor? record, string id = "", string requestId = "") =>
        await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = record, ActorId = id, RequestId = requestId });

    public override async Task<Actor> GetAsync(Wire wire, string name) => await wire.Actors.GetActorAsync(new GetActorRequest { Name = name });

    public override async Task<(IReadOnlyList<Actor> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.Actors, page.NextPageToken);
    }

    public override async Task<Actor> UpdateAsync(Wire wire, Actor? record, FieldMask? mask, string requestId = "") =>
        await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = name, Etag = etag, RequestId = requestId });
}

public sealed class InitiativeConcept : Concept<Initiative>
{
    public override string Collection => "initiatives";

    public override string Field => "initiative";

    public override string TextField => "sentence";

    public override Initiative Sample(string text) => Samples.Initiative(text);

    public override async Task<Initiative> CreateAsync(Wire wire, Initiative? record, string id = "", string requestId = "") =>
        await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = record, InitiativeId = id, RequestId = requestId });

    public override async Task<Initiative> GetAsync(Wire wire, string name) => await wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = name });

    public override async Task<(IReadOnlyList<Initiative> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.Initiatives, page.NextPageToken);
    }

    public override async Task<Initiative> UpdateAsync(Wire wire, Initiative? record, FieldMask? mask, string requestId = "") =>
        await wire.Initiatives.UpdateInitiativeAsync(new UpdateInitiativeRequest { Initiative = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = name, Etag = etag, RequestId = requestId });
}

public sealed class ResourceConcept : Concept<Resource>
{
    public override string Collection => "resources";

    public override string Field => "resource";

    public override string TextField => "title";

    public override Resource Sample(string text) => Samples.Resource(text);

    public override async Task<Resource> CreateAsync(Wire wire, Resource? record, string id = "", string requestId = "") =>
        await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = record, ResourceId = id, RequestId = requestId });

    public override async Task<Resource> GetAsync(Wire wire, string name) => await wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name });

    public override async Task<(IReadOnlyList<Resource> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.Resources, page.NextPageToken);
    }

    public override async Task<Resource> UpdateAsync(Wire wire, Resource? record, FieldMask? mask, string requestId = "") =>
        await wire.Resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = name, Etag = etag, RequestId = requestId });
}

public sealed class FundingCallConcept : Concept<FundingCall>
{
    public override string Collection => "fundingCalls";

    public override string Field => "funding_call";

    public override string TextField => "title";

    public override FundingCall Sample(string text) => Samples.FundingCall(text);

    public override async Task<FundingCall> CreateAsync(Wire wire, FundingCall? record, string id = "", string requestId = "") =>
        await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = record, FundingCallId = id, RequestId = requestId });

    public override async Task<FundingCall> GetAsync(Wire wire, string name) => await wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = name });

    public override async Task<(IReadOnlyList<FundingCall> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.FundingCalls.ListFundingCallsAsync(new ListFundingCallsRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.FundingCalls, page.NextPageToken);
    }

    public override async Task<FundingCall> UpdateAsync(Wire wire, FundingCall? record, FieldMask? mask, string requestId = "") =>
        await wire.FundingCalls.UpdateFundingCallAsync(new UpdateFundingCallRequest { FundingCall = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.FundingCalls.DeleteFundingCallAsync(new DeleteFundingCallRequest { Name = name, Etag = etag, RequestId = requestId });
}

public sealed class HostingOfferConcept : Concept<HostingOffer>
{
    public override string Collection => "hostingOffers";

    public override string Field => "hosting_offer";

    public override string TextField => "title";

    public override HostingOffer Sample(string text) => Samples.HostingOffer(text);

    public override async Task<HostingOffer> CreateAsync(Wire wire, HostingOffer? record, string id = "", string requestId = "") =>
        await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = record, HostingOfferId = id, RequestId = requestId });

    public override async Task<HostingOffer> GetAsync(Wire wire, string name) => await wire.HostingOffers.GetHostingOfferAsync(new GetHostingOfferRequest { Name = name });

    public override async Task<(IReadOnlyList<HostingOffer> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.HostingOffers.ListHostingOffersAsync(new ListHostingOffersRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.HostingOffers, page.NextPageToken);
    }

    public override async Task<HostingOffer> UpdateAsync(Wire wire, HostingOffer? record, FieldMask? mask, string requestId = "") =>
        await wire.HostingOffers.UpdateHostingOfferAsync(new UpdateHostingOfferRequest { HostingOffer = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.HostingOffers.DeleteHostingOfferAsync(new DeleteHostingOfferRequest { Name = name, Etag = etag, RequestId = requestId });
}

public sealed class NetworkConcept : Concept<Network>
{
    public override string Collection => "networks";

    public override string Field => "network";

    public override string TextField => "display_name";

    public override Network Sample(string text) => Samples.Network(text);

    public override async Task<Network> CreateAsync(Wire wire, Network? record, string id = "", string requestId = "") =>
        await wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = record, NetworkId = id, RequestId = requestId });

    public override async Task<Network> GetAsync(Wire wire, string name) => await wire.Networks.GetNetworkAsync(new GetNetworkRequest { Name = name });

    public override async Task<(IReadOnlyList<Network> Items, string Next)> ListAsync(Wire wire, int size = 0, string token = "", string perimeter = "")
    {
        var page = await wire.Networks.ListNetworksAsync(new ListNetworksRequest { PageSize = size, PageToken = token, Perimeter = perimeter });
        return (page.Networks, page.NextPageToken);
    }

    public override async Task<Network> UpdateAsync(Wire wire, Network? record, FieldMask? mask, string requestId = "") =>
        await wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = record, UpdateMask = mask, RequestId = requestId });

    public override async Task DeleteAsync(Wire wire, string name, string etag = "", string requestId = "") =>
        await wire.Networks.DeleteNetworkAsync(new DeleteNetworkRequest { Name = name, Etag = etag, RequestId = requestId });
}
