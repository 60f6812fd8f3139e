using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Testing;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises of the rows that are written with a state.</summary>
public abstract class LedgerTests(IEngine engine) : IAsyncLifetime
{
    /// <summary>A kind of tests alone.</summary>
    private const string Kind = "test";

    private static readonly GrainId s_jardin = Samples.Grain("jardin");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Write_WithRows_IsReadBackInItsOrder()
    {
        await using var storage = await OpenAsync();
        var eTag = await Write(storage, null, [Row("b", isOpen: true), Row("a", isOpen: true), Row("c", isOpen: false)]);
        await Write(storage, eTag, [Row("0", isOpen: true)]);

        Assert.Equal(["b", "a", "0"], (await storage.Ledger.ReadOpenAsync(s_jardin, Kind)).Select(row => row.Id));
        Assert.Equal(["0", "c", "a", "b"], (await storage.Ledger.ReadPastAsync(s_jardin, Kind, long.MaxValue, 10)).Select(row => row.Id));
        var found = await storage.Ledger.FindAsync(s_jardin, Kind, "c");
        Assert.Equal(("c", false, """{"of":"c"}""", Samples.Now), (found!.Id, found.IsOpen, found.Payload, found.RecordedAt));
        Assert.Null(await storage.Ledger.FindAsync(s_jardin, Kind, "d"));
        Assert.Null(await storage.Ledger.FindAsync(s_jardin, "other", "c"));
        Assert.Null(await storage.Ledger.FindAsync(Samples.Grain("velo"), Kind, "c"));
    }

    [SkippableFact]
    public async Task Write_RowAgain_ReplacesItAndKeepsItsPlace()
    {
        await using var storage = await OpenAsync();
        var eTag = await Write(storage, null, [Row("a", isOpen: true), Row("b", isOpen: true)]);
        await Write(storage, eTag, [Row("a", isOpen: false, """{"end":1}""")]);

        Assert.Equal(["b"], (await storage.Ledger.ReadOpenAsync(s_jardin, Kind)).Select(row => row.Id));
        var past = await storage.Ledger.ReadPastAsync(s_jardin, Kind, long.MaxValue, 10);
        Assert.Equal(["b", "a"], past.Select(row => row.Id));
        Assert.Equal("""{"end":1}""", past[1].Payload);
    }

    [SkippableFact]
    public async Task Write_StaleState_WritesNoRowAndNoMessage()
    {
        await using var storage = await OpenAsync();
        var stale = await Write(storage, null, []);
        await Write(storage, stale, []);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, stale, [Row("lost", isOpen: true)], "lost"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, null, [Row("lost", isOpen: true)], "lost"));

        Assert.Empty(await storage.Ledger.ReadPastAsync(s_jardin, Kind, long.MaxValue, 10));
        Assert.Equal(0, await storage.Get<CitizenNetwork.Storage.Outbox.OutboxTable>().CountWaitingAsync());
        Assert.Equal(2, (await storage.Changes()).Count);
    }

    [SkippableFact]
    public async Task Write_ErasedKind_LeavesTheOtherKinds()
    {
        await using var storage = await OpenAsync();
        var eTag = await Write(storage, null, [Row("a", isOpen: true), new LedgerEntry("other", "a", true, "{}")]);
        var state = NewState(eTag, new Appended([new LedgerEntry("other", "b", false, "{}")], [Kind], []));

        await storage.Grains.WriteStateAsync(StateNames.Actor, s_jardin, state);

        Assert.Empty(await storage.Ledger.ReadPastAsync(s_jardin, Kind, long.MaxValue, 10));
        Assert.Equal(["b", "a"], (await storage.Ledger.ReadPastAsync(s_jardin, "other", long.MaxValue, 10)).Select(row => row.Id));
    }

    [SkippableFact]
    public async Task ReadPast_InPages_GivesEachRowOnceNewestFirst()
    {
        await using var storage = await OpenAsync();
        await Write(storage, null, [.. Enumerable.Range(0, 25).Select(i => Row($"{i}", isOpen: false))]);

        List<string> read = [];
        var before = long.MaxValue;
        while (await storage.Ledger.ReadPastAsync(s_jardin, Kind, before, 10) is { Length: > 0 } page)
        {
            read.AddRange(page.Select(row => row.Id));
            before = page[^1].Seq;
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"{i}"), read);
    }

    [SkippableFact]
    public async Task Write_MoreThanMayGoWithOneWrite_IsRefusedAndNothingIsStored()
    {
        await using var storage = await OpenAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Write(storage, null, [.. Enumerable.Range(0, Appended.MaxItems + 1).Select(i => Row($"{i}", isOpen: false))]));

        Assert.False((await storage.Read("jardin")).RecordExists);
        await Write(storage, null, [.. Enumerable.Range(0, Appended.MaxItems).Select(i => Row($"{i}", isOpen: false))]);
    }

    [SkippableFact]
    public async Task Sweep_OldRowsOfAKind_ForgetsAtMostTheLimitOldestFirst()
    {
        SettableClock clock = new();
        await using OpenedStorage storage = new(await engine.OpenAsync(clock), clock);
        string? eTag = null;
        for (var day = 0; day < 5; day++)
        {
            clock.Now = Samples.Now.AddDays(day);
            eTag = await Write(storage, eTag, [Row($"{day}", isOpen: false), new LedgerEntry("other", $"{day}", false, "{}")]);
        }

        var ledger = storage.Get<LedgerTable>();
        Assert.Equal(2, await ledger.SweepAsync(Kind, Samples.Now.AddDays(3), 2));
        Assert.Equal(["4", "3", "2"], (await storage.Ledger.ReadPastAsync(s_jardin, Kind, long.MaxValue, 10)).Select(row => row.Id));
        Assert.Equal(1, await ledger.SweepAsync(Kind, Samples.Now.AddDays(3), 2));
        Assert.Equal(0, await ledger.SweepAsync(Kind, Samples.Now.AddDays(3), 2));
        Assert.Equal(5, (await storage.Ledger.ReadPastAsync(s_jardin, "other", long.MaxValue, 10)).Length);
    }

    /// <summary>The state is never stored with what it appends.</summary>
    [SkippableFact]
    public async Task Read_AfterAWriteThatAppended_AppendsNothing()
    {
        await using var storage = await OpenAsync();
        await Write(storage, null, [Row("a", isOpen: true)], "message");

        Assert.True((await storage.Read("jardin")).State.Appended.IsEmpty);
    }

    private async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));

    private static LedgerEntry Row(string id, bool isOpen, string? payload = null) => new(Kind, id, isOpen, payload ?? $$"""{"of":"{{id}}"}""");

    private static Orleans.GrainState<Stored<Actor>> NewState(string? eTag, Appended appended) =>
        new(Samples.Actor("jardin", "Le Jardin") with { Appended = appended }, eTag) { RecordExists = eTag is not null };

    private static async Task<string> Write(OpenedStorage storage, string? eTag, LedgerEntry[] rows, params string[] messages)
    {
        var state = NewState(eTag, new Appended([.. rows], [], [.. messages.Select(id => new OutboxMessage(id, "test", "{}"))]));
        await storage.Grains.WriteStateAsync(StateNames.Actor, s_jardin, state);
        return state.ETag!;
    }
}

/// <summary>See <see cref="LedgerTests"/>.</summary>
public sealed class SqliteLedgerTests() : LedgerTests(new SqliteEngine());

/// <summary>See <see cref="LedgerTests"/>.</summary>
public sealed class PostgresLedgerTests() : LedgerTests(new PostgresEngine());
