using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.Storage.States;

/// <summary>
/// Keeps the states of the grains. An ETag is the row's version; a write whose version is not the stored one is an
/// <see cref="InconsistentStateException"/>. Every write appends to the change feed in its own transaction, and so does
/// what the state itself appends (<see cref="IAppending"/>).
/// </summary>
/// <param name="store">Where the states are kept.</param>
/// <param name="clock">The product's clock.</param>
/// <param name="sinks">Told of each written state; a cleared one has no form to be told in, only the feed bears it.</param>
public sealed class GrainStorage(IStateStore store, [FromKeyedServices(Clock.Key)] TimeProvider clock, IEnumerable<IStateChangeSink> sinks) : IGrainStorage
{
    private readonly IStateChangeSink[] _sinks = [.. sinks];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        if (await store.FindAsync(row, cancellationToken) is not { } found)
        {
            SetAbsent(grainState);
            return;
        }

        grainState.State = (T)StatePayload.Read(found.Payload, typeof(T), row.Name, row.Key);
        grainState.ETag = ETags.Of(found.Version);
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        var state = grainState.State;
        var payload = Encoding.UTF8.GetString(StatePayload.Write(state, row.Name, row.Key));
        var appended = (state as IAppending)?.Appended ?? Appended.Nothing;
        if (appended.Rows.Length + appended.Messages.Length > Appended.MaxItems)
        {
            throw new InvalidOperationException($"A write of {row.Key} appends {appended.Rows.Length} rows and {appended.Messages.Length} messages; at most {Appended.MaxItems} go with one.");
        }

        var version = await store.WriteAsync(row, payload, ETags.VersionOf(grainState.ETag), appended, StoredTimes.Now(clock), cancellationToken)
            ?? throw await ConflictAsync(row, grainState.ETag, cancellationToken);
        grainState.ETag = ETags.Of(version);
        grainState.RecordExists = true;
        StateChange change = new(row.Key, row.Name, state!, version);
        foreach (var sink in _sinks)
        {
            sink.Apply(change);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        var expected = ETags.VersionOf(grainState.ETag);

        // Clearing what was never written is no change.
        if (!await store.ClearAsync(row, expected, StoredTimes.Now(clock), cancellationToken)
            && (expected != IStateStore.NoRow || await store.FindVersionAsync(row, cancellationToken) != IStateStore.NoRow))
        {
            throw await ConflictAsync(row, grainState.ETag, cancellationToken);
        }

        SetAbsent(grainState);
    }

    private async Task<InconsistentStateException> ConflictAsync(RowKey row, string? eTag, CancellationToken cancellationToken) => new(
        $"The state '{row.Name}' of {row.Key} was changed by another writer.", ETags.Of(await store.FindVersionAsync(row, cancellationToken)), eTag);

    private static void SetAbsent<T>(IGrainState<T> grainState)
    {
        // What was never stored keeps the value that the runtime gave it.
        if (grainState.RecordExists)
        {
            grainState.State = default!;
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
