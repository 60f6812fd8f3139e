using System.Diagnostics;
using System.Diagnostics.Metrics;
using CitizenNetwork.Server.Catalogue;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Storage.Telemetry;

namespace CitizenNetwork.Server.Telemetry;

/// <summary>
/// What a server measures of calls, turns, feed, catalogue and grains. Tags are names from the program's text (methods,
/// statuses, grain types); never a key, an id or a value, since they leave the process.
/// </summary>
internal sealed class ServiceMetrics : IDisposable
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "CitizenNetwork";

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _calls;
    private readonly UpDownCounter<long> _activeCalls;
    private readonly Histogram<double> _turns;
    private readonly Counter<long> _failedTurns;

    public ServiceMetrics(CataloguePump pump, StateFences fences)
    {
        InstrumentAdvice<double> advice = new() { HistogramBucketBoundaries = StorageMetrics.DurationBuckets };
        _calls = _meter.CreateHistogram("citizennetwork.calls.duration", "s", "Time a call takes in the server; for a stream, its whole life.", tags: null, advice);
        _activeCalls = _meter.CreateUpDownCounter<long>("citizennetwork.calls.active", "{call}", "Calls being served.");
        _turns = _meter.CreateHistogram("citizennetwork.turns.duration", "s", "Time a turn of a grain takes, without its waiting for the turn.", tags: null, advice);
        _failedTurns = _meter.CreateCounter<long>("citizennetwork.turns.failures", "{turn}", "Turns that ended with an exception; refusals are answers.");
        _meter.CreateObservableGauge("citizennetwork.feed.lag", () => pump.Lag.TotalSeconds, "s", "Age of the oldest committed change that this server has not applied yet.");
        _meter.CreateObservableGauge("citizennetwork.catalogue.age", () => pump.Age.TotalSeconds, "s", "Time since the catalogue was last known to hold every committed change.");
        _meter.CreateObservableGauge("citizennetwork.activations", () => fences.Watched, "{activation}", "Grains in memory.");
    }

    public void CallStarted(string method) => _activeCalls.Add(1, new KeyValuePair<string, object?>(CallInterceptor.MethodTag, method));

    public void CallEnded(string method, string status, TimeSpan elapsed)
    {
        _activeCalls.Add(-1, new KeyValuePair<string, object?>(CallInterceptor.MethodTag, method));
        _calls.Record(elapsed.TotalSeconds, new TagList { { CallInterceptor.MethodTag, method }, { CallInterceptor.StatusTag, status } });
    }

    public void TurnEnded(string grainType, string method, TimeSpan elapsed, bool failed)
    {
        TagList tags = new() { { "citizennetwork.grain.type", grainType }, { "citizennetwork.grain.method", method } };
        _turns.Record(elapsed.TotalSeconds, tags);
        if (failed)
        {
            _failedTurns.Add(1, tags);
        }
    }

    public void Dispose() => _meter.Dispose();
}
