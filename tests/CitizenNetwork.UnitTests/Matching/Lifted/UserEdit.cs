using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Funding;
using CitizenNetwork.Server.Hosts;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.UnitTests.Matching.Lifted;

/// <summary>
/// Makes a named change as somebody would who read it: the record's message, the field's mask, the value as JSON, the rules of
/// the record. It knows no field by name, and nothing of how matching tries changes itself.
/// </summary>
internal sealed class UserEdit(Reference reference)
{
    /// <summary>The world once a change has been made.</summary>
    /// <exception cref="InvalidOperationException">No record of the world bears the name, or the API would refuse the change.</exception>
    public World Make(World world, Change change) => change.Record.Split('/') switch
    {
        ["actors", var id] when world.Holder?.Id.Value == id => world with { Holder = Edited(new ActorFormat(reference), world.Holder, id, change) },
        ["actors", var id] => world with { Actors = Replaced(world.Actors, actor => actor.Id.Value == id, actor => Edited(new ActorFormat(reference), actor, id, change)) },
        ["resources", var id] => world with { Resources = Replaced(world.Resources, resource => resource.Id.Value == id, resource => Edited(new ResourceFormat(reference), resource, id, change)) },
        ["fundingCalls", var id] => world with { Calls = Replaced(world.Calls, call => call.Id.Value == id, call => Edited(new FundingCallFormat(reference), call, id, change)) },
        ["hostingOffers", var id] => world with { Offers = Replaced(world.Offers, offer => offer.Id.Value == id, offer => Edited(new HostingOfferFormat(reference), offer, id, change)) },
        ["initiatives", var id] => world with { Initiative = Edited(new InitiativeFormat(reference), world.Initiative, id, change) },
        ["initiatives", _, "needs", var need] => world with { Initiative = world.Initiative with { Needs = Replaced(world.Initiative.Needs, known => known.Id == need, known => Edited(known, change)) } },
        _ => throw new InvalidOperationException($"Nobody could change {change.Record}."),
    };

    private static ImmutableArray<T> Replaced<T>(ImmutableArray<T> records, Func<T, bool> isIt, Func<T, T> edited) =>
        records.Any(isIt) ? [.. records.Select(record => isIt(record) ? edited(record) : record)] : throw new InvalidOperationException($"There is no such {typeof(T).Name}.");

    private static TRecord Edited<TRecord, TMessage>(IRecordFormat<TRecord, TMessage> format, TRecord record, string id, Change change)
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
    {
        var message = format.ToMessage(new Snapshot<TRecord>(record, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        var before = Wrong(message);
        Merge(message, format.FixedFields, change);
        Assert.Empty(Wrong(message).Except(before));
        return format.ToRecord(message, id, "record", new Violations());

        // Generated records hold values that no caller could have written; a change must add no further wrong field.
        IEnumerable<string> Wrong(TMessage read)
        {
            Violations violations = new();
            format.ToRecord(read, id, "record", violations);
            return [.. violations.ToImmutable().Select(violation => violation.Field)];
        }
    }

    private Need Edited(Need need, Change change)
    {
        var message = InitiativeFormat.ToMessage(new InitiativeId("velos"), need);
        Merge(message, [], change);
        return InitiativeFormat.ToNeed(message, need.Id, "need", reference.Territories, new Violations());
    }

    private static void Merge<TMessage>(TMessage message, ImmutableArray<string> fixedFields, Change change)
        where TMessage : class, IMessage<TMessage>, new()
    {
        UpdateMask mask = new(message.Descriptor, fixedFields);
        FieldMask named = new() { Paths = { change.Field } };
        Violations violations = new();
        mask.Check(named, violations);
        Assert.Empty(violations.ToImmutable());
        var json = change.Field.Split('.').Reverse().Aggregate(change.Value, (inner, field) => $$"""{"{{field}}":{{inner}}}""");
        mask.Merge(message, JsonParser.Default.Parse<TMessage>(json), named);
    }
}
