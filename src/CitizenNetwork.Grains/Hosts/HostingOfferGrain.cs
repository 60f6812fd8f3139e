using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Hosts;

/// <inheritdoc cref="IHostingOfferGrain" />
[GrainType("hosting-offer")]
public sealed class HostingOfferGrain(
    [PersistentState(StateNames.HostingOffer, StateNames.Storage)] IPersistentState<Stored<HostingOffer>> state,
    Reference reference,
    [FromKeyedServices(Contracts.Clock.Key)] TimeProvider clock)
    : RecordGrain<HostingOffer>(state, reference, clock), IHostingOfferGrain
{
    protected override void Check(HostingOffer record, Violations violations) => HostingOfferRules.Check(record, "hosting_offer", Reference, violations);
}
