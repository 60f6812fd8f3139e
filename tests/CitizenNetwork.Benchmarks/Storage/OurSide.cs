using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.States;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>The storage as the grains use it: it serializes, checks, and on PostgreSQL tells the other servers.</summary>
internal sealed class OurSide : IWriteSide
{
    private readonly IDatabase _database;
    private readonly ServiceProvider _services;
    private readonly GrainStorage _storage;
    private readonly GrainState<Stored<Actor>>[] _appending;

    private OurSide(IDatabase database, int keys)
    {
        _database = database;
        _services = new ServiceCollection().AddKeyedSingleton(Clock.Key, TimeProvider.System).AddCitizenNetworkStorage(database).BuildServiceProvider();
        _storage = _services.GetRequiredService<GrainStorage>();
        _appending = [.. Enumerable.Range(0, keys).Select(key => new GrainState<Stored<Actor>>(BenchRecords.Actor(StateWriteBench.AppendingId(key)), null))];
    }

    public string Name => "GrainStorage";

    public static async Task<OurSide> OpenAsync(IDatabase database, int keys)
    {
        OurSide side = new(database, keys);
        foreach (var state in side._appending)
        {
            await side._storage.WriteStateAsync(StateNames.Actor, Grain(state.State.Record!.Id.Value), state);
        }

        return side;
    }

    public Task InsertAsync(string id) => _storage.WriteStateAsync(StateNames.Actor, Grain(id), new GrainState<Stored<Actor>>(BenchRecords.Actor(id), null));

    public async Task ChangeAsync(string id)
    {
        GrainState<Stored<Actor>> state = new();
        await _storage.ReadStateAsync(StateNames.Actor, Grain(id), state);
        state.State = state.State with { Revision = state.State.Revision + 1 };
        await _storage.WriteStateAsync(StateNames.Actor, Grain(id), state);
    }

    public Task AppendAsync(int key, string entryId)
    {
        var state = _appending[key];
        state.State = state.State with
        {
            Revision = state.State.Revision + 1,
            Appended = new Appended([new LedgerEntry(BenchRecords.Kind, entryId, false, BenchRecords.EntryJson)], [], []),
        };
        return _storage.WriteStateAsync(StateNames.Actor, Grain(state.State.Record!.Id.Value), state);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static GrainId Grain(string id) => GrainId.Create(BenchRecords.GrainType, new ActorId(id).Name);
}
