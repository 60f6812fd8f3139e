using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises of the change feed beside the order of its rows.</summary>
public abstract class FeedTests(IEngine engine) : IAsyncLifetime
{
    protected IEngine Engine => engine;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Read_FromAHead_GivesWhatCameAfterIt()
    {
        await using var storage = await OpenAsync();
        await storage.Write("before", "Avant");

        var (_, head) = await storage.ReadFrom(await storage.Feed.HeadAsync());
        await storage.Write("after", "Après");

        var (rows, next) = await storage.ReadFrom(head);
        Assert.Equal(["actors/after"], rows.Select(row => row.Row.Key));
        Assert.Empty((await storage.ReadFrom(next)).Rows);
    }

    [SkippableFact]
    public async Task Read_PlaceOfAnotherLife_IsBrokenAndGoesOnFromTheHead()
    {
        await using var storage = await OpenAsync();
        await storage.Write("one", "Un");

        var page = await storage.Feed.ReadAsync(FeedPosition.Start("0123"), 10);

        Assert.True(page.IsBroken);
        Assert.Empty(page.Rows);
        Assert.Equal(await storage.Epoch(), page.Next.Epoch);
        await storage.Write("two", "Deux");
        Assert.Equal("actors/two", (await storage.ReadFrom(page.Next)).Rows[^1].Row.Key);
    }

    [SkippableFact]
    public async Task OldestAfter_ChangesThatWait_IsWhenTheFirstWasWritten()
    {
        SettableClock clock = new();
        await using OpenedStorage storage = new(await engine.OpenAsync(clock), clock);
        var head = await storage.Feed.HeadAsync();
        Assert.Null(await storage.Feed.OldestAfterAsync(head));
        await storage.Write("one", "Un");
        clock.Now = clock.Now.AddMinutes(1);
        await storage.Write("two", "Deux");

        Assert.Equal(Samples.Now, await storage.Feed.OldestAfterAsync(head));
        Assert.Null(await storage.Feed.OldestAfterAsync((await storage.ReadFrom(head)).Next));
    }

    [SkippableFact]
    public async Task Sweep_OldChanges_BreaksOnlyReadersThatHadNotComeSoFar()
    {
        SettableClock clock = new();
        await using OpenedStorage storage = new(await engine.OpenAsync(clock), clock);
        var start = FeedPosition.Start(await storage.Epoch());
        for (var day = 0; day < 4; day++)
        {
            clock.Now = Samples.Now.AddDays(day);
            await storage.Write($"day-{day}", "Jour");
        }

        await storage.ReadFrom(start);
        var second = (await storage.Feed.ReadAsync(start, 2)).Next;
        Assert.Equal(1, await storage.Feed.SweepAsync(Samples.Now.AddDays(2), 1));
        Assert.Equal(1, await storage.Feed.SweepAsync(Samples.Now.AddDays(2), 10));
        Assert.Equal(0, await storage.Feed.SweepAsync(Samples.Now.AddDays(2), 10));

        Assert.Equal(["actors/day-2", "actors/day-3"], (await storage.ReadFrom(second)).Rows.Select(row => row.Row.Key));
        Assert.True((await storage.Feed.ReadAsync(start, 10)).IsBroken);
        Assert.Equal(4, await storage.Feed.ReadAllAsync().CountAsync());
    }

    protected async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));
}

/// <summary>See <see cref="FeedTests"/>.</summary>
public sealed class SqliteFeedTests() : FeedTests(new SqliteEngine());
