using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CitizenNetwork.Storage.Telemetry;

/// <summary>
/// What the engines measure of themselves. Tags are names from the program's text, an engine and an operation; never a
/// key, an id or a value, since they leave the process.
/// </summary>
public static class StorageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "CitizenNetwork.Storage";

    /// <summary>Operation that reads.</summary>
    internal const string Read = "read";

    /// <summary>Operation that writes.</summary>
    internal const string Write = "write";

    /// <summary>Bounds of all histograms of durations, in seconds: from half a millisecond, a commit on a fast disk, to the timeouts.</summary>
    public static IReadOnlyList<double> DurationBuckets { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private const string EngineTag = "citizennetwork.storage.engine";
    private const string OperationTag = "citizennetwork.storage.operation";

    private static readonly Meter s_meter = new(MeterName);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "citizennetwork.storage.duration",
        "s",
        "Time from the request of an operation to its answer, waiting included.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets });

    private static readonly Counter<long> s_failures = s_meter.CreateCounter<long>("citizennetwork.storage.failures", "{operation}", "Operations that the database could not answer.");
    private static ImmutableList<(string Engine, Func<int> Waiting)> s_queues = [];

    static StorageMetrics() => s_meter.CreateObservableGauge(
        "citizennetwork.storage.queue",
        () => Volatile.Read(ref s_queues).Select(queue => new Measurement<int>(queue.Waiting(), new KeyValuePair<string, object?>(EngineTag, queue.Engine))),
        "{unit}",
        "Units of work that wait for the writer.");

    /// <summary>Notes an operation that has ended; <paramref name="failed"/> when the database could not answer it.</summary>
    public static void Record(string operation, string engine, TimeSpan elapsed, bool failed)
    {
        TagList tags = new() { { EngineTag, engine }, { OperationTag, operation } };
        s_duration.Record(elapsed.TotalSeconds, tags);
        if (failed)
        {
            s_failures.Add(1, tags);
        }
    }

    /// <summary>
    /// Runs an operation and records it. Failed is what ends with <see cref="StorageUnavailableException"/>; a lost race or
    /// a caller who gave up is an answer.
    /// </summary>
    public static async Task<T> MeasureAsync<T>(string engine, string operation, Func<Task<T>> run)
    {
        var start = Stopwatch.GetTimestamp();
        var failed = false;
        try
        {
            return await run();
        }
        catch (StorageUnavailableException)
        {
            failed = true;
            throw;
        }
        finally
        {
            Record(operation, engine, Stopwatch.GetElapsedTime(start), failed);
        }
    }

    /// <summary>Shows how many units of work wait, until the answer is disposed.</summary>
    public static IDisposable ObserveQueue(string engine, Func<int> waiting)
    {
        var queue = (engine, waiting);
        ImmutableInterlocked.Update(ref s_queues, queues => queues.Add(queue));
        return new Observed(() => ImmutableInterlocked.Update(ref s_queues, queues => queues.Remove(queue)));
    }

    private sealed class Observed(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
