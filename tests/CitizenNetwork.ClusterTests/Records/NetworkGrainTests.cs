using CitizenNetwork.Contracts.Networks;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>A network's grain counts the versions of its weights and keeps them all.</summary>
[Trait("seed", "004-25")]
[Trait("feature", "F24")]
public abstract class NetworkGrainTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private static readonly SignalWeight s_text = new(MatchCategory.Partner, Signal.Text, 0.5);

    private static readonly SignalWeight s_effort = new(MatchCategory.Funding, Signal.Effort, 0.25);

    private string Name => $"networks/{Id}";

    private INetworkGrain Grain => Fixture.Cluster.Client.GetGrain<INetworkGrain>(Name);

    [SkippableFact]
    public async Task Update_WithOtherWeights_MakesANewVersionAndKeepsTheOldOnes()
    {
        Assert.Equal(1, Accepted(await Grain.Create(NewNetwork(), By("first"))).Record.WeightsVersion);
        Fixture.Clock.Now = Fixture.Clock.Now.AddDays(1);
        var second = Accepted(await Grain.Update(NewNetwork(weights: [s_text]), By("second")));
        Assert.Equal(2, second.Record.WeightsVersion);
        Assert.Equal(3, Accepted(await Grain.Update(NewNetwork(weights: [s_text, s_effort]), By("third"))).Record.WeightsVersion);
        Assert.Equal(4, Accepted(await Grain.Update(NewNetwork(weights: [s_text]), By("fourth"))).Record.WeightsVersion);
        Assert.Equal(4, Accepted(await Reread(Grain)).Record.WeightsVersion);

        var first = (await Grain.ReadWeightVersions(long.MaxValue, 3)).Value!;
        var rest = (await Grain.ReadWeightVersions(first.Next, 3)).Value!;

        Assert.Equal(0, rest.Next);
        var versions = first.Versions.AddRange(rest.Versions);
        Assert.Equal([(4, "fourth"), (3, "third"), (2, "second"), (1, "first")], versions.Select(version => (version.Version, version.KeyId)));
        Assert.Equal([[s_text], [s_text, s_effort], [s_text], []], versions.Select(version => version.Weights.ToArray()));
        Assert.Equal(second.UpdateTime, versions[2].Time);
        Assert.Equal(second.UpdateTime.AddDays(-1), versions[3].Time);
    }

    [SkippableFact]
    public async Task Update_OfAnythingElse_KeepsTheVersion()
    {
        await Grain.Create(NewNetwork(weights: [s_text]), NoRequest());

        // The version that a caller names does not count either.
        var updated = Accepted(await Grain.Update(NewNetwork("Autre nom", s_text) with { PriorityThemes = ["repair"], WeightsVersion = 9 }, NoRequest()));

        Assert.Equal((2, 1, "Autre nom"), (updated.Revision, updated.Record.WeightsVersion, updated.Record.DisplayName));
        Assert.Equal([1L], (await Grain.ReadWeightVersions(long.MaxValue, 5)).Value!.Versions.Select(version => version.Version));
    }

    [SkippableFact]
    public async Task Update_SentAgain_MakesOneVersion()
    {
        await Grain.Create(NewNetwork(), NoRequest());
        var request = Request();

        await Grain.Update(NewNetwork(weights: [s_text]), request);

        Assert.Equal(2, Accepted(await Grain.Update(NewNetwork(weights: [s_text]), request)).Record.WeightsVersion);
        Assert.Equal([2L, 1L], (await Grain.ReadWeightVersions(long.MaxValue, 5)).Value!.Versions.Select(version => version.Version));
    }

    [SkippableFact]
    public async Task Update_WithWrongWeights_IsRefusedAndMakesNoVersion()
    {
        await Grain.Create(NewNetwork(), NoRequest());

        var refusal = Refused(RefusalCode.InvalidFields, await Grain.Update(NewNetwork(weights: [s_text with { Weight = 1.5 }]), NoRequest()));

        AssertViolation("network.weights[0].weight", ViolationCode.OutOfRange, refusal);
        Assert.Equal(1, (await Grain.ReadWeightVersions(long.MaxValue, 5)).Value!.Versions.Single().Version);
    }

    [SkippableFact]
    public async Task ReadWeightVersions_OfADeletedNetwork_IsNotFoundAndNothingIsKept()
    {
        Assert.Equal(RefusalCode.NotFound, (await Grain.ReadWeightVersions(long.MaxValue, 5)).Refusal!.Code);
        await Grain.Create(NewNetwork(weights: [s_text]), NoRequest());
        await Grain.Delete(NoRequest());

        Assert.Equal(RefusalCode.NotFound, (await Grain.ReadWeightVersions(long.MaxValue, 5)).Refusal!.Code);
        Assert.Empty(await Fixture.Ledger.ReadPastAsync(GrainId.Create("network", Name), LedgerKinds.Weights, long.MaxValue, 5));
    }

    private WriteRequest By(string keyId) => Request() with { KeyId = keyId };

    private Network NewNetwork(string displayName = "Réseau d’Anjou", params SignalWeight[] weights) => new(new NetworkId(Id), displayName, "", [new("DEP-49")], [], [.. weights], 1);
}

/// <summary>On SQLite.</summary>
public sealed class SqliteNetworkGrainTests(SqliteRecords fixture) : NetworkGrainTests(fixture), IClassFixture<SqliteRecords>;

/// <summary>With every message copied through the serializer's contract.</summary>
public sealed class RoundTrippedNetworkGrainTests(RoundTrippedRecords fixture) : NetworkGrainTests(fixture), IClassFixture<RoundTrippedRecords>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresNetworkGrainTests(PostgresRecords fixture) : NetworkGrainTests(fixture), IClassFixture<PostgresRecords>;
