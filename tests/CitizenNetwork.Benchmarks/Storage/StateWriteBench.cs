using CitizenNetwork.Benchmarks.Measuring;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>State writes and ledger appends of several sides in turn; the first side is the yardstick of the others.</summary>
internal static class StateWriteBench
{
    /// <summary>Keys that are changed and appended to, shared out among the callers.</summary>
    public const int Keys = 1_024;

    private static readonly int[] s_callers = [1, 16, 64];

    private static int s_next;

    /// <summary>Most callers at once.</summary>
    public static int MaxCallers => s_callers.Max();

    /// <summary>Id of a state that is appended to: nothing else writes it, so its version is known.</summary>
    public static string AppendingId(int key) => $"registre-{key}";

    public static async Task RunAsync(BenchSettings settings, Table table, string engine, IReadOnlyList<IWriteSide> sides)
    {
        foreach (var side in sides)
        {
            for (var key = 0; key < Keys; key++)
            {
                await side.InsertAsync(ChangedId(key));
            }
        }

        (string Name, Func<IWriteSide, int, int, Task> Call)[] kinds =
        [
            ("new states", (side, _, _) => side.InsertAsync($"nouveau-{Interlocked.Increment(ref s_next)}")),
            ("states read and changed", (side, callers, number) => side.ChangeAsync(ChangedId(KeyOf(callers, number)))),
            ("states changed with a ledger row", (side, callers, number) => side.AppendAsync(KeyOf(callers, number), $"{Interlocked.Increment(ref s_next)}")),
        ];
        foreach (var (kind, call) in kinds)
        {
            foreach (var callers in s_callers)
            {
                await MeasureAsync(settings, table, $"{engine}: {kind}, {callers} {(callers == 1 ? "caller" : "callers")}", sides, callers, (side, number) => call(side, callers, number));
            }
        }
    }

    private static string ChangedId(int key) => $"atelier-{key}";

    /// <summary>Each caller goes round keys of its own: two writes of one key would wait for each other.</summary>
    private static int KeyOf(int callers, int number) => number % (Keys - (Keys % callers));

    private static async Task MeasureAsync(BenchSettings settings, Table table, string name, IReadOnlyList<IWriteSide> sides, int callers, Func<IWriteSide, int, Task> call)
    {
        if (!settings.Wants(name))
        {
            return;
        }

        var rows = sides.Select(side => table.Row($"{name}; {side.Name}", "writes/s")).ToArray();
        foreach (var side in sides)
        {
            await RunAsync(side, settings.WarmUp / 2);
        }

        // In turn, so that whatever else the machine does hits all sides.
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (side, row) in sides.Zip(rows))
            {
                row.Add(await RunAsync(side, settings.Duration));
                row.Report();
            }
        }

        foreach (var row in rows.Skip(1))
        {
            row.Against(rows[0]);
        }

        Task<LoopResult> RunAsync(IWriteSide side, TimeSpan duration) =>
            ClosedLoop.RunAsync(callers, duration, (caller, turn) => call(side, caller + (turn * callers)));
    }
}
