using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Testing;
using SQLitePCL;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The probe says what a real call would find.</summary>
public abstract class ProbeTests(IEngine engine) : IAsyncLifetime
{
    protected IEngine Engine => engine;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Probe_OfADatabaseThatAnswers_ReadsAndWritesAndChangesNothing()
    {
        await using OpenedStorage storage = new(await engine.OpenAsync(new StoppedClock()));
        var probe = storage.Get<IStorageProbe>();

        await probe.ProbeReadAsync(CancellationToken.None);
        await probe.ProbeWriteAsync(CancellationToken.None);

        Assert.Empty(await storage.Changes());
    }

    [SkippableFact]
    public async Task Probe_OfAClosedDatabase_IsUnavailable()
    {
        var database = await engine.OpenAsync(new StoppedClock());
        await database.DisposeAsync();
        StorageProbe probe = new(database, new StoppedClock());

        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeWriteAsync(CancellationToken.None));
    }
}

/// <summary>See <see cref="ProbeTests"/>.</summary>
public sealed class PostgresProbeTests() : ProbeTests(new PostgresEngine());

/// <summary>See <see cref="ProbeTests"/>.</summary>
public sealed class SqliteProbeTests() : ProbeTests(new SqliteEngine())
{
    [Fact]
    public async Task Probe_OfADatabaseThatCannotCommit_ReadsAndFailsToWriteUntilItCan()
    {
        await using var database = (SqliteDatabase)await Engine.OpenAsync(new StoppedClock());
        StorageProbe probe = new(database, new StoppedClock());
        await probe.ProbeWriteAsync(CancellationToken.None);
        var refuse = 0;
        await database.WriteAsync(connection =>
        {
            raw.sqlite3_commit_hook(connection.Handle!, _ => Volatile.Read(ref refuse), null!);
            return true;
        });

        Volatile.Write(ref refuse, 1);
        await probe.ProbeReadAsync(CancellationToken.None);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeWriteAsync(CancellationToken.None));

        Volatile.Write(ref refuse, 0);
        await probe.ProbeWriteAsync(CancellationToken.None);
    }
}
