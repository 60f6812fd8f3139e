using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Orleans.Storage;
using SQLitePCL;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The contract on SQLite, and what only SQLite does: group commit and its failures.</summary>
public sealed class SqliteStorageTests : StorageContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");
    private SqliteDatabase? _database;

    public void Dispose() => _folder.Delete(recursive: true);

    protected override async Task<OpenedStorage> OpenAsync()
    {
        _database = await SqliteDatabase.OpenAsync(_folder.FullName, new StoppedClock());
        return new OpenedStorage(_database);
    }

    [Fact]
    public async Task WriteState_WritersWaitForACommit_ShareTheNextOne()
    {
        const int Writers = 100;
        await using var storage = await OpenAsync();
        await storage.Write("taken", "Le premier");
        var commits = 0;
        using ManualResetEventSlim everyoneWaits = new();
        var first = _database!.WriteAsync(connection =>
        {
            raw.sqlite3_commit_hook(connection.Handle!, _ => { commits++; return 0; }, null!);
            everyoneWaits.Wait();
            return true;
        });

        var writes = Enumerable.Range(0, Writers).Select(i => storage.Write($"actor-{i}", "Acteur")).ToList();
        var conflict = storage.Write("taken", "Le second");
        everyoneWaits.Set();
        await first;
        await Task.WhenAll(writes);

        await Assert.ThrowsAsync<InconsistentStateException>(() => conflict);
        Assert.InRange(commits, 1, 2);
        Assert.Equal(Writers + 1, await storage.Feed.ReadAllAsync().CountAsync());
    }

    [Fact]
    public async Task WriteAsync_CommitFails_EveryUnitFailsAndNothingIsStored()
    {
        await using var storage = await OpenAsync();
        var refuse = 1;
        using ManualResetEventSlim everyoneWaits = new();
        var first = _database!.WriteAsync(connection =>
        {
            raw.sqlite3_commit_hook(connection.Handle!, _ => refuse, null!);
            everyoneWaits.Wait();
            return true;
        });
        var writes = Enumerable.Range(0, 10).Select(i => storage.Write($"actor-{i}", "Acteur")).ToList();
        everyoneWaits.Set();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => first);
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
        }

        Assert.Empty(await storage.Changes());
        Assert.Empty(storage.Sink.Changes);
        Volatile.Write(ref refuse, 0);
        await storage.Write("actor-0", "Acteur");
    }

    [Fact]
    public async Task WriteState_DiskIsFull_IsUnavailableUntilThereIsRoom()
    {
        await using var storage = await OpenAsync();
        await Limit(1);
        List<Exception?> failures = [];
        for (var i = 0; i < 200 && failures.Count == 0; i++)
        {
            if (await Record.ExceptionAsync(() => WriteLong($"actor-{i}")) is { } failure)
            {
                failures.Add(failure);
            }
        }

        Assert.Equal(raw.SQLITE_FULL, Assert.IsType<SqliteException>(Assert.IsType<StorageUnavailableException>(Assert.Single(failures)).InnerException).SqliteErrorCode);
        var stored = await storage.Feed.ReadAllAsync().CountAsync();
        Assert.Equal(stored, (await storage.Changes()).Count);

        await Limit(1_000_000);
        await WriteLong("room-again");
        Assert.Equal(stored + 1, await storage.Feed.ReadAllAsync().CountAsync());

        // Below what is in use, SQLite takes what is in use as the limit.
        Task<bool> Limit(int pages) => _database!.WriteAsync(connection => Run(connection, $"PRAGMA max_page_count = {pages}"));

        Task WriteLong(string id) => storage.Grains.WriteStateAsync(
            StateNames.Actor, Samples.Grain(id), new Orleans.GrainState<Stored<Actor>>(Samples.Actor(id, "Acteur", new string('a', 20_000))));
    }

    [Fact]
    public async Task WriteAsync_WorkThrows_UndoesItsOwnChangesOnly()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin");

        await Assert.ThrowsAsync<FormatException>(() => _database!.WriteAsync<bool>(connection =>
        {
            Run(connection, "DELETE FROM grain_state");
            throw new FormatException("A defect.");
        }));

        Assert.True((await storage.Read("jardin")).RecordExists);
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileItWaits_IsNotDone()
    {
        await using var storage = await OpenAsync();
        using ManualResetEventSlim wait = new();
        using CancellationTokenSource cancellation = new();
        var first = _database!.WriteAsync(_ => { wait.Wait(); return true; });
        var second = _database.WriteAsync(connection => Run(connection, "DELETE FROM feed"), cancellation.Token);

        await cancellation.CancelAsync();
        wait.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.NotEmpty(await storage.Epoch());
    }

    [Fact]
    public async Task WriteState_Row_IsReadableText()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin partagé");

        var row = await _database!.ReadAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT typeof(payload), json_extract(payload, '$.v'), json_extract(payload, '$.record.kind'), updated_at FROM grain_state";
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            return (reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
        });

        Assert.Equal(("text", 1L, nameof(ActorKind.Association), "2026-11-22T10:00:00.0000000Z"), row);
    }

    [Fact]
    public async Task ReadState_RequiredFieldIsMissing_NamesTheRecordAndTheField()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin");
        await _database!.WriteAsync(connection => Run(connection, "UPDATE grain_state SET payload = json_remove(payload, '$.record.commune')"));

        var read = await Assert.ThrowsAsync<InvalidDataException>(() => storage.Read("jardin"));
        var readAll = await Assert.ThrowsAsync<InvalidDataException>(() => storage.Feed.ReadAllAsync().CountAsync().AsTask());

        Assert.All([read, readAll], error => Assert.Contains("actors/jardin", error.Message, StringComparison.Ordinal));
        Assert.All([read, readAll], error => Assert.Contains("'commune'", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_WorkThatWrites_IsUnavailable()
    {
        await using var storage = await OpenAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => _database!.ReadAsync(connection => Run(connection, "DELETE FROM feed")));
    }

    private static bool Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return true;
    }
}
