using System.Collections.Concurrent;
using System.Diagnostics;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Domain.Actors;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>Notes when written actors appear in catalogues. It looks every millisecond, so it sees them up to one too late.</summary>
internal sealed class SightWatch : IDisposable
{
    private readonly Matching.Catalogue.Catalogue[] _catalogues;
    private readonly ConcurrentQueue<Sight> _expected = new();
    private readonly List<Sight> _seen = [];
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(1));
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLast;

    public SightWatch(Matching.Catalogue.Catalogue[] catalogues)
    {
        _catalogues = catalogues;
        _ = Task.Run(LookAsync);
    }

    /// <summary>An actor that is about to be written.</summary>
    public Sight Expect(ActorId id)
    {
        Sight sight = new(id, _catalogues);
        _expected.Enqueue(sight);
        return sight;
    }

    /// <summary>Waits until all that were expected are seen everywhere.</summary>
    public Task AllSeenAsync()
    {
        _isLast = true;
        return _done.Task;
    }

    /// <summary>Times from answer to sight in one catalogue; what was seen before the answer took no time.</summary>
    public Latencies LatenciesOf(int catalogue)
    {
        Latencies latencies = new();
        foreach (var sight in _seen)
        {
            latencies.Add(Math.Max(0, sight.SeenAt(catalogue) - sight.AcknowledgedAt));
        }

        return latencies;
    }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        List<Sight> open = [];
        while (await _timer.WaitForNextTickAsync())
        {
            var isLast = _isLast;
            while (_expected.TryDequeue(out var sight))
            {
                open.Add(sight);
            }

            open.ForEach(sight => sight.Look());
            _seen.AddRange(open.Where(sight => sight.IsSeen));
            open.RemoveAll(sight => sight.IsSeen);
            if (isLast && open.Count == 0)
            {
                _done.SetResult();
                return;
            }
        }
    }
}

/// <summary>One written actor and when it was seen where.</summary>
internal sealed class Sight(ActorId id, Matching.Catalogue.Catalogue[] catalogues)
{
    private readonly long[] _seenAt = new long[catalogues.Length];
    private long _acknowledgedAt;

    public long AcknowledgedAt => Volatile.Read(ref _acknowledgedAt);

    /// <summary>Seen everywhere, and the writer was answered.</summary>
    public bool IsSeen => AcknowledgedAt != 0 && Array.TrueForAll(_seenAt, at => at != 0);

    public long SeenAt(int catalogue) => _seenAt[catalogue];

    /// <summary>The writer was answered. It looks at once, so that what was there by then counts as no time.</summary>
    public void Acknowledge()
    {
        var now = Stopwatch.GetTimestamp();
        Look();
        Volatile.Write(ref _acknowledgedAt, now);
    }

    public void Look()
    {
        for (var i = 0; i < catalogues.Length; i++)
        {
            if (Volatile.Read(ref _seenAt[i]) == 0 && catalogues[i].Current.FindActor(id) is not null)
            {
                Interlocked.CompareExchange(ref _seenAt[i], Stopwatch.GetTimestamp(), 0);
            }
        }
    }
}
