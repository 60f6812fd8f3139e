using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Actors;

/// <inheritdoc cref="IActorGrain" />
[GrainType("actor")]
public sealed class ActorGrain(
    [PersistentState(StateNames.Actor, StateNames.Storage)] IPersistentState<Stored<Actor>> state,
    Reference reference,
    [FromKeyedServices(Contracts.Clock.Key)] TimeProvider clock)
    : RecordGrain<Actor>(state, reference, clock), IActorGrain
{
    protected override void Check(Actor record, Violations violations) => ActorRules.Check(record, "actor", Reference, violations);
}
