using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>As <see cref="ServerFixture"/>, on PostgreSQL; each of its tests is skipped where there is none.</summary>
public sealed class PostgresServer : ServerFixture
{
    private readonly PostgresEngine _engine = new();

    public override async Task InitializeAsync()
    {
        // A fixture cannot skip its tests: each of them does.
        if (TestPostgres.IsThere)
        {
            await base.InitializeAsync();
        }
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _engine.DisposeAsync();
    }

    /// <summary>Itself, where there is a PostgreSQL.</summary>
    public ServerFixture OrSkip()
    {
        TestPostgres.Server();
        return this;
    }

    /// <summary>Another server on the same database.</summary>
    public async Task<ServerFixture> AnotherAsync()
    {
        Beside other = new(await SettingsAsync());
        await other.StartServerAsync();
        return other;
    }

    internal override async Task<ServerSettings> SettingsAsync() => new(DataFolder, 0, 0) { Postgres = await _engine.ConnectionStringAsync() };

    private sealed class Beside(ServerSettings settings) : ServerFixture
    {
        public Task StartServerAsync() => StartServerAsync(null);

        internal override Task<ServerSettings> SettingsAsync() => Task.FromResult(settings);
    }
}

/// <summary>Tests of sources that share a server on PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresSourcesServer : ICollectionFixture<PostgresServer>
{
    public const string Name = "sources on PostgreSQL";
}
