using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;

namespace CitizenNetwork.Server.Records;

/// <summary>How one concept's record stands on the wire.</summary>
internal interface IRecordFormat<TRecord, TMessage>
    where TRecord : class
    where TMessage : class, IMessage<TMessage>
{
    /// <summary>First segment of its names.</summary>
    string Collection { get; }

    /// <summary>Field that holds it in create and update requests.</summary>
    string Field { get; }

    /// <summary>Fields that an update never changes, beside name, times and etag.</summary>
    ImmutableArray<string> FixedFields { get; }

    /// <summary>The record with its name, times and etag.</summary>
    TMessage ToMessage(Snapshot<TRecord> snapshot);

    /// <summary>Reads the message and adds every wrong field, the domain's rules included; <paramref name="at"/> is its path in the request.</summary>
    TRecord ToRecord(TMessage message, string id, string at, Violations violations);

    /// <summary>What a made id begins with.</summary>
    string TitleOf(TMessage message);

    /// <summary>Actors that the record names, with the fields that name them.</summary>
    IEnumerable<(string Field, ActorId Actor)> ActorsOf(TRecord record);
}
