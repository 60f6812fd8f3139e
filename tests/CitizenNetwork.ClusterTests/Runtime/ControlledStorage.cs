using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Storage whose rows a test can change behind a grain's back. All silos of the process see the same rows.</summary>
internal sealed class ControlledStorage : IGrainStorage
{
    private static readonly ConcurrentDictionary<string, (object Value, string ETag)> Rows = new(StringComparer.Ordinal);

    public static void ChangeBehind(GrainId grainId, string stateName, object value) =>
        Rows[Key(stateName, grainId)] = (value, Guid.NewGuid().ToString());

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Rows.TryGetValue(Key(stateName, grainId), out var row))
        {
            grainState.State = (T)row.Value;
            grainState.ETag = row.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        var key = Key(stateName, grainId);
        var stored = Rows.TryGetValue(key, out var row) ? row.ETag : null;
        if (!string.Equals(stored, grainState.ETag, StringComparison.Ordinal))
        {
            throw new InconsistentStateException("Changed by another writer.", stored, grainState.ETag);
        }

        var next = Guid.NewGuid().ToString();
        Rows[key] = (grainState.State!, next);
        grainState.ETag = next;
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Rows.TryRemove(Key(stateName, grainId), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";
}
