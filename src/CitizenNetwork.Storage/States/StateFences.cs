using System.Collections.Concurrent;
using CitizenNetwork.Contracts.Storage;
using Orleans.Runtime;

namespace CitizenNetwork.Storage.States;

/// <inheritdoc />
public sealed class StateFences(IStateStore store) : IStateFences
{
    private readonly ConcurrentDictionary<RowKey, Watch> _watches = new();

    /// <summary>States that activations of this process follow now.</summary>
    public int Watched => _watches.Count;

    StateWatch IStateFences.Watch(GrainId grain, string stateName)
    {
        var row = RowKey.Of(stateName, grain);
        Watch watch = new(this, row);

        // One activation of a key follows another; the newer one is the one that answers.
        _watches[row] = watch;
        return watch;
    }

    public async ValueTask<bool> IsCurrentAsync(GrainId grain, string stateName, string? eTag, CancellationToken cancellationToken = default) =>
        !store.IsShared || await store.FindVersionAsync(RowKey.Of(stateName, grain), cancellationToken) == ETags.VersionOf(eTag);

    /// <summary>Notes that a version of a state exists.</summary>
    public void Observe(RowKey row, long version)
    {
        if (_watches.TryGetValue(row, out var watch))
        {
            watch.Observe(version);
        }
    }

    /// <summary>
    /// Notes that the store began a new life, in which versions may be lower: whatever is followed now is stale at any version,
    /// so that it is read before each turn until its activation ends.
    /// </summary>
    public void ObserveAll()
    {
        foreach (var (_, watch) in _watches)
        {
            watch.Observe(long.MaxValue);
        }
    }

    private sealed class Watch(StateFences fences, RowKey row) : StateWatch
    {
        private long _newest;

        public override bool IsStale(string? eTag) => Volatile.Read(ref _newest) > ETags.VersionOf(eTag);

        public void Observe(long version)
        {
            long known;
            while ((known = Volatile.Read(ref _newest)) < version && Interlocked.CompareExchange(ref _newest, version, known) != known)
            {
            }
        }

        public override void Dispose() => fences._watches.TryRemove(KeyValuePair.Create(row, this));
    }
}
