using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises of the messages that leave under a lease.</summary>
public abstract class OutboxTests(IEngine engine) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_until = Samples.Now.AddMinutes(2);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Claim_DueMessages_GivesThemToOneOwnerUntilTheLeaseEnds()
    {
        await using var storage = await OpenWithAsync("m1", "m2");
        var outbox = storage.Get<OutboxTable>();

        var claimed = await outbox.ClaimAsync("one", Samples.Now, s_until, 10);

        Assert.Equal(["m1", "m2"], claimed.Select(message => message.Message.Id).Order(StringComparer.Ordinal));
        Assert.All(claimed, message => Assert.Equal(("test", """{"n":1}""", 1), (message.Message.Kind, message.Message.Payload, message.Attempts)));
        Assert.Empty(await outbox.ClaimAsync("two", s_until, s_until.AddMinutes(2), 10));
        Assert.All(await outbox.ClaimAsync("two", s_until.AddSeconds(1), s_until.AddMinutes(2), 10), message => Assert.Equal(2, message.Attempts));
    }

    [SkippableFact]
    public async Task Claim_ManyServersAtOnce_GivesEachMessageToOne()
    {
        const int Messages = 200;
        await using var storage = await OpenWithAsync([.. Enumerable.Range(0, Messages).Select(i => $"m{i}")]);
        var outbox = storage.Get<OutboxTable>();

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async server =>
        {
            List<string> mine = [];
            while (await outbox.ClaimAsync($"server-{server}", Samples.Now, s_until, 7) is { Count: > 0 } some)
            {
                mine.AddRange(some.Select(message => message.Message.Id));
            }

            return mine;
        }));

        Assert.Equal(Messages, claimed.Sum(mine => mine.Count));
        Assert.Equal(Messages, claimed.SelectMany(mine => mine).Distinct(StringComparer.Ordinal).Count());
    }

    [SkippableFact]
    public async Task Delivered_ByItsOwner_IsNeverGivenAgain()
    {
        await using var storage = await OpenWithAsync("m1");
        var outbox = storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Samples.Now, s_until, 10);

        Assert.False(await outbox.DeliveredAsync("m1", "two", Samples.Now));
        Assert.Equal(1, await outbox.CountWaitingAsync());
        Assert.True(await outbox.DeliveredAsync("m1", "one", Samples.Now));

        Assert.Equal(0, await outbox.CountWaitingAsync());
        Assert.Empty(await outbox.ClaimAsync("two", s_until.AddDays(1), s_until.AddDays(2), 10));
    }

    [SkippableFact]
    public async Task Postpone_UntilATime_IsGivenThenAndNotBefore()
    {
        await using var storage = await OpenWithAsync("m1");
        var outbox = storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Samples.Now, s_until, 10);

        Assert.True(await outbox.PostponeAsync("m1", "one", Samples.Now.AddMinutes(1), null, "503"));

        Assert.Empty(await outbox.ClaimAsync("two", Samples.Now.AddSeconds(59), s_until, 10));
        Assert.Equal(2, Assert.Single(await outbox.ClaimAsync("two", Samples.Now.AddMinutes(1), s_until, 10)).Attempts);
    }

    [SkippableFact]
    public async Task Postpone_ForGood_IsNeverGivenAgain()
    {
        await using var storage = await OpenWithAsync("m1");
        var outbox = storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Samples.Now, s_until, 10);

        Assert.True(await outbox.PostponeAsync("m1", "one", Samples.Now, Samples.Now, "gone"));

        Assert.Empty(await outbox.ClaimAsync("two", s_until.AddDays(1), s_until.AddDays(2), 10));
        Assert.Equal(0, await outbox.CountWaitingAsync());
    }

    [SkippableFact]
    public async Task Write_MessageWithAnIdThatWasUsed_IsSentOnce()
    {
        await using var storage = await OpenWithAsync("m1");
        var outbox = storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Samples.Now, s_until, 10);
        await outbox.DeliveredAsync("m1", "one", Samples.Now);

        await WriteAsync(storage, "velo", "m1");

        Assert.Equal(0, await outbox.CountWaitingAsync());
    }

    [SkippableFact]
    public async Task Sweep_MessagesDeliveredLongAgo_ForgetsThemAlone()
    {
        await using var storage = await OpenWithAsync("m1", "m2", "m3");
        var outbox = storage.Get<OutboxTable>();
        await outbox.ClaimAsync("one", Samples.Now, s_until, 10);
        await outbox.DeliveredAsync("m1", "one", Samples.Now);
        await outbox.DeliveredAsync("m2", "one", Samples.Now.AddDays(2));

        Assert.Equal(1, await outbox.SweepAsync(Samples.Now.AddDays(1), 10));
        Assert.Equal(0, await outbox.SweepAsync(Samples.Now.AddDays(1), 10));
        Assert.Equal(1, await outbox.CountWaitingAsync());
    }

    private async Task<OpenedStorage> OpenWithAsync(params string[] messages)
    {
        OpenedStorage storage = new(await engine.OpenAsync(new StoppedClock()));
        await WriteAsync(storage, "jardin", messages);
        return storage;
    }

    private static Task WriteAsync(OpenedStorage storage, string id, params string[] messages) => storage.Grains.WriteStateAsync(
        StateNames.Actor,
        Samples.Grain(id),
        new Orleans.GrainState<Stored<Actor>>(Samples.Actor(id, id) with
        {
            Appended = new Appended([], [], [.. messages.Select(message => new OutboxMessage(message, "test", """{"n":1}"""))]),
        }));
}

/// <summary>See <see cref="OutboxTests"/>.</summary>
public sealed class SqliteOutboxTests() : OutboxTests(new SqliteEngine());

/// <summary>See <see cref="OutboxTests"/>.</summary>
public sealed class PostgresOutboxTests() : OutboxTests(new PostgresEngine());
