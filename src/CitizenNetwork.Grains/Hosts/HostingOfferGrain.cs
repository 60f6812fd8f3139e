using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Hosts;

/// <inheritdoc cref="IHostingOfferGrain" />
[GrainType("hosting-offer")]
public sealed class HostingOfferGrain(
    [PersistentState(StateNames.HostingOffer, StateNames.Storage)] IPersistentState<Stored<HostingOffer>> state,
    RecordServices services)
    : RecordGrain<HostingOffer>(StateNames.HostingOffer, state, services), IHostingOfferGrain
{
    protected override void Check(HostingOffer record, Violations violations) => HostingOfferRules.Check(record, "hosting_offer", Reference, violations);
}
