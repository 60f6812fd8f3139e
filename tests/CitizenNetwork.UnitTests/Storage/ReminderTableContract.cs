using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Reminders;
using Orleans.Runtime;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>One opening of a database of any engine, with its reminders.</summary>
public sealed record OpenedReminders(ReminderTable Table, IAsyncDisposable Database) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Writes a reminder and answers its new ETag.</summary>
    public async Task<string> Put(GrainId grain, string name, DateTime? startAt = null, TimeSpan? period = null) => (await Table.UpsertRow(new ReminderEntry
    {
        GrainId = grain,
        ReminderName = name,
        StartAt = startAt ?? ReminderTableContract.Start,
        Period = period ?? TimeSpan.FromDays(1),
    }))!;
}

/// <summary>What every engine promises of its reminders; an engine joins by deriving.</summary>
public abstract class ReminderTableContract
{
    internal static readonly DateTime Start = new(2026, 11, 22, 10, 0, 0, 123, DateTimeKind.Utc);

    private static readonly GrainId s_jardin = GrainId.Create("initiative", "initiatives/jardin");
    private static readonly GrainId s_velo = GrainId.Create("initiative", "initiatives/velo");

    /// <summary>Opens this test's database; a second call, after the first was disposed, is a restart.</summary>
    protected abstract Task<OpenedReminders> OpenAsync();

    [SkippableFact]
    public async Task ReadRow_NeverWritten_IsNull()
    {
        await using var reminders = await OpenAsync();

        Assert.Null(await reminders.Table.ReadRow(s_jardin, "nobody"));
        Assert.Empty((await reminders.Table.ReadRows(s_jardin)).Reminders);
        Assert.Empty((await reminders.Table.ReadRows(0, 0)).Reminders);
    }

    [SkippableFact]
    public async Task UpsertRow_ThenReadRow_GivesEveryValueBack()
    {
        await using var reminders = await OpenAsync();
        var period = TimeSpan.FromTicks(864_000_000_001);

        var eTag = await reminders.Put(s_jardin, "relance d'été", Start.AddTicks(7), period);

        var row = await reminders.Table.ReadRow(s_jardin, "relance d'été");
        Assert.Equal((s_jardin, "relance d'été", Start.AddTicks(7), period, eTag), (row!.GrainId, row.ReminderName, row.StartAt, row.Period, row.ETag));
        Assert.Equal(DateTimeKind.Utc, row.StartAt.Kind);
    }

    [SkippableFact]
    public async Task UpsertRow_TimeWithoutKind_IsTakenAsUtc()
    {
        await using var reminders = await OpenAsync();

        await reminders.Put(s_jardin, "relance", DateTime.SpecifyKind(Start, DateTimeKind.Unspecified));

        Assert.Equal(Start, (await reminders.Table.ReadRow(s_jardin, "relance"))!.StartAt);
    }

    [SkippableFact]
    public async Task UpsertRow_SameName_ReplacesAndGivesANewETag()
    {
        await using var reminders = await OpenAsync();
        var first = await reminders.Put(s_jardin, "relance");

        var second = await reminders.Put(s_jardin, "relance", Start.AddDays(3), TimeSpan.FromHours(2));

        Assert.NotEqual(first, second, StringComparer.Ordinal);
        var row = Assert.Single((await reminders.Table.ReadRows(s_jardin)).Reminders);
        Assert.Equal((Start.AddDays(3), TimeSpan.FromHours(2), second), (row.StartAt, row.Period, row.ETag));
    }

    [SkippableFact]
    public async Task ReadRows_OfAGrain_GivesItsRemindersOnly()
    {
        await using var reminders = await OpenAsync();
        await reminders.Put(s_jardin, "one");
        await reminders.Put(s_jardin, "two");
        await reminders.Put(s_velo, "one");
        await reminders.Put(GrainId.Create("actor", "initiatives/jardin"), "one");

        var rows = (await reminders.Table.ReadRows(s_jardin)).Reminders;

        Assert.Equal(["one", "two"], rows.Select(row => row.ReminderName).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(s_jardin, row.GrainId));
    }

    [SkippableFact]
    public async Task RemoveRow_CurrentETag_RemovesThatReminder()
    {
        await using var reminders = await OpenAsync();
        var eTag = await reminders.Put(s_jardin, "one");
        await reminders.Put(s_jardin, "two");

        Assert.True(await reminders.Table.RemoveRow(s_jardin, "one", eTag));

        Assert.False(await reminders.Table.RemoveRow(s_jardin, "one", eTag));
        Assert.Equal("two", Assert.Single((await reminders.Table.ReadRows(s_jardin)).Reminders).ReminderName);
    }

    [SkippableFact]
    public async Task RemoveRow_StaleETag_RemovesNothing()
    {
        await using var reminders = await OpenAsync();
        var stale = await reminders.Put(s_jardin, "relance");
        await reminders.Put(s_jardin, "relance");

        Assert.False(await reminders.Table.RemoveRow(s_jardin, "relance", stale));

        Assert.NotNull(await reminders.Table.ReadRow(s_jardin, "relance"));
    }

