using System.Diagnostics;
using CitizenNetwork.Benchmarks.Measuring;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary><c>bench grains</c>: calls, activations, memory and state writes.</summary>
internal static class GrainBench
{
    private const int Keys = 1_000;
    private const int Callers = 100;
    private const int Burst = 100;

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench grains");
        await CallsAsync(settings, table);
        await MemoryBench.RunAsync(settings, table);
        await WriteBench.RunAsync(settings, table);
        return table;
    }

    /// <summary>Which key a caller asks in which turn: spread evenly, the same in every run.</summary>
    private static int KeyOf(int caller, int turn) => (int)(((uint)((caller * 7919) + turn) * 2654435761u >> 8) % Keys);

    private static async Task CallsAsync(BenchSettings settings, Table table)
    {
        await using var host = await GrainHost.StartAsync();
        await using ChannelHops hops = new(Keys);
        var grains = Enumerable.Range(0, Keys).Select(key => host.Grains.GetGrain<IEchoGrain>(key)).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Echo(0)));

        var hop100 = table.Row($"yardstick: channel hop, {Callers} callers on {Keys:N0} readers", "calls/s");
        var hop1 = table.Row("yardstick: channel hop, one caller", "calls/s");
        var hopBurst = table.Row($"yardstick: channel hop, bursts of {Burst}", "calls/s");
        var hopHot = table.Row("yardstick: channel hop, one hot reader", "calls/s");
        (TableRow Row, int Callers, int Weight, Func<int, int, Task> Call)[] measured =
        [
            (hop100, Callers, 1, (caller, turn) => hops.Echo(KeyOf(caller, turn), turn & 7)),
            (table.Row($"{Callers} callers on {Keys:N0} grains", "calls/s").Against(hop100), Callers, 1, (caller, turn) => grains[KeyOf(caller, turn)].Echo(turn & 7)),
            (hop1, 1, 1, (caller, turn) => hops.Echo(KeyOf(caller, turn), turn & 7)),
            (table.Row("one caller", "calls/s").Against(hop1), 1, 1, (caller, turn) => grains[KeyOf(caller, turn)].Echo(turn & 7)),
            (hopBurst, 1, Burst, (_, turn) => BurstAsync(turn, key => hops.Echo(key, 1))),
            (table.Row($"one caller, bursts of {Burst} calls (times of a burst)", "calls/s").Against(hopBurst), 1, Burst, (_, turn) => BurstAsync(turn, key => grains[key].Echo(1))),
            (hopHot, Callers, 1, (_, turn) => hops.Echo(0, turn & 7)),
            (table.Row($"one hot grain, {Callers} callers", "calls/s").Against(hopHot), Callers, 1, (_, turn) => grains[0].Echo(turn & 7)),
        ];
        var wanted = measured.Where(one => settings.Wants(one.Row.Name)).ToArray();
        foreach (var (_, callers, weight, call) in wanted)
        {
            await ClosedLoop.RunAsync(callers, settings.WarmUp, call, weight);
        }

        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (row, callers, weight, call) in wanted)
            {
                row.Add(await ClosedLoop.RunAsync(callers, settings.Duration, call, weight));
                row.Report();
            }

            if (settings.Wants(BurstCalls))
            {
                await BurstCallsAsync(settings, table, grains);
            }
        }
    }

    private const string BurstCalls = "one call within a burst";

    private static Task BurstAsync(int turn, Func<int, Task> call)
    {
        var calls = new Task[Burst];
        for (var i = 0; i < Burst; i++)
        {
            calls[i] = call(KeyOf(i, turn * Burst));
        }

        return Task.WhenAll(calls);
    }

    /// <summary>How long each call of a burst waits for its own answer.</summary>
    private static async Task BurstCallsAsync(BenchSettings settings, Table table, IEchoGrain[] grains)
    {
        Latencies[] latencies = [.. Enumerable.Range(0, Burst).Select(_ => new Latencies())];
        var result = await ClosedLoop.RunAsync(1, settings.Duration, async (_, turn) =>
        {
            var calls = new Task[Burst];
            for (var i = 0; i < Burst; i++)
            {
                calls[i] = TimedAsync(grains[KeyOf(i, turn * Burst)], latencies[i]);
            }

            await Task.WhenAll(calls);
        }, Burst);
        Latencies all = new();
        foreach (var one in latencies)
        {
            all.Add(one);
        }

        var row = table.Row(BurstCalls, "calls/s");
        row.Add(result with { P50 = all.Percentile(0.5), P99 = all.Percentile(0.99) });
        row.Report();
    }

    private static async Task TimedAsync(IEchoGrain grain, Latencies latencies)
    {
        var begun = Stopwatch.GetTimestamp();
        await grain.Echo(1);
        latencies.Add(Stopwatch.GetTimestamp() - begun);
    }
}
