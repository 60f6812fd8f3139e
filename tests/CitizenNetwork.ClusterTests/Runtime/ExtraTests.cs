using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>What surrounds calls: timers, reminders, sequences, context, filters, workers.</summary>
public sealed class ExtraTests : IAsyncLifetime
{
    private readonly string _key = Gates.NewKey();
    private InProcessTestCluster _cluster = null!;

    private IExtraGrain Grain => _cluster.Client.GetGrain<IExtraGrain>(_key);

    public async Task InitializeAsync()
    {
        _cluster = NewBuilder(2).Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Timer_Registered_TicksUntilItIsDisposed()
    {
        await Grain.StartTimer(_key, 3);
        await Gates.Opened($"{_key}-3");
    }

    [Fact]
    public async Task Timer_DueDuringACall_WaitsForItsTurn()
    {
        var call = Grain.TimerAndCallAlternate(_key);
        Gates.Open(_key);
        Assert.True(await call);
    }

    [Fact]
    public async Task AsyncEnumerable_OfAGrain_ArrivesWhole() =>
        Assert.Equal(Enumerable.Range(0, 50), await CollectAsync(Grain.Numbers(50, CancellationToken.None)));

    [Fact]
    public async Task AsyncEnumerable_LeftEarly_EndsInTheGrain()
    {
        await foreach (var number in Grain.Numbers(int.MaxValue, CancellationToken.None))
        {
            if (number == 3)
            {
                break;
            }
        }

        await Gates.Opened($"{_key}-numbers-ended");
    }

    [Fact]
    public async Task AsyncEnumerable_ThatFails_ThrowsAtTheCaller()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => CollectAsync(Grain.FailingNumbers(3)));
        Assert.Equal("No more numbers.", exception.Message);
    }

    [Fact]
    public async Task RequestContext_SetByTheCaller_TravelsAlongTheChainAndNotBack()
    {
        RequestContext.Set("who", "me");
        Assert.Equal("me", await Grain.ContextValueOfNext($"{_key}-next", "who"));
        Assert.Equal("me", RequestContext.Get("who"));
        RequestContext.Clear();
        Assert.Null(await Grain.ContextValue("who"));
        Assert.Null(await Grain.ContextValue("who"));
    }

    [Fact]
    public async Task Constructor_WithAKeyedService_ReceivesIt() => Assert.Equal("hello", await Grain.KeyedService());

    [Fact]
    public async Task StatelessWorker_WithTwoCalls_RunsBoth()
    {
        var silo = _cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var first = silo.GetGrain<IWorkerGrain>(_key).Work($"{_key}-1");
        await Gates.Opened($"{_key}-1-in");
        var second = silo.GetGrain<IWorkerGrain>(_key).Work($"{_key}-2");
        await Gates.Opened($"{_key}-2-in");
        Gates.Open($"{_key}-1");
        Gates.Open($"{_key}-2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task IncomingFilter_OfTheSilo_SeesAndChangesResults()
    {
        var builder = NewBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddIncomingGrainCallFilter<DoublingFilter>());
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        Assert.Equal(6, await cluster.Client.GetGrain<ILifeGrain>(_key).Add(3));
        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<ILifeGrain>(_key).Throw("still"));
        Assert.Equal(3, await cluster.Client.GetGrain<ILifeGrain>(_key).Value());
    }

    [Fact]
    public async Task Reminder_RegisteredAndForgotten_IsGone()
    {
        await Grain.Remind("later", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await Grain.Remind("later", TimeSpan.FromHours(2), TimeSpan.FromHours(1));
        Assert.Equal(1, await Grain.Reminders());
        await Grain.Forget("later");
        Assert.Equal(0, await Grain.Reminders());
    }

    [Fact]
    public async Task Reminder_ShorterThanAMinute_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Grain.Remind("hasty", TimeSpan.Zero, TimeSpan.FromSeconds(59)));

    [EmbeddedFact]
    public async Task Reminder_Due_WakesTheGrainEachPeriodUntilForgotten()
    {
        var time = new FakeTime();
        var builder = NewBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton<TimeProvider>(time));
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IExtraGrain>(_key);
        await grain.Remind("wake", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2));
        time.Advance(TimeSpan.FromMinutes(5));
        await Gates.Opened($"{_key}-wake-1");

        // A tick's successor is set when the tick has ended; a call behind it in line is no proof of that.
        for (var i = 0; i < 100 && !Gates.IsOpen($"{_key}-wake-2"); i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await grain.Reminders();
        }

        await Gates.Opened($"{_key}-wake-2");
        await grain.Forget("wake");
        Assert.Equal(0, await grain.Reminders());
    }

    private static InProcessTestClusterBuilder NewBuilder(short silos)
    {
        var builder = ClusterFixture.NewBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Services.AddKeyedSingleton("greeting", "hello");
        });
        return builder;
    }

    private static async Task<List<int>> CollectAsync(IAsyncEnumerable<int> numbers)
    {
        List<int> all = [];
        await foreach (var number in numbers)
        {
            all.Add(number);
        }

        return all;
    }
}
