using System.Collections.Concurrent;
using CitizenNetwork.ClusterTests.Runtime;
using CitizenNetwork.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>What happens to the next write of a key.</summary>
internal enum Fault
{
    /// <summary>It fails and nothing is stored.</summary>
    BeforeCommit,

    /// <summary>It is stored, and its writer is told that it failed.</summary>
    AfterCommit,

    /// <summary>As <see cref="AfterCommit"/>, with an exception that the storage did not foresee.</summary>
    AfterCommitUnforeseen,
}

/// <summary>The faults that wait for the writes of a fixture, by grain key; each is used once.</summary>
internal sealed class Faults
{
    private readonly ConcurrentDictionary<string, Fault> _next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<object, object>> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _failingReads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _gates = new(StringComparer.Ordinal);

    public void FailNext(string key, Fault fault) => _next[key] = fault;

    public void FailNextRead(string key) => _failingReads[key] = true;

    /// <summary>How often the state of a key was read, by all activations of the fixture.</summary>
    public int Reads(string key) => _reads.GetValueOrDefault(key);

    public void Read(string key)
    {
        _reads.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (_failingReads.TryRemove(key, out _))
        {
            throw new StorageUnavailableException("The connection was lost.");
        }
    }

    /// <summary>Before the key's next write another writer changes what is stored.</summary>
    public void Overtake(string key, Func<object, object> change) => _others[key] = change;

    /// <summary>The key's next write opens <c>{gate}-in</c> and waits for the gate.</summary>
    public void HoldNext(string key, string gate) => _gates[key] = gate;

    public Fault? TakeFault(string key) => _next.TryRemove(key, out var fault) ? fault : null;

    public Func<object, object>? TakeOther(string key) => _others.TryRemove(key, out var change) ? change : null;

    public async Task WaitAsync(string key)
    {
        if (_gates.TryRemove(key, out var gate))
        {
            Gates.Open($"{gate}-in");
            await Gates.Opened(gate);
        }
    }
}

/// <summary>Storage whose reads and writes fail as a test says.</summary>
internal sealed class FaultyStorage(IGrainStorage inner, Faults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        faults.Read(grainId.Key.ToString());
        return inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString();
        await faults.WaitAsync(key);
        if (faults.TakeOther(key) is { } change)
        {
            GrainState<T> theirs = new();
            await inner.ReadStateAsync(stateName, grainId, theirs);
            theirs.State = (T)change(theirs.State!);
            await inner.WriteStateAsync(stateName, grainId, theirs);
        }

        var fault = faults.TakeFault(key);
        if (fault == Fault.BeforeCommit)
        {
            throw new StorageUnavailableException("The disk is full.");
        }

        if (fault is null)
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        // The writer never learns the new version, as when the answer is lost on its way.
        await inner.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists });
        throw fault == Fault.AfterCommit ? new StorageUnavailableException("The answer was lost.") : new IOException("The answer was lost.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);
}
