using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Testing;
using Dapper;

namespace CitizenNetwork.EndToEndTests.Storage.Trouble;

/// <summary>A disk that fails a server on SQLite: callers are told to come back, nothing is corrupted, and the server recovers by itself.</summary>
public sealed class SqliteTroubleTests
{
    /// <summary>Mebibytes of the disk: the database and some hundred records.</summary>
    private const int DiskSize = 12;

    [SkippableFact]
    public async Task Write_OnAFullDisk_IsUnavailableUntilThereIsRoom()
    {
        await using var disk = await Tmpfs.MountAsync(DiskSize);
        await using (var server = await TroubledServer.StartAsync(new ServerSettings(disk.Folder, 0, 0)))
        {
            await server.WriteAsync();
            disk.Fill();
            var refused = await server.WriteUntilUnavailableAsync();
            await server.AssertReadyAsync(false);
            await server.AssertThereAsync();
            disk.Free();
            await server.AssertRecoversAsync(refused);
        }

        await AssertSoundAsync(disk.Folder);
    }

    [SkippableFact]
    public async Task Write_OnAFileThatBecameReadOnly_IsUnavailableUntilItIsWritable()
    {
        Skip.IfNot(Tool.IsRoot, "Disk: only root may make a file immutable.");
        await using SqliteEngine engine = new();
        string[] files = [Path.Combine(engine.Folder, SqliteDatabase.FileName), Path.Combine(engine.Folder, $"{SqliteDatabase.FileName}-wal")];
        await using (var server = await TroubledServer.StartAsync(new ServerSettings(engine.Folder, 0, 0)))
        {
            await server.WriteAsync();
            await SkipUnlessImmutableHoldsAsync(engine.Folder);
            await Tool.RunAsync("chattr", ["+i", .. files]);
            try
            {
                await TroubledServer.AssertUnavailableAsync(() => server.WriteAsync());
                await server.AssertReadyAsync(false);
                await server.AssertThereAsync();
            }
            finally
            {
                await Tool.RunAsync("chattr", ["-i", .. files]);
            }

            await server.AssertRecoversAsync(TroubledServer.NewActor());
        }

        await AssertSoundAsync(engine.Folder);
    }

    /// <summary>Whether this file system keeps even a program that opened a file before from writing it once it is immutable.</summary>
    private static async Task SkipUnlessImmutableHoldsAsync(string folder)
    {
        var path = Path.Combine(folder, "probe");
        await using FileStream probe = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var (done, said) = await Tool.TryAsync("chattr", "+i", path);
        Skip.IfNot(done, $"Disk: no file can be made immutable here ({said}).");
        var held = false;
        try
        {
            probe.WriteByte(0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            held = true;
        }

        await Tool.RunAsync("chattr", "-i", path);
        File.Delete(path);
        Skip.IfNot(held, "Disk: an immutable file can still be written by who has it open.");
    }

    private static async Task AssertSoundAsync(string folder)
    {
        await using var database = await SqliteDatabase.OpenAsync(folder, TimeProvider.System);
        Assert.Equal("ok", await database.ReadAsync(connection => connection.ExecuteScalar<string>("PRAGMA integrity_check")));
    }
}
