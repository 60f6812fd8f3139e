using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Timers of a grain, with the clock that ticks by itself.</summary>
[Collection(SharedCluster.Name)]
public sealed class TimerTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private readonly string _key = Gates.NewKey();

    private ITimerGrain Grain => fixture.Grains.GetGrain<ITimerGrain>(_key);

    [Fact]
    public async Task Tick_ThatThrows_LeavesGrainAndTimerAlive()
    {
        var activation = await Grain.Activation();
        await Grain.StartFailing(2);
        await Gates.Opened($"{_key}-tick-4");
        Assert.Equal(activation, await Grain.Activation());
        await Grain.Stop();
    }

    [Fact]
    public async Task Tick_OfAnInterleavingTimer_RunsDuringACall()
    {
        var held = Grain.Hold(_key);
        await Gates.Opened($"{_key}-in");
        var second = Gates.NewKey();
        Gates.Open(_key);
        Assert.Equal(0, await held);

        await Grain.Start(Soon, Soon, interleave: true, keepAlive: false);
        held = Grain.Hold(second);
        await Gates.Opened($"{second}-in");
        var seen = await Grain.Ticks();
        await Gates.Opened($"{_key}-tick-{seen + 2}");
        Gates.Open(second);
        Assert.InRange(await held, 1, int.MaxValue);
        await Grain.Stop();
    }

    [Fact]
    public async Task Tick_WithInfinitePeriod_ComesOnce()
    {
        await Grain.Start(Soon, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await Gates.Opened($"{_key}-tick-1");
        Assert.Equal(1, await Grain.Ticks());
    }

    [Fact]
    public async Task Change_OfATimerThatNeverTicks_StartsIt()
    {
        await Grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        Assert.Equal(0, await Grain.Ticks());
        await Grain.Change(Soon, Soon);
        await Gates.Opened($"{_key}-tick-3");
        await Grain.Stop();
    }

    [Fact]
    public async Task Dispose_WhileATickWaits_CancelsItsToken()
    {
        await Grain.StartWaiting();
        await Gates.Opened($"{_key}-tick-1");
        Assert.False(Gates.IsOpen($"{_key}-cancelled"));
        await Grain.Stop();
        await Gates.Opened($"{_key}-cancelled");
    }
}

/// <summary>Timers under a clock that a test moves. Only the embedded runtime takes the host's.</summary>
public sealed class TimerTimeTests : IAsyncLifetime
{
    private readonly string _key = Gates.NewKey();
    private readonly FakeTime _time = new();
    private InProcessTestCluster _cluster = null!;

    private ITimerGrain Grain => _cluster.Client.GetGrain<ITimerGrain>(_key);

    public async Task InitializeAsync()
    {
        var builder = ClusterFixture.NewBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_time);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [EmbeddedFact]
    public async Task Tick_OfAKeepAliveTimer_KeepsTheGrain()
    {
        var activation = await Grain.Activation();
        await Grain.Start(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3), interleave: false, keepAlive: true);
        for (var tick = 1; tick <= 10; tick++)
        {
            await TickAsync(tick, TimeSpan.FromMinutes(3));
        }

        Assert.Equal(activation, await Grain.Activation());
    }

    [EmbeddedFact]
    public async Task Tick_OfAnOrdinaryTimer_DoesNotKeepTheGrain()
    {
        await Grain.Start(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3), interleave: false, keepAlive: false);
        for (var tick = 1; tick <= 3; tick++)
        {
            await TickAsync(tick, TimeSpan.FromMinutes(3));
        }

        _time.Advance(TimeSpan.FromMinutes(2.5));
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ActivationIdle}");
    }

    [EmbeddedFact]
    public async Task Tick_WhileACallIsInside_CountsItsPeriodFromItsEnd()
    {
        await Grain.Start(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), interleave: false, keepAlive: false);
        var held = Grain.Hold(_key);
        await Gates.Opened($"{_key}-in");
        _time.Advance(TimeSpan.FromMinutes(5));
        Gates.Open(_key);
        Assert.Equal(0, await held);
        await Gates.Opened($"{_key}-tick-1");

        // Five periods passed, one tick came: a tick is never made up for.
        Assert.Equal(1, await Grain.Ticks());
        await TickAsync(2, TimeSpan.FromMinutes(1));
    }

    [EmbeddedFact]
    public async Task Change_DuringATick_DecidesTheNextOne()
    {
        await Grain.StartChanging(TimeSpan.FromMinutes(4));
        await TickAsync(1, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await Grain.Ticks());
        await TickAsync(2, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(2, await Grain.Ticks());
    }

    private async Task TickAsync(int tick, TimeSpan after)
    {
        _time.Advance(after);
        await Gates.Opened($"{_key}-tick-{tick}");

        // A turn after the tick's proves that the next one is set; a call would count as use and keep the grain.
        Assert.True(_cluster.TryGetGrainContext(Grain.GetGrainId(), out var context));
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Scheduler.QueueAction(turn.SetResult);
        await turn.Task;
    }
}
