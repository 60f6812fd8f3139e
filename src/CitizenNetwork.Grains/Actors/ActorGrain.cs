using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Actors;

/// <inheritdoc cref="IActorGrain" />
[GrainType("actor")]
public sealed class ActorGrain(
    [PersistentState(StateNames.Actor, StateNames.Storage)] IPersistentState<Stored<Actor>> state,
    RecordServices services)
    : RecordGrain<Actor>(StateNames.Actor, state, services), IActorGrain
{
    protected override void Check(Actor record, Violations violations) => ActorRules.Check(record, "actor", Reference, violations);
}
