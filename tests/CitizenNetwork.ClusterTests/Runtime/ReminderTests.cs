using CitizenNetwork.Storage.Reminders;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Reminders over our durable table, two silos and a clock that a test moves. Only the embedded runtime takes the host's.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly string _key = Gates.NewKey();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");
    private readonly FakeTime _time = new();
    private SqliteDatabase _database = null!;
    private InProcessTestCluster _cluster = null!;

    private IBellGrain Grain => _cluster.Client.GetGrain<IBellGrain>(_key);

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    [EmbeddedFact]
    public async Task Reminder_OverARestart_RingsWhenItIsDue()
    {
        await Grain.Remind("wake", Due, Period);
        _time.Advance(TimeSpan.FromMinutes(4));
        await StopAsync();
        await StartAsync();
        Assert.Empty(BellGrain.RingsOf(_key, "wake"));
        await RingAsync(_key, "wake", 1, TimeSpan.FromMinutes(1));
        await RingAsync(_key, "wake", 2, Period);
        Assert.Equal([Period], Distances("wake"));
    }

    /// <summary>As documented: what came due while no process ran is not made up for, the next time is kept.</summary>
    [EmbeddedFact]
    public async Task Reminder_DueWhileNothingRan_RingsAtItsNextTime()
    {
        await Grain.Remind("wake", Due, Period);
        await StopAsync();
        _time.Advance(TimeSpan.FromMinutes(8));
        await StartAsync();
        Assert.Equal(["wake"], (await Grain.Names()).ToArray());
        await RingAsync(_key, "wake", 1, TimeSpan.FromMinutes(7));
    }

    [EmbeddedFact]
    public async Task Reminders_OfManyGrainsOnTwoSilos_RingOncePerDueTime()
    {
        var keys = Enumerable.Range(0, 40).Select(i => $"{_key}-{i}").ToList();
        await Task.WhenAll(keys.Select(key => _cluster.Client.GetGrain<IBellGrain>(key).Remind("wake", Due, Period)));
        for (var ring = 1; ring <= 4; ring++)
        {
            await RingAllAsync(keys, ring, ring == 1 ? Due : Period);
        }

        _time.Advance(Period / 2);
        await SettleAsync(keys);
        Assert.All(keys, key => Assert.Equal(4, BellGrain.RingsOf(key, "wake").Count));
        Assert.All(keys, key => Assert.Equal(4, BellGrain.RingsOf(key, "wake").Distinct().Count()));
    }

    [EmbeddedFact]
    public async Task Reminders_WhenASiloStopsOrComes_StillRingOncePerDueTime()
    {
        var keys = Enumerable.Range(0, 40).Select(i => $"{_key}-{i}").ToList();
        await Task.WhenAll(keys.Select(key => _cluster.Client.GetGrain<IBellGrain>(key).Remind("wake", Due, Period)));
        await RingAllAsync(keys, 1, Due);
        await _cluster.StopSiloAsync(_cluster.Silos[1]);
        await RingAllAsync(keys, 2, Period);
        await _cluster.StartAdditionalSiloAsync();
        await _cluster.StartAdditionalSiloAsync();
        await RingAllAsync(keys, 3, Period);
        await SettleAsync(keys);
        Assert.All(keys, key => Assert.Equal(3, BellGrain.RingsOf(key, "wake").Count));
    }

    /// <summary>The others take over when they see the silo gone, at the latest when they read the table again.</summary>
    [EmbeddedFact]
    public async Task Reminders_WhenASiloDies_RingOnTheOthers()
    {
        var keys = Enumerable.Range(0, 20).Select(i => $"{_key}-{i}").ToList();
        await Task.WhenAll(keys.Select(key => _cluster.Client.GetGrain<IBellGrain>(key).Remind("wake", Due, Period)));
        await _cluster.KillSiloAsync(_cluster.Silos[1]);
        await RingAllAsync(keys, 1, Due);
    }

    [EmbeddedFact]
    public async Task Reminder_ThatFailed_RingsAgain()
    {
        await Grain.Remind("failing", Due, Period);
        await RingAsync(_key, "failing", 1, Due);
        await RingAsync(_key, "failing", 2, Period);
        Assert.Equal([Period], Distances("failing"));
    }

    [EmbeddedFact]
    public async Task Reminder_DueAtOnce_RingsAtOnce()
    {
        await Grain.Remind("wake", TimeSpan.Zero, Period);
        await RingAsync(_key, "wake", 1, TimeSpan.Zero);
        await RingAsync(_key, "wake", 2, Period);
    }

    [EmbeddedFact]
    public async Task Reminder_Updated_RingsByItsNewTimes()
    {
        await Grain.Remind("wake", Due, Period);
        await Grain.Remind("wake", TimeSpan.FromMinutes(30), Period);
        _time.Advance(TimeSpan.FromMinutes(29));
        await SettleAsync([_key]);
        Assert.Empty(BellGrain.RingsOf(_key, "wake"));
        await RingAsync(_key, "wake", 1, TimeSpan.FromMinutes(1));
    }

    [EmbeddedFact]
    public async Task Reminder_Forgotten_IsSilentAndMayBeForgottenAgain()
    {
        await Grain.Remind("wake", Due, Period);
        await Grain.Remind("other", Due, Period);
        await Grain.ForgetTwice("wake");
        Assert.Equal(["other"], (await Grain.Names()).ToArray());
        await RingAsync(_key, "other", 1, Due);
        await SettleAsync([_key]);
        Assert.Empty(BellGrain.RingsOf(_key, "wake"));
    }

    [EmbeddedFact]
    public async Task Reminder_RegisteredWithARequestContext_RingsWithoutIt()
    {
        RequestContext.Set("who", "whoever registered");
        await Grain.Remind("wake", Due, Period);
        RequestContext.Clear();
        await RingAsync(_key, "wake", 1, Due);
        Assert.Null(await Grain.ContextOfRing());
    }

    private async Task StartAsync()
    {
        _database = await SqliteDatabase.OpenAsync(_folder.FullName, _time);
        InProcessTestClusterBuilder builder = new();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_time);
            silo.Services.AddSingleton<IReminderTable>(new ReminderTable(_database));
            silo.Services.AddReminders();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    private async Task StopAsync()
    {
        await _cluster.DisposeAsync();
        await _database.DisposeAsync();
    }

    // The clock never moves on before a ring was heard and answered: within the response timeout's time it would count as
    // failed, and its reminder would set its next time by a clock that runs.
    private async Task RingAllAsync(List<string> keys, int ring, TimeSpan after)
    {
        _time.Advance(after);
        foreach (var key in keys)
        {
            await RingAsync(key, "wake", ring, TimeSpan.Zero);
        }

        await UntilAsync(() => _time.TimersDueIn(Period) == keys.Count);
    }

    private async Task RingAsync(string key, string name, int ring, TimeSpan after)
    {
        _time.Advance(after);
        var rung = Gates.Opened($"{key}-{name}-{ring}");

        // Who took over from another silo finds the time over: its timer wants the clock to move, by nothing.
        await UntilAsync(() => rung.IsCompleted || Advanced());
        await rung;
        await UntilAsync(() => _time.TimersDueIn(Period) > 0);

        bool Advanced()
        {
            _time.Advance(TimeSpan.Zero);
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource tooLate = new(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            tooLate.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Whatever was due by now has reached its grain when a later call was answered.</summary>
    private async Task SettleAsync(List<string> keys)
    {
        _time.Advance(TimeSpan.Zero);
        await Task.WhenAll(keys.Select(key => _cluster.Client.GetGrain<IBellGrain>(key).ContextOfRing()));
    }

    private IEnumerable<TimeSpan> Distances(string name)
    {
        var rings = BellGrain.RingsOf(_key, name);
        return rings.Skip(1).Select((time, i) => time - rings[i]);
    }
}
