using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>Tests of what works on a storage, over an SQLite file of each test's own and a clock that the test sets.</summary>
public abstract class SqliteTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly SqliteEngine _engine = new();
    private OpenedStorage? _storage;

    internal SettableClock Clock { get; } = new();

    protected OpenedStorage Storage => _storage ?? throw new InvalidOperationException("Not opened.");

    public async Task InitializeAsync() => _storage = new OpenedStorage(await _engine.OpenAsync(Clock), Clock);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
