using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;

namespace CitizenNetwork.Contracts.Actors;

/// <summary>Single writer of one actor's profile; its key is <c>actors/{id}</c>.</summary>
[Alias("citizennetwork.IActorGrain")]
public interface IActorGrain : IRecordGrain<Actor>;
