namespace Orleans.Runtime;

/// <summary>A timer whose ticks are calls of its activation; the next period begins when a tick has ended.</summary>
internal sealed class GrainTimer<TState>(
    Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) : IGrainTimer
{
    private readonly CancellationTokenSource _disposed = new();
    private ITimer? _timer;
    private TimeSpan _dueTime = options.DueTime;
    private TimeSpan _period = options.Period;
    private bool _changed;
    private volatile bool _ticking;

    private bool Interleaves => options.Interleave;

    private bool KeepsAlive => options.KeepAlive;

    public void Start()
    {
        activation.AddTimer(this);
        _timer = activation.Silo.Time.CreateTimer(
            static state => ((GrainTimer<TState>)state!).Due(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _dueTime = dueTime;
        _period = period;
        _changed = true;

        // A tick that waits or runs sets the timer when it has ended: its successor must not overtake it.
        if (!_ticking)
        {
            _timer?.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        if (!_disposed.IsCancellationRequested)
        {
            _timer?.Dispose();
            _disposed.Cancel();
            activation.RemoveTimer(this);
        }
    }

    private void Due()
    {
        _ticking = true;
        _changed = false;
        activation.Post(new TimerTick(this, activation));
    }

    private async Task TickAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await callback(state, _disposed.Token);
        }
        catch (Exception exception)
        {
            activation.Silo.LogTurnFailed(activation, exception);
            if (exception is Storage.InconsistentStateException)
            {
                // As out of a call: what this activation holds is stale.
                throw;
            }
        }
        finally
        {
            _ticking = false;
            if (!_disposed.IsCancellationRequested)
            {
                _timer?.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A tick waits for its turn like a call.</summary>
    private sealed class TimerTick : TaskCall
    {
        private readonly GrainTimer<TState> _timer;

        public TimerTick(GrainTimer<TState> timer, Activation activation)
        {
            _timer = timer;
            Reference = activation.GrainReference;
            Method = timer.Interleaves ? TimerMethods.Interleaving : TimerMethods.Exclusive;
            _ = Open();
        }

        public override bool MayMove => false;

        public override bool CountsAsUse => _timer.KeepsAlive;

        public override Task Invoke(object grain) => _timer.TickAsync();
    }

}

/// <summary>How timer ticks present themselves to their activation.</summary>
internal static class TimerMethods
{
    public static readonly GrainMethod Exclusive = Of(nameof(Tick));

    public static readonly GrainMethod Interleaving = Of(nameof(InterleavingTick));

    private static GrainMethod Of(string name) => new(typeof(TimerMethods).GetMethod(name, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!);

    private static void Tick()
    {
    }

    [Concurrency.AlwaysInterleave]
    private static void InterleavingTick()
    {
    }
}
