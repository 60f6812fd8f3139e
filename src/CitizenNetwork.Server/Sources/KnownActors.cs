using System.Collections.Concurrent;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;

namespace CitizenNetwork.Server.Sources;

/// <summary>Whether actors are registered, each asked once: the rows of a source mostly name the same few. Lives as long as some rows are written.</summary>
internal sealed class KnownActors(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<ActorId, Lazy<Task<bool>>> _asked = new();

    public Task<bool> IsRegisteredAsync(ActorId actor) => _asked.GetOrAdd(
        actor,
        id => new Lazy<Task<bool>>(async () => (await grains.GetGrain<IActorGrain>(id.Name).Get()).Refusal is null)).Value;
}
