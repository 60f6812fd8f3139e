using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The contract on PostgreSQL.</summary>
public sealed class PostgresStorageTests : StorageContract, IAsyncLifetime
{
    private readonly PostgresEngine _engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    protected override async Task<OpenedStorage> OpenAsync() => new(await _engine.OpenAsync(new StoppedClock()));
}
