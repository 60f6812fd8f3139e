using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>
/// Seeded malformed traffic against the product and the echo service: every case ends as specified, every batch is followed
/// by a correct call, nothing is logged as an error or left unobserved, and memory stays bounded.
/// <code>
/// CITIZENNETWORK_HOSTILE_CASES=1000000 dotnet test tests/CitizenNetwork.EndToEndTests --filter FullyQualifiedName~HostileTraffic
/// </code>
/// CITIZENNETWORK_HOSTILE_SEED chooses other cases; CITIZENNETWORK_HOSTILE_FIRST with a count of 1 plays one case again. The
/// published library logs and answers some of this otherwise, so this holds for the embedded stack.
/// </summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class HostileTrafficTests(ITestOutputHelper output)
{
    private const int UsualSeed = 20261123;
    private const int UsualCount = 10_000;
    private const int BatchSize = 200;

    /// <summary>Streams opened before their answers are waited for; the server takes a hundred.</summary>
    private const int StreamsAtOnce = 60;

    /// <summary>One case in this many ends its connection.</summary>
    private const int ConnectionShare = 8;

    /// <summary>Failures after which a run ends.</summary>
    private const int MostTold = 20;

    /// <summary>Bytes of one answer's headers that clients in use still take: 64 KiB in .NET and Node.js.</summary>
    private const int LargestHeaders = 64 * 1024;

    /// <summary>Most bytes by which the heap may grow over the whole run, whatever its length.</summary>
    private const long MostGrowth = 32 * 1024 * 1024;

    [EmbeddedFact]
    public async Task Traffic_Malformed_IsAnsweredAsSpecifiedAndHarmsNobody()
    {
        long seed = Setting("SEED", UsualSeed);
        long first = Setting("FIRST", 0);
        long count = Setting("CASES", UsualCount);
        output.WriteLine($"seed {seed}, cases {first} to {first + count - 1}");
        using Watch watch = new();
        await using EchoTarget echo = await EchoTarget.StartAsync();
        await using ProductTarget product = await ProductTarget.StartAsync();
        HostileTarget[] targets = [echo, product];

        // What is made once, on first use, is no growth.
        await PlayAsync(targets, seed, long.MaxValue / 2, 4 * BatchSize);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long begun = Stopwatch.GetTimestamp();
        await PlayAsync(targets, seed, first, count);
        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / took.TotalSeconds:F0} cases a second, heap {before / 1024} KiB before and {growth / 1024} KiB more after"));
        watch.AssertQuiet();
        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable($"CITIZENNETWORK_HOSTILE_{name}"), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : usual;

    private static async Task PlayAsync(HostileTarget[] targets, long seed, long first, long count)
    {
        List<string> failures = [];
        for (long from = first; from < first + count && failures.Count < MostTold; from += BatchSize - (from % BatchSize))
        {
            HostileTarget target = targets[from / BatchSize % targets.Length];
            failures.AddRange(await PlayBatchAsync(target, seed, from, Math.Min(first + count, from + BatchSize - (from % BatchSize))));
            await target.CallAsync().WaitAsync(HostileConnection.Hang);
            failures.AddRange(target.Errors.Take(MostTold).Select(error => $"logged by case {from} or later in its batch: {error}"));
        }

        Assert.True(failures.Count == 0, $"seed {seed}:\n{string.Join('\n', failures)}");
    }

    /// <summary>Plays cases on one connection, but for those that have one of their own; returns what went wrong.</summary>
    private static async Task<List<string>> PlayBatchAsync(HostileTarget target, long seed, long from, long until)
    {
        HostileConnection connection = await HostileConnection.OpenAsync(target.Address);
        List<string> failures = [];
        List<(long Number, StreamCase Case)> running = [];
        FrameWriter wire = new();
        int streams = 0;
        for (long number = from; number < until; number++)
        {
            Random random = new(Mix(seed, number));
            if (random.Next(ConnectionShare) == 0)
            {
                await TryAsync(number, "connection", () => ConnectionCases.PlayAsync(target, random));
                continue;
            }

            running.Add((number, StreamCases.Next(target, random, wire, () =>
            {
                streams++;
                return connection.NewStream();
            })));
            if (streams >= StreamsAtOnce)
            {
                await EndAsync();
            }
        }

        await EndAsync();
        if (connection.LargestBlock > LargestHeaders)
        {
            failures.Add($"{target.GetType().Name}, cases {from} to {until - 1}: an answer has {connection.LargestBlock} bytes of headers");
        }

        await connection.DisposeAsync();
        return failures;

        async Task EndAsync()
        {
            await connection.SendAsync(wire.Written);
            List<(long Number, StreamCase Case)> answered = [.. running.Where(one => !one.Case.IsOurs)];
            await Task.WhenAny(Task.WhenAll(answered.Select(one => connection.OutcomeOf(one.Case.Stream))), Task.Delay(HostileConnection.Hang));
            await connection.PingAsync();
            if (!connection.IsUsable && running.Count > 1)
            {
                // One of them ended it for all; each alone tells which.
                foreach ((long number, _) in running)
                {
                    failures.AddRange(await PlayBatchAsync(target, seed, number, number + 1));
                }

                await connection.DisposeAsync();
                connection = await HostileConnection.OpenAsync(target.Address);
            }
            else
            {
                foreach ((long number, StreamCase it) in answered)
                {
                    await TryAsync(number, it.Name, async () =>
                    {
                        Task<Outcome> ended = connection.OutcomeOf(it.Stream);
                        Assert.True(ended.IsCompleted, "no answer");
                        Assert.True(it.Allows(await ended), $"{await ended} instead of {it.Expected}");
                    });
                }
            }

            running.Clear();
            wire.Clear();
            streams = 0;
        }

        async Task TryAsync(long number, string name, Func<Task> play)
        {
            try
            {
                await play();
            }
            catch (Exception failure) when (failure is TimeoutException or Xunit.Sdk.XunitException)
            {
                failures.Add($"{target.GetType().Name}, case {number}, {name}: {failure.Message}");
            }
        }
    }

    /// <summary>The same on every machine and run.</summary>
    private static int Mix(long seed, long number) => (int)((((ulong)seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xC2B2AE3D27D4EB4F)) >> 33);

    /// <summary>Sees what no caller of anything sees.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly ConcurrentQueue<string> _seen = new();

        public Watch()
        {
            // What tests before this one left behind is theirs.
            Collect();
            AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
            TaskScheduler.UnobservedTaskException += OnUnobserved;
        }

        public void AssertQuiet()
        {
            Collect();
            Assert.Empty(_seen);
        }

        public void Dispose()
        {
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        private static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => _seen.Enqueue($"{e.ExceptionObject}");

        private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => _seen.Enqueue($"{e.Exception}");
    }
}

/// <summary>Alone on the machine: it measures memory and watches the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneOnTheMachine
{
    public const string Name = "hostile";
}
