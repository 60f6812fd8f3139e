using CitizenNetwork.Contracts.Funding;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Funding;

/// <inheritdoc cref="IFundingCallGrain" />
[GrainType("funding-call")]
public sealed class FundingCallGrain(
    [PersistentState(StateNames.FundingCall, StateNames.Storage)] IPersistentState<Stored<FundingCall>> state,
    RecordServices services)
    : RecordGrain<FundingCall>(StateNames.FundingCall, state, services), IFundingCallGrain
{
    protected override void Check(FundingCall record, Violations violations) => FundingCallRules.Check(record, "funding_call", Reference, violations);
}
