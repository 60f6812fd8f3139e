using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Operations;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.Sources;
using CitizenNetwork.UnitTests.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using StorageSamples = CitizenNetwork.UnitTests.Storage.Samples;

namespace CitizenNetwork.UnitTests.Operations;

/// <summary>What is forgotten when, and what never.</summary>
public sealed class SweeperTests : SqliteTests
{
    [Fact]
    public async Task Sweep_AsTimeGoesOn_ForgetsEachThingWhenItIsDueAndKeepsTheRest()
    {
        await WriteAsync();
        var outbox = Storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Clock.Now, Clock.Now.AddMinutes(1), 1);
        await outbox.DeliveredAsync("sent", "one", Clock.Now);

        await SweepAfterAsync(Sweeper.FeedRetention);
        Assert.Equal((1, 1, 1, 1, 1), await CountsAsync());
        await SweepAfterAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1, 1, 1, 1), await CountsAsync());
        await SweepAfterAsync(Sweeper.RequestRetention - Sweeper.FeedRetention);
        Assert.Equal((0, 0, 0, 1, 1), await CountsAsync());
        await SweepAfterAsync(Sweeper.MessageRetention - Sweeper.RequestRetention);
        Assert.Equal((0, 0, 0, 1, 0), await CountsAsync());
        Assert.True((await Storage.Read("jardin")).RecordExists);
    }

    [Fact]
    public async Task Sweep_MoreThanOneBatch_ForgetsAll()
    {
        const int Changes = 2_500;
        for (var i = 0; i < Changes / 250; i++)
        {
            await Task.WhenAll(Enumerable.Range(i * 250, 250).Select(number => Storage.Write($"a-{number}", "Acteur")));
        }

        await SweepAfterAsync(Sweeper.FeedRetention + TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await CountsAsync()).Changes);
        Assert.Equal(Changes, await Storage.Feed.ReadAllAsync().CountAsync());
    }

    private async Task SweepAfterAsync(TimeSpan time)
    {
        Clock.Now += time;
        using Sweeper sweeper = new(Storage.Get<IChangeFeed>(), Storage.Get<LedgerTable>(), Storage.Get<OutboxTable>(), Storage.Get<BatchTable>(), Clock, NullLogger<Sweeper>.Instance);
        await sweeper.SweepAsync(CancellationToken.None);
    }

    private Task WriteAsync() => Storage.Grains.WriteStateAsync(StateNames.Actor, StorageSamples.Grain("jardin"), new Orleans.GrainState<Stored<Actor>>(StorageSamples.Actor("jardin", "Le Jardin") with
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

    private Task<int> CountAsync(string rows) => Storage.Database.ReadAsync(connection => connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {rows}"));
}