    [SkippableFact]
    public async Task RemoveRow_RemovedAndWrittenAgain_DoesNotTakeTheOldETag()
    {
        await using var reminders = await OpenAsync();
        var old = await reminders.Put(s_jardin, "relance");
        Assert.True(await reminders.Table.RemoveRow(s_jardin, "relance", old));

        var current = await reminders.Put(s_jardin, "relance");

        Assert.NotEqual(old, current, StringComparer.Ordinal);
        Assert.False(await reminders.Table.RemoveRow(s_jardin, "relance", old));
    }

    /// <summary>The hash divides reminders among silos and is stored: both stacks must compute the same (xxHash32, seed 0).</summary>
    [Fact]
    public void GetUniformHashCode_OfAKnownGrain_IsTheStoredOne() => Assert.Equal(973705350u, s_jardin.GetUniformHashCode());

    [SkippableFact]
    public async Task ReadRows_OfARange_TakesItsEndAndNotItsBegin()
    {
        await using var reminders = await OpenAsync();
        await reminders.Put(s_jardin, "relance");
        var hash = s_jardin.GetUniformHashCode();

        Assert.Equal(1, await Count(hash - 1, hash));
        Assert.Equal(0, await Count(hash, hash + 1));
        Assert.Equal(0, await Count(hash - 2, hash - 1));
        Assert.Equal(1, await Count(hash, hash));

        async Task<int> Count(uint begin, uint end) => (await reminders.Table.ReadRows(begin, end)).Reminders.Count;
    }

    [SkippableFact]
    public async Task ReadRows_OfRangesThatDivideTheCircle_GiveEachReminderOnce()
    {
        const int Grains = 300;
        await using var reminders = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, Grains).Select(i => reminders.Put(GrainId.Create("initiative", $"initiatives/i-{i}"), "relance")));
        uint[] cuts = [100_000_000u, 1_900_000_000u, 2_147_483_647u, 2_147_483_648u, 4_000_000_000u];

        List<string> found = [];
        for (var i = 0; i < cuts.Length; i++)
        {
            // The last range wraps around zero.
            var rows = (await reminders.Table.ReadRows(cuts[i], cuts[(i + 1) % cuts.Length])).Reminders;
            found.AddRange(rows.Select(row => row.GrainId.ToString()));
        }

        Assert.Equal(Grains, found.Count);
        Assert.Equal(Grains, found.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Grains, (await reminders.Table.ReadRows(0, 0)).Reminders.Count);
    }

    [SkippableFact]
    public async Task Open_AfterARestart_KeepsReminders()
    {
        string eTag;
        await using (var before = await OpenAsync())
        {
            eTag = await before.Put(s_jardin, "relance");
        }

        await using var after = await OpenAsync();

        Assert.Equal(eTag, (await after.Table.ReadRow(s_jardin, "relance"))!.ETag);
        Assert.Equal(eTag, Assert.Single((await after.Table.ReadRows(0, 0)).Reminders).ETag);
    }

    [SkippableFact]
    public async Task TestOnlyClearTable_WithReminders_LeavesNone()
    {
        await using var reminders = await OpenAsync();
        await reminders.Put(s_jardin, "relance");

        await reminders.Table.TestOnlyClearTable();

        Assert.Empty((await reminders.Table.ReadRows(0, 0)).Reminders);
    }

    [SkippableFact]
    public async Task TryClaim_ManyServersAtOnce_GivesEachTickToOne()
    {
        const int Servers = 8;
        await using var reminders = await OpenAsync();
        await reminders.Put(s_jardin, "relance");
        for (var tick = 0; tick < 50; tick++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, Servers).Select(server => reminders.Table.TryClaimAsync(s_jardin, "relance", tick, $"server-{server}")));

            Assert.Single(claims, claimed => claimed);
        }

        Assert.False(await reminders.Table.TryClaimAsync(s_jardin, "relance", 48, "late"));
        Assert.False(await reminders.Table.TryClaimAsync(s_velo, "relance", 0, "nobody's"));
    }

    [SkippableFact]
    public async Task TryClaim_ReminderWrittenAnew_BeginsAgain()
    {
        await using var reminders = await OpenAsync();
        await reminders.Put(s_jardin, "relance");
        Assert.True(await reminders.Table.TryClaimAsync(s_jardin, "relance", 7, "one"));

        await reminders.Put(s_jardin, "relance", Start.AddDays(3));

        Assert.True(await reminders.Table.TryClaimAsync(s_jardin, "relance", 0, "two"));
    }

    [Fact]
    public void TickOf_ClocksThatDiffer_IsTheSameNumber()
    {
        var period = TimeSpan.FromHours(1);

        Assert.Equal([0L, 0L, 1L, 1L, 1L], new[] { -5, 0, 3595, 3600, 3610 }.Select(seconds => ReminderClaims.TickOf(new TickStatus(Start, period, Start.AddSeconds(seconds)))));
    }

    [SkippableFact]
    public async Task Calls_AfterClosing_AreUnavailable()
    {
        var reminders = await OpenAsync();
        await reminders.DisposeAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => reminders.Put(s_jardin, "relance"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => reminders.Table.ReadRows(s_jardin));
    }
}
