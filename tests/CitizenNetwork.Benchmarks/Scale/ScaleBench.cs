using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Reference;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>
/// <c>bench scale [--rows N]</c>: a generated catalogue of N candidates: its load, its memory, a change until a query sees it,
/// and questions of each category alone and beside a thousand changes a second, against the exhaustive evaluation.
/// </summary>
internal static class ScaleBench
{
    private const int DefaultCount = 1_500_000;
    private const int QuickCount = 20_000;

    /// <summary>Records handed to the catalogue at once.</summary>
    private const int Batch = 16_384;

    private const int ChangesPerSecond = 1_000;

    /// <summary>Time between two bursts of changes.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(5);

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench scale");
        var territories = ReferenceData.ReadTerritories(Path.Combine(AppContext.BaseDirectory, "Reference", ReferenceData.TerritoriesFile));
        ThemeList themes = new([.. s_themes.Select(code => new Theme(code, code, code, string.Empty))]);
        var count = settings.Rows ?? (settings.Quick ? QuickCount : DefaultCount);
        GeneratedTerritory generated = new(territories, themes, count);
        Catalogue catalogue = new(territories, themes);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var seconds = Load(catalogue, generated);
        Add(table, $"load of {count.ToString("N0", CultureInfo.InvariantCulture)} candidates", "s", seconds);
        Add(table, "managed heap", "MiB", (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024);

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

        return table;
    }

    private static readonly string[] s_themes = ["solidarity", "health", "ecological-transition", "local-vitality", "culture", "youth", "mobility", "food", "housing", "digital", "citizenship", "sport"];

    /// <summary>Seconds in the catalogue; the records are made beside it.</summary>
    private static double Load(Catalogue catalogue, GeneratedTerritory generated)
    {
        return Put(generated.Actors, i => generated.Actor(i))
            + Put(generated.Resources, i => generated.Resource(i))
            + Put(generated.Calls, i => generated.Call(i))
            + Put(generated.Offers, i => generated.Offer(i));

        double Put<T>(int count, Func<int, Entry<T>> make)
            where T : class
        {
            var seconds = 0.0;
            foreach (var batch in Enumerable.Range(0, count).Chunk(Batch))
            {
                var entries = Array.ConvertAll(batch, i => make(i));
                var begun = Stopwatch.GetTimestamp();
                catalogue.PutAll(entries);
                seconds += Stopwatch.GetElapsedTime(begun).TotalSeconds;
            }

            return seconds;
        }
    }

    private static void Exhaustive(Table table, CatalogueView view, Matcher matcher, MatchQuery question, TableRow fast)
    {
        var begun = Stopwatch.GetTimestamp();
        matcher.Suggest(view, question);
        var row = Add(table, $"{question.Category}: yardstick, candidate by candidate", "questions/s", 1 / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        fast.Against(row);
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
