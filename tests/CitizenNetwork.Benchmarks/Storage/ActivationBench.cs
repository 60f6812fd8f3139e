using System.Diagnostics;
using CitizenNetwork.Benchmarks.Grains;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Storage;
using Dapper;
using Orleans.Runtime;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>The first call to a grain that loads ten open rows, with few and with many past ones behind them.</summary>
internal static class ActivationBench
{
    private const int OpenRows = 10;
    private const int FewRows = 100;
    private const int ManyRows = 100_000;

    /// <summary>Activations of one repetition.</summary>
    private const int Activations = 300;

    private const string Few = "peu";
    private const string Many = "beaucoup";

    // Open rows lie among the past ones, the first of them near the beginning.
    private const string SqliteRows =
        """
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < @rows)
        INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at)
        SELECT @type, @key, @kind, 'r' || n, n % (@rows / @open) = 0, @json, @now FROM n
        """;

    private const string PostgresRows =
        """
        INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at)
        SELECT @type, @key, @kind, 'r' || n, n % (@rows / @open) = 0, @json::json, @now FROM generate_series(1, @rows) n
        """;

    public static async Task RunAsync(BenchSettings settings, Table table, string engine, IDatabase database)
    {
        if (!settings.Wants($"{engine}: an activation"))
        {
            return;
        }

        await using var host = await GrainHost.StartAsync(database);
        var few = host.Grains.GetGrain<ILedgerGrain>(Few);
        var many = host.Grains.GetGrain<ILedgerGrain>(Many);
        await FillAsync(database, few.GetGrainId(), FewRows);
        await FillAsync(database, many.GetGrainId(), ManyRows);
        var fewRow = table.Row($"yardstick: {engine}: an activation, {FewRows:N0} past rows", "µs, median");
        var manyRow = table.Row($"{engine}: an activation, {ManyRows:N0} past rows", "µs, median").Against(fewRow);
        var activations = settings.Quick ? Activations / 10 : Activations;
        await MeasureAsync(few, many, activations);
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            var (fewTimes, manyTimes) = await MeasureAsync(few, many, activations);
            Add(fewRow, fewTimes);
            Add(manyRow, manyTimes);
        }
    }

    private static Task<int> FillAsync(IDatabase database, GrainId grain, int rows) => database.WriteAsync(connection => connection.ExecuteAsync(
        database.Engine == Engines.Sqlite ? SqliteRows : PostgresRows,
        new { type = $"{grain.Type}", key = $"{grain.Key}", kind = BenchRecords.Kind, rows = rows + OpenRows, open = OpenRows, json = BenchRecords.EntryJson, now = TimeProvider.System.GetUtcNow() }));

    /// <summary>One of each in turn, so that both meet the same machine.</summary>
    private static async Task<(Latencies Few, Latencies Many)> MeasureAsync(ILedgerGrain few, ILedgerGrain many, int activations)
    {
        Latencies fewTimes = new();
        Latencies manyTimes = new();
        for (var i = 0; i < activations; i++)
        {
            await ActivateAsync(few, fewTimes);
            await ActivateAsync(many, manyTimes);
        }

        return (fewTimes, manyTimes);
    }

    private static async Task ActivateAsync(ILedgerGrain grain, Latencies times)
    {
        var before = Stopwatch.GetTimestamp();
        var open = await grain.Count();
        times.Add(Stopwatch.GetTimestamp() - before);
        if (open != OpenRows)
        {
            throw new InvalidOperationException($"The grain loaded {open} open rows instead of {OpenRows}.");
        }

        await grain.End();
        await LedgerGrain.Ended;
    }

    private static void Add(TableRow row, Latencies times)
    {
        row.Value.Add(times.Percentile(0.5));
        row.P50.Add(times.Percentile(0.5));
        row.P99.Add(times.Percentile(0.99));
        row.Report();
    }
}
