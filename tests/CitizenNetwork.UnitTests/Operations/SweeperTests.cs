using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Operations;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.Sources;
using CitizenNetwork.Testing;
using CitizenNetwork.UnitTests.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using StorageSamples = CitizenNetwork.UnitTests.Storage.Samples;

namespace CitizenNetwork.UnitTests.Operations;

/// <summary>What is forgotten when, and what never.</summary>
public sealed class SweeperTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly SqliteEngine _engine = new();
    private readonly SettableClock _clock = new();
    private OpenedStorage _storage = null!;

    public async Task InitializeAsync() => _storage = new OpenedStorage(await _engine.OpenAsync(_clock), _clock);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Sweep_AsTimeGoesOn_ForgetsEachThingWhenItIsDueAndKeepsTheRest()
    {
        await WriteAsync();
        var outbox = _storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", _clock.Now, _clock.Now.AddMinutes(1), 1);
        await outbox.DeliveredAsync("sent", "one", _clock.Now);

        await SweepAfterAsync(Sweeper.FeedRetention);
        Assert.Equal((1, 1, 1, 1, 1), await CountsAsync());
        await SweepAfterAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1, 1, 1, 1), await CountsAsync());
        await SweepAfterAsync(Sweeper.RequestRetention - Sweeper.FeedRetention);
        Assert.Equal((0, 0, 0, 1, 1), await CountsAsync());
        await SweepAfterAsync(Sweeper.MessageRetention - Sweeper.RequestRetention);
        Assert.Equal((0, 0, 0, 1, 0), await CountsAsync());
        Assert.True((await _storage.Read("jardin")).RecordExists);
    }

    [Fact]
    public async Task Sweep_MoreThanOneBatch_ForgetsAll()
    {
        const int Changes = 2_500;
        for (var i = 0; i < Changes / 250; i++)
        {
            await Task.WhenAll(Enumerable.Range(i * 250, 250).Select(number => _storage.Write($"a-{number}", "Acteur")));
        }

        await SweepAfterAsync(Sweeper.FeedRetention + TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await CountsAsync()).Changes);
        Assert.Equal(Changes, await _storage.Feed.ReadAllAsync().CountAsync());
    }

    private async Task SweepAfterAsync(TimeSpan time)
    {
        _clock.Now += time;
        using Sweeper sweeper = new(_storage.Get<IChangeFeed>(), _storage.Get<LedgerTable>(), _storage.Get<OutboxTable>(), _storage.Get<BatchTable>(), _clock, NullLogger<Sweeper>.Instance);
        await sweeper.SweepAsync(CancellationToken.None);
    }

    private Task WriteAsync() => _storage.Grains.WriteStateAsync(StateNames.Actor, StorageSamples.Grain("jardin"), new Orleans.GrainState<Stored<Actor>>(StorageSamples.Actor("jardin", "Le Jardin") with
    {
        Appended = new Appended(
            [
                new LedgerEntry(LedgerKinds.Request, "r", IsOpen: false, "{}"), new LedgerEntry(LedgerKinds.Answer, "r", IsOpen: false, "{}"),
                new LedgerEntry(LedgerKinds.Journal, "1", IsOpen: false, "{}"),
            ],
            [],
            [new OutboxMessage("sent", "test", "{}")]),
    }));

    private async Task<(int Changes, int Requests, int Answers, int Journal, int Messages)> CountsAsync() => (
        await CountAsync("change_log"), await CountAsync("ledger WHERE kind = 'request'"), await CountAsync("ledger WHERE kind = 'answer'"),
        await CountAsync("ledger WHERE kind = 'journal'"), await CountAsync("outbox"));

    private Task<int> CountAsync(string rows) => _storage.Database.ReadAsync(connection => connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {rows}"));
}
