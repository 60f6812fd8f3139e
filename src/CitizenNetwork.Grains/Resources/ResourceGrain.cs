using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Grains.Records;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Resources;

/// <inheritdoc cref="IResourceGrain" />
[GrainType("resource")]
public sealed class ResourceGrain(
    [PersistentState(StateNames.Resource, StateNames.Storage)] IPersistentState<Stored<Resource>> state,
    Reference reference,
    [FromKeyedServices(Contracts.Clock.Key)] TimeProvider clock)
    : RecordGrain<Resource>(state, reference, clock), IResourceGrain
{
    protected override void Check(Resource record, Violations violations) => ResourceRules.Check(record, "resource", Reference, violations);
}
