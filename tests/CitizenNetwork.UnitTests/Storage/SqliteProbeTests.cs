using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using SQLitePCL;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The probe says what a real call would find.</summary>
public sealed class SqliteProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Probe_OfADatabaseThatCannotCommit_ReadsAndFailsToWriteUntilItCan()
    {
        await using var database = await SqliteDatabase.OpenAsync(_folder.FullName, new StoppedClock());
        SqliteProbe probe = new(database, new StoppedClock());
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
        Assert.Equal(0, await new SqliteStateReader(database).HeadOfFeed());
    }

    [Fact]
    public async Task Probe_OfAClosedDatabase_IsUnavailable()
    {
        var database = await SqliteDatabase.OpenAsync(_folder.FullName, new StoppedClock());
        await database.DisposeAsync();
        SqliteProbe probe = new(database, new StoppedClock());

        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => probe.ProbeWriteAsync(CancellationToken.None));
    }
}
