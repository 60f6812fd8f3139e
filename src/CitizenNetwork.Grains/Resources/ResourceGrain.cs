using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Resources;

/// <inheritdoc cref="IResourceGrain" />
[GrainType("resource")]
public sealed class ResourceGrain(
    [PersistentState(StateNames.Resource, StateNames.Storage)] IPersistentState<Stored<Resource>> state,
    RecordServices services)
    : RecordGrain<Resource>(StateNames.Resource, state, services), IResourceGrain
{
    protected override void Check(Resource record, Violations violations) => ResourceRules.Check(record, "resource", Reference, violations);
}
