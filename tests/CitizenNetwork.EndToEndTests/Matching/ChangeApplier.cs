using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>Does through the API exactly what a change names: record, field, value as JSON. Knows no field by name.</summary>
internal sealed class ChangeApplier(Wire wire)
{
    /// <summary>Makes the change and returns what undoes it.</summary>
    public async Task<Func<Task>> ApplyAsync(Change change)
    {
        var (descriptor, before) = await ReadAsync(change.Record);
        await WriteAsync(JsonParser.Default.Parse(Json(change), descriptor), change.Field);
        return () => WriteAsync(before, change.Field);
    }

    /// <summary>{"name": record, "field": value}, a path of fields being nested objects.</summary>
    private static string Json(Change change)
    {
        var value = change.Field.Split('.').Reverse().Aggregate(change.Value, (inner, field) => $$"""{"{{field}}":{{inner}}}""");
        return $$"""{"name":"{{change.Record}}",{{value[1..]}}""";
    }

    private async Task<(MessageDescriptor Descriptor, IMessage Record)> ReadAsync(string name) => name.Split('/') switch
    {
        ["actors", _] => (Actor.Descriptor, await wire.Actors.GetActorAsync(new GetActorRequest { Name = name })),
        ["resources", _] => (Resource.Descriptor, await wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name })),
        ["fundingCalls", _] => (FundingCall.Descriptor, await wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = name })),
        ["hostingOffers", _] => (HostingOffer.Descriptor, await wire.HostingOffers.GetHostingOfferAsync(new GetHostingOfferRequest { Name = name })),
        ["initiatives", _] => (Initiative.Descriptor, await wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = name })),
        ["initiatives", var id, "needs", _] => (
            Need.Descriptor,
            (await wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = $"initiatives/{id}" })).Needs.Single(need => need.Name == name)),
        _ => throw new InvalidOperationException($"A change names {name}, which is no record."),
    };

    private async Task WriteAsync(IMessage record, string field)
    {
        FieldMask mask = new() { Paths = { field } };
        switch (record)
        {
            case Actor actor:
                actor.Etag = string.Empty;
                await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = actor, UpdateMask = mask });
                break;
            case Resource resource:
                resource.Etag = string.Empty;
                await wire.Resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = resource, UpdateMask = mask });
                break;
            case FundingCall call:
                call.Etag = string.Empty;
                await wire.FundingCalls.UpdateFundingCallAsync(new UpdateFundingCallRequest { FundingCall = call, UpdateMask = mask });
                break;
            case HostingOffer offer:
                offer.Etag = string.Empty;
                await wire.HostingOffers.UpdateHostingOfferAsync(new UpdateHostingOfferRequest { HostingOffer = offer, UpdateMask = mask });
                break;
            case Initiative initiative:
                initiative.Etag = string.Empty;
                await wire.Initiatives.UpdateInitiativeAsync(new UpdateInitiativeRequest { Initiative = initiative, UpdateMask = mask });
                break;
            case Need need:
                await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = need, UpdateMask = mask });
                break;
            default:
                throw new InvalidOperationException($"No method changes {record.Descriptor.Name}.");
        }
    }
}
