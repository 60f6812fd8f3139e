using System.Diagnostics;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>What one run of a closed loop showed.</summary>
/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="BytesPerCall">Allocated in this process.</param>
/// <param name="CpuPerCall">Microseconds of processor time of this process.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="Calls">How many there were.</param>
internal sealed record LoopResult(double PerSecond, double BytesPerCall, double CpuPerCall, double P50, double P99, long Calls);

/// <summary>Callers of which each waits for its answer before it asks again.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs for a time.</summary>
    /// <param name="callers">How many ask at once.</param>
    /// <param name="duration">How long.</param>
    /// <param name="call">Given the caller's number and that caller's count so far.</param>
    /// <param name="weight">What one call counts for.</param>
    public static async Task<LoopResult> RunAsync(int callers, TimeSpan duration, Func<int, int, Task> call, int weight = 1)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var loops = Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, end, call))).ToArray();
        var finished = await Task.WhenAll(loops);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Latencies all = new();
        foreach (var (_, latencies) in finished)
        {
            all.Add(latencies);
        }

        var calls = finished.Sum(loop => (long)loop.Calls) * weight;

        // What the loops themselves allocated once is not the calls'.
        bytes -= callers * 64L * 32 * sizeof(long);
        return new(calls / seconds, Math.Max(0, (double)bytes / calls), cpu.TotalMicroseconds / calls, all.Percentile(0.5), all.Percentile(0.99), calls);
    }

    /// <summary>Makes a number of calls, each once, and says how long all took.</summary>
    public static async Task<TimeSpan> CountAsync(int callers, int calls, Func<int, Task> call)
    {
        var begun = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var mine = Interlocked.Increment(ref next); mine < calls; mine = Interlocked.Increment(ref next))
            {
                await call(mine);
            }
        })));
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task<(int Calls, Latencies Latencies)> CallAsync(int caller, long end, Func<int, int, Task> call)
    {
        Latencies latencies = new();
        var calls = 0;
        var before = Stopwatch.GetTimestamp();
        while (before < end)
        {
            await call(caller, calls++);
            var after = Stopwatch.GetTimestamp();
            latencies.Add(after - before);
            before = after;
        }

        return (calls, latencies);
    }
}
