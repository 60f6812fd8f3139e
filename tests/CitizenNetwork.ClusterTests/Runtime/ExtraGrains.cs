using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Timers, reminders, sequences, context and injection.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IExtraGrain")]
public interface IExtraGrain : IGrainWithStringKey
{
    /// <summary>Starts a timer that opens <c>{gate}-1</c>, <c>{gate}-2</c> … and stops at <paramref name="ticks"/>.</summary>
    [Alias("StartTimer")]
    Task StartTimer(string gate, int ticks);

    [Alias("Remind")]
    Task Remind(string name, TimeSpan dueTime, TimeSpan period);

    [Alias("Reminders")]
    Task<int> Reminders();

    [Alias("Forget")]
    Task Forget(string name);

    [Alias("Numbers")]
    IAsyncEnumerable<int> Numbers(int count, CancellationToken cancellationToken);

    [Alias("FailingNumbers")]
    IAsyncEnumerable<int> FailingNumbers(int count);

    [Alias("ContextValue")]
    Task<string?> ContextValue(string key);

    [Alias("ContextValueOfNext")]
    Task<string?> ContextValueOfNext(string next, string key);

    [Alias("KeyedService")]
    Task<string> KeyedService();

    [Alias("TimerAndCallAlternate")]
    Task<bool> TimerAndCallAlternate(string gate);
}

[GrainType("test-extra")]
public sealed class ExtraGrain([FromKeyedServices("greeting")] string greeting) : Grain, IExtraGrain, IRemindable
{
    private int _ticks;
    private bool _busy;

    public Task StartTimer(string gate, int ticks)
    {
        IGrainTimer timer = null!;
        timer = this.RegisterGrainTimer(
            () =>
            {
                Gates.Open($"{gate}-{++_ticks}");
                if (_ticks == ticks)
                {
                    timer.Dispose();
                }

                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }

    public async Task<bool> TimerAndCallAlternate(string gate)
    {
        var clean = true;
        _busy = true;
        using var timer = this.RegisterGrainTimer(
            state =>
            {
                clean = !_busy;
                Gates.Open($"{state}-ticked");
                return Task.CompletedTask;
            },
            gate,
            TimeSpan.Zero,
            TimeSpan.FromDays(1));
        await Gates.Opened(gate);
        _busy = false;
        return clean;
    }

    public Task Remind(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<int> Reminders() => (await this.GetReminders()).Count;

    public async Task Forget(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Gates.Open($"{this.GetPrimaryKeyString()}-{reminderName}-{++_ticks}");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> Numbers(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return i + _ticks;
            }
        }
        finally
        {
            Gates.Open($"{this.GetPrimaryKeyString()}-numbers-ended");
        }
    }

    public async IAsyncEnumerable<int> FailingNumbers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i + _ticks;
        }

        throw new InvalidOperationException("No more numbers.");
    }

    public Task<string?> ContextValue(string key)
    {
        var value = RequestContext.Get(key) as string;
        RequestContext.Set(key, "changed by the callee");
        _ticks++;
        return Task.FromResult(value);
    }

    public Task<string?> ContextValueOfNext(string next, string key) => GrainFactory.GetGrain<IExtraGrain>(next).ContextValue(key);

    public Task<string> KeyedService() => Task.FromResult(greeting);
}

/// <summary>A worker without identity.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    [Alias("Work")]
    Task Work(string gate);
}

[StatelessWorker(2)]
[GrainType("test-worker")]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    public async Task Work(string gate)
    {
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
        Gates.Open($"{gate}-out-{this.GetPrimaryKeyString()}");
    }
}

/// <summary>Doubles every number a filtered grain returns.</summary>
internal sealed class DoublingFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (string.Equals(context.InterfaceName, nameof(ILifeGrain), StringComparison.Ordinal) || context.Grain is LifeGrain)
        {
            if (context.Result is int number && string.Equals(context.MethodName, nameof(ILifeGrain.Add), StringComparison.Ordinal))
            {
                context.Result = number * 2;
            }
        }
    }
}
