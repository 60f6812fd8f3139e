using Orleans.Concurrency;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>A grain with one timer that does what a test asks for. Tick n opens the gate <c>{key}-tick-{n}</c>.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.ITimerGrain")]
public interface ITimerGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive);

    /// <summary>Starts a timer whose first <paramref name="failures"/> ticks throw.</summary>
    [Alias("StartFailing")]
    Task StartFailing(int failures);

    /// <summary>Starts a timer whose tick waits for its token and then opens <c>{key}-cancelled</c>.</summary>
    [Alias("StartWaiting")]
    Task StartWaiting();

    /// <summary>Starts a timer whose second tick is asked for by its first, in <paramref name="dueTime"/>.</summary>
    [Alias("StartChanging")]
    Task StartChanging(TimeSpan dueTime);

    [Alias("Change")]
    Task Change(TimeSpan dueTime, TimeSpan period);

    [AlwaysInterleave]
    [Alias("Stop")]
    Task Stop();

    /// <summary>Stays inside until the gate opens; answers how many ticks ran meanwhile.</summary>
    [Alias("Hold")]
    Task<int> Hold(string gate);

    [AlwaysInterleave]
    [Alias("Ticks")]
    Task<int> Ticks();

    /// <summary>A name of the activation that answered.</summary>
    [AlwaysInterleave]
    [Alias("Activation")]
    Task<string> Activation();
}

[GrainType("test-timer")]
public sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly string _activation = Guid.NewGuid().ToString();
    private IGrainTimer? _timer;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            _ => Tick(), new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartFailing(int failures)
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                var ticked = Tick();
                if (_ticks == 1 && failures > 0)
                {
                    throw new InvalidOperationException("The first tick fails at once.");
                }

                return _ticks <= failures ? Task.FromException(new InvalidOperationException("The next one fails by its task.")) : ticked;
            },
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }

    public Task StartWaiting()
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                await Tick();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
                finally
                {
                    Gates.Open($"{Key}-cancelled");
                }
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromDays(1)) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task StartChanging(TimeSpan dueTime)
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                if (_ticks == 0)
                {
                    _timer!.Change(dueTime, Timeout.InfiniteTimeSpan);
                }

                return Tick();
            },
            TimeSpan.FromMinutes(1),
            TimeSpan.FromDays(1));
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task<int> Hold(string gate)
    {
        var before = _ticks;
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
        return _ticks - before;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task<string> Activation() => Task.FromResult(_activation);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Open($"{Key}-ended-{reason.ReasonCode}");
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        Gates.Open($"{Key}-tick-{++_ticks}");
        return Task.CompletedTask;
    }
}
