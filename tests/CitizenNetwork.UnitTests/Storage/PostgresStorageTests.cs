using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The contract on PostgreSQL.</summary>
public sealed class PostgresStorageTests() : EngineStorageTests(new PostgresEngine());

/// <summary>The contract on a database that an engine opens.</summary>
public abstract class EngineStorageTests(IEngine engine) : StorageContract, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    protected override async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));
}
