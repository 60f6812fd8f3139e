using System.Collections.Immutable;
using CitizenNetwork.Contracts.Networks;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Networks;

/// <inheritdoc cref="INetworkGrain" />
[GrainType("network")]
public sealed class NetworkGrain(
    [PersistentState(StateNames.Network, StateNames.Storage)] IPersistentState<Stored<Network>> state,
    RecordServices services)
    : RecordGrain<Network>(StateNames.Network, state, services), INetworkGrain
{
    public Task<Outcome<WeightVersionPage>> ReadWeightVersions(long before, int limit) => Turn<Outcome<WeightVersionPage>>(async () =>
    {
        if (Current is null)
        {
            return NotFound();
        }

        var (versions, next) = await ReadPast<WeightVersion>(LedgerKinds.Weights, before, limit);
        return new WeightVersionPage(versions, next);
    });

    protected override ImmutableArray<string> ErasedOnDelete => base.ErasedOnDelete.Add(LedgerKinds.Weights);

    protected override ImmutableArray<LedgerEntry> JournalRows(Network? before, Snapshot<Network> after, WriteRequest request)
    {
        var (record, version) = (after.Record, after.Record.WeightsVersion);
        return version == before?.WeightsVersion ? [] : [PastRow(LedgerKinds.Weights, version, new WeightVersion(version, after.UpdateTime, request.KeyId, record.Weights, record.PhaseFactors))];
    }

    protected override void Check(Network record, Violations violations) => NetworkRules.Check(record, "network", Reference, violations);

    protected override Network Merge(Network current, Network updated) =>
        updated with { WeightsVersion = current.WeightsVersion + (updated.Weights.SequenceEqual(current.Weights) && updated.PhaseFactors.SequenceEqual(current.PhaseFactors) ? 0 : 1) };
}
