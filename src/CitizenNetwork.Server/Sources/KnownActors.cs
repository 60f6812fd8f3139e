using System.Collections.Concurrent;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Records;

namespace CitizenNetwork.Server.Sources;

/// <summary>Whether actors are registered, each asked once: the rows of a source mostly name the same few. Lives as long as some rows are written.</summary>
/// <param name="grains">The grains.</param>
/// <param name="promised">Names of actors that a dry run would have registered before.</param>
internal sealed class KnownActors(IGrainFactory grains, IReadOnlySet<string> promised)
{
    private readonly ConcurrentDictionary<ActorId, Lazy<Task<bool>>> _asked = new();

    public Task<bool> IsRegisteredAsync(ActorId actor) => _asked.GetOrAdd(
        actor,
        id => new Lazy<Task<bool>>(async () => promised.Contains(id.Name) || (await grains.GetGrain<IActorGrain>(id.Name).Get()).CanBeNamed())).Value;
}
