using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Reference;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>
/// <c>bench scale [--rows N]</c>: N generated candidates: the start of a server on them, its memory, a change until a query sees it,
/// and questions of each category alone and beside a thousand changes a second, against the exhaustive evaluation.
/// </summary>
internal static class ScaleBench
{
    private const int DefaultCount = 1_500_000;
    private const int QuickCount = 20_000;

    private const int ChangesPerSecond = 1_000;

    /// <summary>Time between two bursts of changes.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(5);

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench scale");
        await using var reference = new ServiceCollection().AddReferenceData().BuildServiceProvider();
        var count = settings.Rows ?? (settings.Quick ? QuickCount : DefaultCount);
        GeneratedTerritory generated = new(reference.GetRequiredService<TerritoryTable>(), reference.GetRequiredService<ThemeList>(), count);
        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        try
        {
            await ScaleStore.WriteAsync(folder.FullName, generated);
            await RunAsync(settings, table, folder, generated);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return table;
    }

    private static async Task RunAsync(BenchSettings settings, Table table, DirectoryInfo folder, GeneratedTerritory generated)
    {
        var count = generated.Count.ToString("N0", CultureInfo.InvariantCulture);
        await TimeAsync(table, $"yardstick: {count} states read from the store", () => ScaleStore.ReadAsync(folder.FullName));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var server = await TimeAsync(table, $"start of a server with {count} stored candidates", () => ScaleStore.StartAsync(folder.FullName));
        Add(table, "managed heap", "MiB", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024);
        Add(table, "file of the store", "MiB", folder.EnumerateFiles().Sum(file => file.Length) / 1024.0 / 1024);

        var catalogue = server.Services.GetRequiredService<Catalogue>();
        var (territories, themes) = (server.Services.GetRequiredService<TerritoryTable>(), server.Services.GetRequiredService<ThemeList>());
        ScaleChanges changes = new(catalogue, generated);
        Matcher matcher = new(territories, themes);
        var puts = table.Row("a change until a query sees it", "changes/s");
        Measure(settings, puts, _ => changes.Make());
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            var questions = Enumerable.Range(0, 64).Select(_ => generated.Question(category)).ToArray();
            var alone = table.Row($"{category}: question", "questions/s");
            Measure(settings, alone, i => matcher.Suggest(catalogue.Current, questions[i % questions.Length]));
            var beside = table.Row($"{category}: question beside {ChangesPerSecond.ToString("N0", CultureInfo.InvariantCulture)} changes/s", "questions/s").Against(alone);
            await using (ScaleWriter.Start(changes, ChangesPerSecond, s_beat))
            {
                Measure(settings, beside, i => matcher.Suggest(catalogue.Current, questions[i % questions.Length]));
            }

            table.Note(string.Create(CultureInfo.InvariantCulture, $"{category}: p99 beside changes over p99 alone: {beside.P99.Values[^1] / alone.P99.Values[^1]:F2}."));
            Exhaustive(table, catalogue.Current, new Matcher(territories, themes) { IsExhaustive = true }, questions[0], alone);
        }
    }

    private static void Exhaustive(Table table, CatalogueView view, Matcher matcher, MatchQuery question, TableRow fast)
    {
        var begun = Stopwatch.GetTimestamp();
        matcher.Suggest(view, question);
        var row = Add(table, $"{question.Category}: yardstick, candidate by candidate", "questions/s", 1 / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        fast.Against(row);
    }

    /// <summary>Seconds of the clock and of the processors.</summary>
    private static async Task<T> TimeAsync<T>(Table table, string name, Func<Task<T>> work)
    {
        var (begun, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var made = await work();
        Add(table, name, "s", Stopwatch.GetElapsedTime(begun).TotalSeconds);
        Add(table, $"{name}, processor time", "s", (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        return made;
    }

    private static TableRow Add(Table table, string name, string unit, double value)
    {
        var row = table.Row(name, unit);
        row.Value.Add(value);
        row.Report();
        return row;
    }

    private static void Measure(BenchSettings settings, TableRow row, Action<int> work)
    {
        var i = 0;
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < settings.WarmUp;)
        {
            work(i++);
        }

        Latencies latencies = new();
        var (calls, bytes, start) = (0, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var cpu = Environment.CpuUsage.TotalTime;
        while (Stopwatch.GetElapsedTime(start) < 2 * settings.Duration)
        {
            var begun = Stopwatch.GetTimestamp();
            work(i++);
            latencies.Add(Stopwatch.GetTimestamp() - begun);
            calls++;
        }

        row.Value.Add(calls / Stopwatch.GetElapsedTime(start).TotalSeconds);
        row.P50.Add(latencies.Percentile(0.5));
        row.P99.Add(latencies.Percentile(0.99));
        row.Bytes.Add((double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / calls);
        row.Cpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls);
        row.Report();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  CPU {row.Cpu.Values[^1]:N0} µs, p50 {row.P50.Values[^1]:N0} µs, p99 {row.P99.Values[^1]:N0} µs, {row.Bytes.Values[^1]:N0} bytes"));
    }
}
