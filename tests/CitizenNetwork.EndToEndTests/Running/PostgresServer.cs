using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>As <see cref="ServerFixture"/>, on PostgreSQL; each of its tests is skipped where there is none.</summary>
public sealed class PostgresServer : ServerFixture, IAsyncDisposable
{
    private readonly PostgresEngine _engine = new();

    public override async Task InitializeAsync()
    {
        // A fixture cannot skip its tests: each of them does.
        if (TestPostgres.IsThere)
        {
            await StartServerAsync(postgres: await _engine.ConnectionStringAsync());
            await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porteur de tests"), ActorId = Owner.Split('/')[1] });
        }
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _engine.DisposeAsync();
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());

    /// <summary>Itself, where there is a PostgreSQL.</summary>
    public ServerFixture OrSkip()
    {
        TestPostgres.Server();
        return this;
    }
}

/// <summary>Tests of sources that share a server on PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresSourcesServer : ICollectionFixture<PostgresServer>
{
    public const string Name = "sources on PostgreSQL";
}
