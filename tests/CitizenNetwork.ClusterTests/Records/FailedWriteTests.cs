using CitizenNetwork.ClusterTests.Runtime;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>After a write that failed, however it failed, the next call sees what is stored.</summary>
public abstract class FailedWriteTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private string Key => $"actors/{Id}";

    private IActorGrain Grain => Fixture.Cluster.Client.GetGrain<IActorGrain>(Key);

    [SkippableFact]
    public async Task Create_FailedBeforeTheCommit_IsNotThereAndCanBeTriedAgain()
    {
        var request = Request();
        Fixture.Faults.FailNext(Key, Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Create(NewActor(), request));
        Refused(RefusalCode.NotFound, await Grain.Get());
        Assert.Equal(1, Accepted(await Grain.Create(NewActor(), request)).Revision);
    }

    [SkippableFact]
    public async Task Create_FailedAfterTheCommit_IsThereAndTheRetryGetsItsAnswer()
    {
        var request = Request();
        Fixture.Faults.FailNext(Key, Fault.AfterCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Create(NewActor(), request));
        var stored = Accepted(await Grain.Get());
        AssertSame(stored, Accepted(await Grain.Create(NewActor(), request)));
        Assert.Equal(2, Accepted(await Grain.Update(NewActor("Deux"), Request(expected: 1))).Revision);
    }

    [SkippableFact]
    public async Task Update_FailedBeforeTheCommit_KeepsTheOldRecord()
    {
        await Grain.Create(NewActor(), Request());
        var request = Request(expected: 1);
        Fixture.Faults.FailNext(Key, Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Update(NewActor("Deux"), request));
        var seen = Accepted(await Grain.Get());
        Assert.Equal(("Le Jardin", 1), (seen.Record.DisplayName, seen.Revision));
        Assert.Equal(2, Accepted(await Grain.Update(NewActor("Deux"), request)).Revision);
    }

    [SkippableFact]
    public async Task Update_FailedAfterTheCommit_ShowsTheNewRecordAndReplays()
    {
        await Grain.Create(NewActor(), Request());
        var request = Request(expected: 1);
        Fixture.Faults.FailNext(Key, Fault.AfterCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Update(NewActor("Deux"), request));
        var seen = Accepted(await Grain.Get());
        Assert.Equal(("Deux", 2), (seen.Record.DisplayName, seen.Revision));
        AssertSame(seen, Accepted(await Grain.Update(NewActor("Deux"), request)));
        Assert.Equal(3, Accepted(await Grain.Update(NewActor("Trois"), Request(expected: 2))).Revision);
    }

    [SkippableFact]
    public async Task Update_FailedInAWayNobodyForesaw_ShowsWhatIsStored()
    {
        await Grain.Create(NewActor(), Request());
        Fixture.Faults.FailNext(Key, Fault.AfterCommitUnforeseen);
        await Assert.ThrowsAsync<OrleansException>(() => Grain.Update(NewActor("Deux"), Request()));
        Assert.Equal("Deux", Accepted(await Grain.Get()).Record.DisplayName);
        Assert.Equal(3, Accepted(await Grain.Update(NewActor("Trois"), Request())).Revision);
    }

    [SkippableFact]
    public async Task Delete_FailedBeforeOrAfterTheCommit_ShowsWhatIsStored()
    {
        await Grain.Create(NewActor(), Request());
        var request = Request(expected: 1);
        Fixture.Faults.FailNext(Key, Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Delete(request));
        Assert.Equal(1, Accepted(await Grain.Get()).Revision);
        Fixture.Faults.FailNext(Key, Fault.AfterCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Grain.Delete(request));
        Refused(RefusalCode.NotFound, await Grain.Get());
        Assert.Null(await Grain.Delete(request));
    }

    [SkippableFact]
    public async Task Update_OvertakenByAnotherWriter_IsInconsistentAndTheNextCallSeesTheOther()
    {
        await Grain.Create(NewActor(), Request());
        Overtake("Autre");
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.Update(NewActor("Deux"), Request()));
        var seen = Accepted(await Grain.Get());
        Assert.Equal(("Autre", 2), (seen.Record.DisplayName, seen.Revision));
        Assert.Equal(3, Accepted(await Grain.Update(NewActor("Trois"), Request(expected: 2))).Revision);
    }

    /// <summary>Calls that already wait behind the failing one must not be answered from its memory.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_WaitingBehindAFailingWrite_SeesWhatIsStored(bool overtaken)
    {
        await Grain.Create(NewActor(), Request());
        var gate = Gates.NewKey();
        Fixture.Faults.HoldNext(Key, gate);
        if (overtaken)
        {
            Overtake("Autre");
        }
        else
        {
            Fixture.Faults.FailNext(Key, Fault.BeforeCommit);
        }

        var failing = Grain.Update(NewActor("Deux"), Request());
        await Gates.Opened($"{gate}-in");
        var waiting = Enumerable.Range(0, 10).Select(_ => Grain.Get()).ToList();
        Gates.Open(gate);
        await Assert.ThrowsAnyAsync<OrleansException>(() => failing);
        Assert.All(await Task.WhenAll(waiting), seen => Assert.Equal(overtaken ? "Autre" : "Le Jardin", Accepted(seen).Record.DisplayName));
    }

    private void Overtake(string displayName) => Fixture.Faults.Overtake(Key, stored =>
    {
        var state = (Stored<Actor>)stored;
        return state with { Record = state.Record! with { DisplayName = displayName }, Revision = state.Revision + 1 };
    });
}

/// <summary>On SQLite.</summary>
public sealed class SqliteFailedWriteTests(SqliteRecords fixture) : FailedWriteTests(fixture), IClassFixture<SqliteRecords>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresFailedWriteTests(PostgresRecords fixture) : FailedWriteTests(fixture), IClassFixture<PostgresRecords>;
