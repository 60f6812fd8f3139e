using System.IO.Compression;
using System.Text;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Backup;
using CitizenNetwork.Storage.Migrations;
using CitizenNetwork.Testing;
using Dapper;
using Orleans.Storage;

namespace CitizenNetwork.UnitTests.Storage.Backup;

/// <summary>What is backed up from one engine and restored into any is what was there.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    /// <summary>Tables that a backup leaves out: the shape is the program's, and the feed begins a new life.</summary>
    private static readonly string[] s_leftOut = ["heartbeat", "schema_migration", "change_log", "feed"];

    private readonly List<IEngine> _engines = [];

    public static TheoryData<string> Each => [Engines.Sqlite, Engines.Postgres];

    public static TheoryData<string, string> Crossings => new()
    {
        { Engines.Sqlite, Engines.Sqlite },
        { Engines.Sqlite, Engines.Postgres },
        { Engines.Postgres, Engines.Sqlite },
        { Engines.Postgres, Engines.Postgres },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Crossings))]
    public async Task Restore_OfEverything_HoldsTheSameRows(string from, string to)
    {
        List<string> before;
        MemoryStream backup = new();
        string epoch;
        await using (var source = await OpenAsync(Make(from)))
        {
            await FilledStorage.FillAsync(source);
            before = await FilledStorage.RowsAsync(source.Database);
            epoch = await source.Epoch();
            await source.Get<BackupWriter>().WriteAsync(backup);
        }

        var engine = Make(to);
        var restored = await RestoreAsync(backup, engine);

        await using var target = await OpenAsync(engine);
        Assert.Equal(before, await FilledStorage.RowsAsync(target.Database));
        Assert.Equal(before.Count, restored.Rows.Values.Sum());
        Assert.Equal(BackupFormat.Tables.Length, restored.Rows.Count(count => count.Value > 1));
        Assert.Equal((from, epoch), (restored.Header.Engine, restored.Header.FeedEpoch));

        // The feed begins anew, and numbers go on above all that were given.
        Assert.NotEqual(epoch, await target.Epoch());
        Assert.Empty(await target.Changes());
        var newest = await target.Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("SELECT MAX(version) FROM grain_state"));
        var first = await target.WriteAsync("nouveau", Samples.Actor("nouveau", "Nouveau"), null, new Appended([FilledStorage.Row("journal", "1")], [], []));
        Assert.True(long.Parse(first, null) > newest);
        Assert.Equal(before.Count + 2, (await FilledStorage.RowsAsync(target.Database)).Count);
        Assert.Single(await target.Changes());
    }

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Restore_ThenAWriterOfBefore_IsRefusedOrGoesOn(string name)
    {
        MemoryStream backup = new();
        string stale, current;
        await using (var source = await OpenAsync(Make(name)))
        {
            stale = await source.Write("jardin", "Le Jardin");
            current = await source.Write("jardin", "Le Jardin partagé", stale);
            await source.Get<BackupWriter>().WriteAsync(backup);
        }

        var engine = Make(name);
        await RestoreAsync(backup, engine);

        await using var target = await OpenAsync(engine);
        await Assert.ThrowsAsync<InconsistentStateException>(() => target.Write("jardin", "Trop tard", stale));
        await target.Write("jardin", "À temps", current);
    }

    [SkippableTheory]
    [MemberData(nameof(Crossings))]
    public async Task Backup_DuringWrites_IsOneInstant(string from, string to)
    {
        const int Fillers = 60;
        MemoryStream backup = new();
        var written = 0;
        await using (var source = await OpenAsync(Make(from)))
        {
            // Between the two that change, in the order of keys: more than is held in memory at a time.
            foreach (var i in Enumerable.Range(0, Fillers))
            {
                await source.WriteAsync($"m{i:000}", Samples.Actor($"m{i:000}", "Entre-deux", Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8_000))), null, Appended.Nothing);
            }

            using CancellationTokenSource stop = new();
            using SemaphoreSlim wrote = new(0);
            var writing = WriteAsync(
                source,
                () =>
                {
                    Interlocked.Increment(ref written);
                    wrote.Release();
                },
                stop.Token);
            HeldUpStream heldUp = new(backup, TenMoreAsync);
            await TenMoreAsync();
            await source.Get<BackupWriter>().WriteAsync(heldUp);
            Assert.True(heldUp.Writes > 2, "The backup was too small to be held up.");
            await stop.CancelAsync();
            await writing;

            async Task TenMoreAsync()
            {
                for (var enough = Volatile.Read(ref written) + 10; Volatile.Read(ref written) < enough;)
                {
                    await wrote.WaitAsync();
                }
            }
        }

        var engine = Make(to);
        await RestoreAsync(backup, engine);

        await using var target = await OpenAsync(engine);
        var (a, z) = (await RevisionAsync(target, "aaa"), await RevisionAsync(target, "zzz"));
        Assert.InRange(a - z, 0, 1);
        Assert.InRange(a, 1, written - 10);
        Assert.Equal((a, z), (await RowsOfAsync(target, "aaa"), await RowsOfAsync(target, "zzz")));
    }

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Restore_IntoADatabaseInUse_ChangesNothing(string name)
    {
        var backup = await BackupOfAsync(name);
        foreach (var table in BackupFormat.Tables.Select(table => table.Name))
        {
            var engine = Make(name);
            await using (var filled = await OpenAsync(engine))
            {
                await FilledStorage.FillAsync(filled);
                await filled.Database.WriteAsync(async connection =>
                {
                    foreach (var other in BackupFormat.Tables.Where(other => other.Name != table))
                    {
                        await connection.ExecuteAsync($"DELETE FROM {other.Name}");
                    }

                    return 0;
                });
            }

            List<string> before;
            await using (var opened = await OpenAsync(engine))
            {
                before = await FilledStorage.RowsAsync(opened.Database);
            }

            var refusal = await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(backup, engine));

            Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
            await using var after = await OpenAsync(engine);
            Assert.NotEmpty(before);
            Assert.Equal(before, await FilledStorage.RowsAsync(after.Database));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Restore_OfAFileCutAnywhere_WritesNothing(string name)
    {
        const int Cuts = 24;
        var whole = (await BackupOfAsync(name)).ToArray();
        var engine = Make(name);
        for (var cut = 0; cut < Cuts; cut++)
        {
            await AssertRefusedAsync(engine, new MemoryStream(whole[..(whole.Length * cut / Cuts)]));
        }

        // Within the sum of the last line; what follows it is the checksum of gzip, which adds nothing to it.
        await AssertRefusedAsync(engine, new MemoryStream(whole[..^40]));
        await RestoreAsync(new MemoryStream(whole), engine);
    }

    public static TheoryData<string, string> Alterations
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var alteration in s_alterations.Keys)
            {
                all.Add(Engines.Sqlite, alteration);
                all.Add(Engines.Postgres, alteration);
            }

            return all;
        }
    }

    private static readonly Dictionary<string, Action<List<string>>> s_alterations = new(StringComparer.Ordinal)
    {
        ["a row less"] = lines => lines.RemoveAt(1),
        ["a row twice"] = lines => lines.Insert(1, lines[1]),
        ["two rows in another order"] = lines => lines.Reverse(1, 2),
        ["another word"] = lines => lines[1] = lines[1].Replace("Jardin", "Jardim", StringComparison.Ordinal),
        ["another time"] = lines => lines[0] = lines[0].Replace("2026-11-22", "2026-11-21", StringComparison.Ordinal),
        ["another count"] = lines => lines[^1] = lines[^1].Replace("\"reminder\":2", "\"reminder\":3", StringComparison.Ordinal),
        ["another sum"] = lines => lines[^1] = lines[^1].Replace("sha256\":\"", "sha256\":\"0", StringComparison.Ordinal),
        ["no end"] = lines => lines.RemoveAt(lines.Count - 1),
        ["more after the end"] = lines => lines.Add(lines[1]),
        ["tables in another order"] = lines => lines.Insert(1, lines[^2]),
        ["a table that is none of ours"] = lines => lines[1] = lines[1].Replace("grain_state", "schema_migration", StringComparison.Ordinal),
        ["a row without a column"] = lines => lines[1] = lines[1].Replace("\"version\"", "\"revision\"", StringComparison.Ordinal),
        ["nothing where something has to be"] = lines => lines[1] = "{\"t\":\"grain_state\",\"grain_type\":null}",
        ["a line that is no JSON"] = lines => lines[1] = "grain_state",
        ["a line that is no object"] = lines => lines[1] = "[]",
        ["a newer format"] = lines => lines[0] = lines[0].Replace($"\"version\":{BackupFormat.Version}", $"\"version\":{BackupFormat.Version + 1}", StringComparison.Ordinal),
        ["a newer shape"] = lines => lines[0] = lines[0].Replace("\"migration\":", "\"migration\":9", StringComparison.Ordinal),
        ["another file"] = lines => lines[0] = "{\"format\":\"else\"}",
        ["no header"] = lines => lines.RemoveAt(0),
    };

    [SkippableTheory]
    [MemberData(nameof(Alterations))]
    public async Task Restore_OfAnAlteredFile_WritesNothing(string name, string alteration)
    {
        var lines = Lines(await BackupOfAsync(Engines.Sqlite));
        var before = lines.ToArray();
        s_alterations[alteration](lines);
        Assert.NotEqual(before, lines);

        await AssertRefusedAsync(Make(name), Compressed(lines));
    }

    [Fact]
    public async Task Restore_OfAFileThatIsNoBackup_SaysSo()
    {
        var refusal = await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(new MemoryStream("a shopping list"u8.ToArray()), Make(Engines.Sqlite)));

        Assert.Contains("no backup", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Backup_OfEveryColumn_LeavesNoneOut(string name)
    {
        await using var storage = await OpenAsync(Make(name));

        var there = (await FilledStorage.ColumnsAsync(storage.Database)).Where(column => !s_leftOut.Contains(column.Table));

        var ours = BackupFormat.Tables.SelectMany(table => table.Columns.Select(column => (table.Name, column.Name)));
        Assert.Equal(there.Order(), ours.Order());
    }

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Header_OfABackup_NamesTheShape(string name)
    {
        var lines = Lines(await BackupOfAsync(name));

        Assert.Contains($"\"migration\":{Migration.Of(name == Engines.Sqlite ? "Sqlite" : "Postgres")[^1].Number},", lines[0], StringComparison.Ordinal);
        Assert.Contains("né d’un « oui »", string.Concat(lines), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(OpenedStorage storage, Action written, CancellationToken stop)
    {
        string? a = null, z = null;
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            Appended appended = new([FilledStorage.Row("journal", $"{i}")], [], []);
            a = await storage.WriteAsync("aaa", Samples.Actor("aaa", "Toujours d’abord") with { Revision = i }, a, appended);
            z = await storage.WriteAsync("zzz", Samples.Actor("zzz", "Toujours après") with { Revision = i }, z, appended);
            written();
        }
    }

    private static async Task<long> RevisionAsync(OpenedStorage storage, string id) => (await storage.Read(id)).State.Revision;

    private static async Task<long> RowsOfAsync(OpenedStorage storage, string id) =>
        (await storage.Ledger.ReadPastAsync(Samples.Grain(id), "journal", long.MaxValue, int.MaxValue)).Length;

    private static async Task AssertRefusedAsync(IEngine engine, Stream backup)
    {
        var refusal = await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(backup, engine));
        Assert.DoesNotContain("Exception", refusal.Message, StringComparison.Ordinal);
        await using var after = await OpenAsync(engine);
        Assert.Empty(await FilledStorage.RowsAsync(after.Database));
    }

    private async Task<MemoryStream> BackupOfAsync(string name)
    {
        MemoryStream backup = new();
        await using var source = await OpenAsync(Make(name));
        await FilledStorage.FillAsync(source);
        await source.Get<BackupWriter>().WriteAsync(backup);
        return backup;
    }

    private static List<string> Lines(MemoryStream backup)
    {
        backup.Position = 0;
        using StreamReader reader = new(new GZipStream(backup, CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1)];
    }

    private static MemoryStream Compressed(IEnumerable<string> lines)
    {
        MemoryStream file = new();
        using (GZipStream compressed = new(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
        }

        return file;
    }

    private static Task<Restored> RestoreAsync(Stream backup, IEngine engine)
    {
        backup.Position = 0;
        return DatabaseRestore.RunAsync(backup, () => engine.OpenAsync(new StoppedClock()));
    }

    private static async Task<OpenedStorage> OpenAsync(IEngine engine) => new(await engine.OpenAsync(new StoppedClock()));

    private IEngine Make(string name)
    {
        IEngine engine = name == Engines.Sqlite ? new SqliteEngine() : new PostgresEngine();
        _engines.Add(engine);
        return engine;
    }
}
