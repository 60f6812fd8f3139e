using System.Globalization;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.States;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>One opening of a database of any engine, with what the contract suite needs of it.</summary>
public sealed class OpenedStorage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OpenedStorage(IDatabase database, TimeProvider? clock = null)
    {
        Database = database;
        _services = new ServiceCollection()
            .AddKeyedSingleton(Contracts.Clock.Key, clock ?? new StoppedClock())
            .AddSingleton<IStateChangeSink>(Sink)
            .AddCitizenNetworkStorage(database)
            .BuildServiceProvider();
    }

    public IDatabase Database { get; }

    public RecordingSink Sink { get; } = new();

    public IGrainStorage Grains => Get<GrainStorage>();

    public IChangeFeed Feed => Get<IChangeFeed>();

    public IApiKeys Keys => Get<IApiKeys>();

    public IGrainLedger Ledger => Get<IGrainLedger>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>All changes of the feed, in its order.</summary>
    public async Task<IReadOnlyList<FeedRow>> Changes() => (await ReadFrom(FeedPosition.Start(await Epoch()))).Rows;

    /// <summary>
    /// Everything committed after a place, and where it ends. A transaction of another test, in whatever database of the
    /// server, holds the feed back for as long as it runs.
    /// </summary>
    public async Task<(IReadOnlyList<FeedRow> Rows, FeedPosition Next)> ReadFrom(FeedPosition place, int limit = 100)
    {
        List<FeedRow> rows = [];
        do
        {
            var page = await Feed.ReadAsync(place, limit);
            Assert.False(page.IsBroken);
            Assert.InRange(page.Rows.Length, 0, limit);
            rows.AddRange(page.Rows);
            place = page.Next;
        }
        while (await Feed.OldestAfterAsync(place) is not null);
        return (rows, place);
    }

    public async Task<string> Epoch() => (await Feed.HeadAsync()).Epoch;

    /// <summary>Writes an actor as a writer who saw <paramref name="eTag"/>, and answers the new ETag.</summary>
    public async Task<string> Write(string id, string displayName, string? eTag = null)
    {
        GrainState<Stored<Actor>> state = new(Samples.Actor(id, displayName), eTag);
        await Grains.WriteStateAsync(StateNames.Actor, Samples.Grain(id), state);
        Assert.True(state.RecordExists);
        return state.ETag!;
    }

    /// <summary>Reads an actor as an activation that begins.</summary>
    public async Task<GrainState<Stored<Actor>>> Read(string id)
    {
        GrainState<Stored<Actor>> state = new();
        await Grains.ReadStateAsync(StateNames.Actor, Samples.Grain(id), state);
        return state;
    }
}

/// <summary>Notes every change that it is told of.</summary>
public sealed class RecordingSink : IStateChangeSink
{
    private readonly List<StateChange> _changes = [];

    public IReadOnlyList<StateChange> Changes
    {
        get
        {
            lock (_changes)
            {
                return [.. _changes];
            }
        }
    }

    public void Apply(StateChange change)
    {
        lock (_changes)
        {
            _changes.Add(change);
        }
    }
}

/// <summary>States for tests.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-22T10:00:00Z", CultureInfo.InvariantCulture);

    public static GrainId Grain(string id) => GrainId.Create("actor", new ActorId(id).Name);

    public static Stored<Actor> Actor(string id, string displayName, string description = "") => new(
        Stored<Actor>.CurrentVersion,
        new Actor(
            new ActorId(id), displayName, ActorKind.Association, EssBasis.Unspecified, description, ["culture"],
            new PerimeterCode("COM-49007"), [], "", "", [], [], [], [], false),
        1,
        Now,
        Now,
        []);
}

/// <summary>A clock that stands still.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Samples.Now;
}

/// <summary>A clock that a test sets.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Samples.Now;

    public override DateTimeOffset GetUtcNow() => Now;
}
