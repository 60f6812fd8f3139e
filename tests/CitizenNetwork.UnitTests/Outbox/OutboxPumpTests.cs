using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Outbox;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.UnitTests.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using StorageSamples = CitizenNetwork.UnitTests.Storage.Samples;

namespace CitizenNetwork.UnitTests.Outbox;

/// <summary>When a message leaves, comes again and is given up.</summary>
public sealed class OutboxPumpTests : SqliteTests
{
    [Fact]
    public async Task DeliverDue_ReceiverThatAccepts_GetsEachMessageOnce()
    {
        await SendAsync("one", "two");
        Receiver receiver = new();
        using var pump = PumpTo(receiver);

        Assert.False(await pump.DeliverDueAsync(CancellationToken.None));
        await pump.DeliverDueAsync(CancellationToken.None);

        Assert.Equal(["one", "two"], receiver.Received.Order(StringComparer.Ordinal));
        Assert.Equal(0, await Waiting());
    }

    [Fact]
    public async Task DeliverDue_ReceiverThatFails_GetsItAgainAfterDoubledWaitsUntilItIsGivenUp()
    {
        await SendAsync("one");
        Receiver receiver = new() { Fails = true };
        using var pump = PumpTo(receiver);
        var waited = TimeSpan.Zero;
        for (var attempt = 1; attempt <= OutboxPump.MaxAttempts; attempt++)
        {
            await pump.DeliverDueAsync(CancellationToken.None);
            Assert.Equal(attempt, receiver.Received.Count);

            // Not a moment sooner.
            Clock.Now += OutboxPump.WaitAfter(attempt) - TimeSpan.FromSeconds(1);
            await pump.DeliverDueAsync(CancellationToken.None);
            Assert.Equal(attempt, receiver.Received.Count);
            Clock.Now += TimeSpan.FromSeconds(1);
            waited += attempt < OutboxPump.MaxAttempts ? OutboxPump.WaitAfter(attempt) : TimeSpan.Zero;
        }

        Assert.Equal(29, (int)waited.TotalHours);
        Assert.Equal(TimeSpan.FromMinutes(2), OutboxPump.WaitAfter(2));
        Assert.Equal(TimeSpan.FromHours(12), OutboxPump.WaitAfter(OutboxPump.MaxAttempts));
        Clock.Now += TimeSpan.FromDays(30);
        await pump.DeliverDueAsync(CancellationToken.None);
        Assert.Equal(OutboxPump.MaxAttempts, receiver.Received.Count);
        Assert.Equal(0, await Waiting());
    }

    [Fact]
    public async Task DeliverDue_OneMessageFails_TheOthersLeaveAndItsErrorIsKept()
    {
        await SendAsync("bad", "good");
        Receiver receiver = new() { Refused = "bad" };
        using var pump = PumpTo(receiver);

        await pump.DeliverDueAsync(CancellationToken.None);

        Assert.Equal(["bad", "good"], receiver.Received.Order(StringComparer.Ordinal));
        Assert.Equal(1, await Waiting());
        Assert.Equal("Not now.", await Storage.Database.ReadAsync(connection => connection.ExecuteScalarAsync<string>("SELECT last_error FROM outbox WHERE id = 'bad'")));
    }

    [Fact]
    public async Task DeliverDue_KindThatNobodyDelivers_Waits()
    {
        await Storage.Grains.WriteStateAsync(StateNames.Actor, StorageSamples.Grain("other"), State(new OutboxMessage("other", "nobody's", "{}")));
        Receiver receiver = new();
        using var pump = PumpTo(receiver);

        await pump.DeliverDueAsync(CancellationToken.None);

        Assert.Empty(receiver.Received);
        Assert.Equal(1, await Waiting());
    }

    private Task<long> Waiting() => Storage.Get<OutboxTable>().CountWaitingAsync();

    private OutboxPump PumpTo(Receiver receiver) => new(Storage.Get<OutboxTable>(), [receiver], Clock, NullLogger<OutboxPump>.Instance);

    private Task SendAsync(params string[] ids) =>
        Storage.Grains.WriteStateAsync(StateNames.Actor, StorageSamples.Grain("jardin"), State([.. ids.Select(id => new OutboxMessage(id, Receiver.OfTests, "{}"))]));

    private static Orleans.GrainState<Stored<Actor>> State(params OutboxMessage[] messages) =>
        new(StorageSamples.Actor("jardin", "Le Jardin") with { Appended = new Appended([], [], [.. messages]) });

    private sealed class Receiver : IOutboxReceiver
    {
        public const string OfTests = "test";

        public string Kind => OfTests;

        public bool Fails { get; init; }

        public string Refused { get; init; } = string.Empty;

        public List<string> Received { get; } = [];

        public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            Received.Add(message.Id);
            return Fails || message.Id == Refused ? throw new HttpRequestException("Not now.") : Task.CompletedTask;
        }
    }
}
