using System.Diagnostics;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>Who may open a folder, and what is said to whoever may not.</summary>
public sealed class SqliteOpeningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Open_FolderInUseBySameProcess_IsRefusedAndNamesTheFolder()
    {
        await using var first = await Open();

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(Open);

        AssertSaysWhatToDo(refusal);
    }

    [SkippableFact]
    public async Task Open_FolderInUseByAnotherProcess_IsRefusedUntilItEnds()
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "Needs the program flock as the other process.");
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [LockPath, "sh", "-c", "echo held; cat"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());

        AssertSaysWhatToDo(await Assert.ThrowsAsync<StorageStartupException>(Open));

        other.StandardInput.Close();
        await other.WaitForExitAsync();
        await using var database = await Open();
    }

    [SkippableFact]
    public async Task Open_AnotherProcessWantsTheFolder_FindsItLocked()
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "Needs the program flock as the other process.");
        var database = await Open();
        Assert.Equal(1, await TryLock());

        await database.DisposeAsync();
        Assert.Equal(0, await TryLock());

        async Task<int> TryLock()
        {
            using var other = Process.Start("/usr/bin/flock", ["--nonblock", LockPath, "true"]);
            await other.WaitForExitAsync();
            return other.ExitCode;
        }
    }

    [Fact]
    public async Task Open_DatabaseOfANewerProgram_IsRefusedAndLeftAlone()
    {
        await (await Open()).DisposeAsync();
        Run("INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, 'future', '2030-01-01T00:00:00Z')");

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(Open);

        Assert.Contains(_folder.FullName, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("9999", refusal.Message, StringComparison.Ordinal);
        Run("DELETE FROM schema_migration WHERE number = 9999");
        await using var database = await Open();
    }

    [Fact]
    public async Task Open_NotADatabase_IsRefusedAndNamesTheFolder()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, SqliteDatabase.FileName), new string('x', 5000));

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(Open);

        Assert.Contains(_folder.FullName, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FolderIsAFile_IsRefusedAndNamesIt()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "");

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => SqliteDatabase.OpenAsync(file, new StoppedClock()));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_MissingFolder_MakesItAndRecordsEachMigration()
    {
        var folder = Path.Combine(_folder.FullName, "new", "data");
        await using var database = await SqliteDatabase.OpenAsync(folder, new StoppedClock());

        var applied = await database.ReadAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT number, name, applied_at FROM schema_migration ORDER BY number";
            using var reader = command.ExecuteReader();
            List<(long Number, string Name, string At)> rows = [];
            while (reader.Read())
            {
                rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
            }

            return rows;
        });

        Assert.Equal((1, "initial", "2026-11-22T10:00:00.0000000Z"), applied[0]);
        Assert.Equal(Enumerable.Range(1, applied.Count).Select(number => (long)number), applied.Select(row => row.Number));
    }

    [Fact]
    public async Task Open_TwoDatabases_HaveFeedsOfDifferentEpochs()
    {
        await using var one = await SqliteDatabase.OpenAsync(Path.Combine(_folder.FullName, "one"), new StoppedClock());
        await using var two = await SqliteDatabase.OpenAsync(Path.Combine(_folder.FullName, "two"), new StoppedClock());

        var epoch = (await new SqliteFeed(one).HeadAsync()).Epoch;

        Assert.Matches("^[0-9a-f]{32}$", epoch);
        Assert.NotEqual(epoch, (await new SqliteFeed(two).HeadAsync()).Epoch, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Open_Connections_AreDurableAndChecked()
    {
        await using var database = await Open();

        Assert.Equal(("wal", 2L, 1L, 5000L), await database.WriteAsync(connection =>
            ((string)Value(connection, "journal_mode"), (long)Value(connection, "synchronous"), (long)Value(connection, "foreign_keys"), (long)Value(connection, "busy_timeout"))));

        static object Value(SqliteConnection connection, string pragma)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            return command.ExecuteScalar()!;
        }
    }

    private string LockPath => Path.Combine(_folder.FullName, SqliteDatabase.LockName);

    private Task<SqliteDatabase> Open() => SqliteDatabase.OpenAsync(_folder.FullName, new StoppedClock());

    private void AssertSaysWhatToDo(StorageStartupException refusal)
    {
        Assert.Contains(_folder.FullName, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Stop it, or choose another folder", refusal.Message, StringComparison.Ordinal);
    }

    private void Run(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(_folder.FullName, SqliteDatabase.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
