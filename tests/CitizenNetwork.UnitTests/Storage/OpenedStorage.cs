using System.Globalization;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.ApiKeys;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>One opening of a database of any engine, with what the contract suite needs of it.</summary>
public sealed record OpenedStorage(IGrainStorage Grains, IStateReader Reader, IApiKeys Keys, RecordingSink Sink, IAsyncDisposable Database) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Database.DisposeAsync();

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
