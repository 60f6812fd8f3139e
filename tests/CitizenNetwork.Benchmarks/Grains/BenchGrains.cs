using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;
using Orleans.Runtime;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary>Answers what it is given: what is measured is the way there and back.</summary>
[Alias("citizennetwork.bench.echo")]
public interface IEchoGrain : IGrainWithIntegerKey
{
    [Alias("Echo")]
    Task<int> Echo(int value);
}

/// <summary>As <see cref="IEchoGrain"/>, and known to <see cref="CountedGrain.Live"/> while it is in memory.</summary>
[Alias("citizennetwork.bench.counted")]
public interface ICountedGrain : IGrainWithIntegerKey
{
    [Alias("Touch")]
    Task Touch();

    /// <summary>Ends the activation, as the collector does with one that was long unused.</summary>
    [Alias("End")]
    Task End();
}

/// <summary>Writes a record of the usual size at every call.</summary>
[Alias("citizennetwork.bench.writing")]
public interface IWritingGrain : IGrainWithIntegerKey
{
    [Alias("Write")]
    Task Write();
}

/// <inheritdoc cref="IEchoGrain" />
public sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> Echo(int value) => Task.FromResult(value);
}

/// <inheritdoc cref="ICountedGrain" />
public sealed class CountedGrain : Grain, ICountedGrain
{
    private static int _live;

    /// <summary>How many are in memory.</summary>
    public static int Live => Volatile.Read(ref _live);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _live);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _live);
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <inheritdoc cref="IWritingGrain" />
public sealed class WritingGrain([PersistentState(StateNames.Actor, StateNames.Storage)] IPersistentState<Stored<Actor>> state) : Grain, IWritingGrain
{
    private static readonly Actor Record = new(
        new ActorId("atelier-velo"),
        "Atelier vélo du quartier",
        ActorKind.Association,
        EssBasis.Unspecified,
        "Un atelier où l'on apprend à réparer son vélo soi-même, deux soirs par semaine, avec des outils prêtés et des bénévoles.",
        ["mobility", "environment", "solidarity"],
        new PerimeterCode("COM-49007"),
        [new PerimeterCode("EPCI-244900015")],
        "",
        "W491000001",
        [ActorRole.ResourceProvider],
        [],
        [],
        [],
        false);

    public Task Write()
    {
        var revision = state.RecordExists ? state.State.Revision + 1 : 1;
        state.State = new Stored<Actor>(Stored<Actor>.CurrentVersion, Record, revision, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, []);
        return state.WriteStateAsync();
    }
}
