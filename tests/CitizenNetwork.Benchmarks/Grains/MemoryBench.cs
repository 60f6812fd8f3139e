using System.Diagnostics;
using CitizenNetwork.Benchmarks.Measuring;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary>Activations a second, what an idle one weighs, and whether a million of them leave the memory as it was.</summary>
internal static class MemoryBench
{
    private const string Activations = "activations";
    private const string Million = "touched keys";
    private const int Callers = 100;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchSettings settings, Table table)
    {
        if (settings.Wants(Activations))
        {
            await ActivationsAsync(settings, table);
        }

        if (settings.Wants(Million))
        {
            await MillionAsync(settings, table);
        }
    }

    private static async Task ActivationsAsync(BenchSettings settings, Table table)
    {
        var keys = settings.Quick ? 20_000 : 200_000;
        var next = 0;
        for (var repetition = 0; repetition <= settings.Repetitions; repetition++)
        {
            // A host for each, so that none pays for the others' heap; the first one warms up.
            await using var host = await GrainHost.StartAsync();
            var factory = host.Grains;
            await factory.GetGrain<IEchoGrain>(next++).Echo(0);
            var before = Heap();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var first = next;
            next += keys;
            var cpu = Environment.CpuUsage.TotalTime;
            var took = await ClosedLoop.CountAsync(Callers, keys, key => factory.GetGrain<IEchoGrain>(first + key).Echo(0));
            cpu = Environment.CpuUsage.TotalTime - cpu;
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var after = Heap();
            if (repetition > 0)
            {
                var speed = table.Row($"{Activations}, {Callers} callers on new keys", "activations/s");
                speed.Value.Add(keys / took.TotalSeconds);
                speed.Bytes.Add((double)bytes / keys);
                speed.Cpu.Add(cpu.TotalMicroseconds / keys);
                speed.Report();
                var weight = table.Row("one idle activation", "bytes of heap");
                weight.Value.Add((after - before) / (double)keys);
                weight.Report();
            }
        }
    }

    private static async Task MillionAsync(BenchSettings settings, Table table)
    {
        var keys = settings.Quick ? 50_000 : 1_000_000;
        await using var host = await GrainHost.StartAsync();
        var factory = host.Grains;

        // What the first call of an interface makes for ever is not a key's.
        await factory.GetGrain<ICountedGrain>(-1).Touch();
        var before = Heap();
        var took = await ClosedLoop.CountAsync(Callers, keys, key => factory.GetGrain<ICountedGrain>(key).Touch());
        var peak = Heap();
        var live = CountedGrain.Live;

        // Asked for, not waited for: a collection age that a slow machine cannot outlast would hold up all others.
        var begun = Stopwatch.GetTimestamp();
        await factory.GetGrain<ICountedGrain>(-1).End();
        await ClosedLoop.CountAsync(Callers, keys, key => factory.GetGrain<ICountedGrain>(key).End());
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (CountedGrain.Live > 0 && Stopwatch.GetElapsedTime(begun) < LongestWait)
        {
            await look.WaitForNextTickAsync();
        }

        var ended = (live - CountedGrain.Live) / Stopwatch.GetElapsedTime(begun).TotalSeconds;

        // The last deactivations have told their count and are still being taken from the directory.
        await look.WaitForNextTickAsync();
        var after = Heap();
        Add(table, $"{Million} in memory at the peak", "activations", live);
        Add(table, $"{Million}: touched", "keys/s", keys / took.TotalSeconds);
        Add(table, $"{Million}: each at the peak", "bytes of heap", (peak - before) / (double)Math.Max(1, live));
        Add(table, $"{Million}: ended", "keys/s", ended);
        Add(table, $"{Million}: each after its end", "bytes of heap", (after - before) / (double)keys);
        Add(table, $"{Million}: heap after all ended", "% of its growth", 100d * (after - before) / (peak - before));
    }

    private static void Add(Table table, string name, string unit, double value)
    {
        var row = table.Row(name, unit);
        row.Value.Add(value);
        row.Report();
    }

    /// <summary>Bytes that something still refers to.</summary>
    private static long Heap()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
