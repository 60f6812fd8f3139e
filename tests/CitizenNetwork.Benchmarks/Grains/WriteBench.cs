using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Storage.Sqlite;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary>State writes on SQLite, each on the disk before it is answered. The yardstick is the disk: one flushed page after another.</summary>
internal static class WriteBench
{
    private const int Keys = 1_000;
    private const int PageBytes = 4096;
    private const int Pages = 1_000;

    public static async Task RunAsync(BenchSettings settings, Table table)
    {
        if (!settings.Wants("state writes"))
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        try
        {
            await using var database = await SqliteDatabase.OpenAsync(folder.FullName, TimeProvider.System);
            await using var host = await GrainHost.StartAsync(database);
            var grains = Enumerable.Range(0, Keys).Select(key => host.Grains.GetGrain<IWritingGrain>(key)).ToArray();
            await ClosedLoop.CountAsync(16, Keys, key => grains[key].Write());
            await ClosedLoop.RunAsync(16, settings.WarmUp, (caller, turn) => grains[(caller + (turn * 16)) % (Keys - (Keys % 16))].Write());
            for (var repetition = 0; repetition < settings.Repetitions; repetition++)
            {
                var flush = table.Row("yardstick: 4 KiB written over and flushed to the disk", "flushes/s");
                flush.Add(await FlushesAsync(folder, settings.Duration));
                flush.Report();
                foreach (var callers in (int[])[1, 16, 64])
                {
                    var row = table.Row($"state writes on SQLite, {callers} {(callers == 1 ? "caller" : "callers")}", "writes/s").Against(flush);

                    // Each caller has keys of its own: two writes of one grain would wait for each other, not for the disk.
                    row.Add(await ClosedLoop.RunAsync(callers, settings.Duration, (caller, turn) => grains[(caller + (turn * callers)) % (Keys - (Keys % callers))].Write()));
                    row.Report();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LoopResult> FlushesAsync(DirectoryInfo folder, TimeSpan duration)
    {
        await using FileStream file = new(Path.Combine(folder.FullName, "flushes"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var page = new byte[PageBytes];

        // The file does not grow, as a write-ahead log does not after its first round: only then is a flush data alone.
        file.Write(new byte[PageBytes * Pages]);
        file.Flush(flushToDisk: true);
        return await ClosedLoop.RunAsync(1, duration, (_, turn) =>
        {
            file.Position = turn % Pages * PageBytes;
            file.Write(page);
            file.Flush(flushToDisk: true);
            return Task.CompletedTask;
        });
    }
}
