using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private IServiceScope? _scope;
    private DeactivationReason _reason;
    private CancellationToken _deactivationToken;
    private TaskCompletionSource? _deactivated;
    private List<IGrainTimer>? _timers;
    private bool _ending;
    private bool _deactivating;

    /// <summary>The collector's tick at which this activation was last of use.</summary>
    public int LastUsed { get; set; }

    public int KeepUntil { get; private set; }

    public Task Deactivated
    {
        get
        {
            var source = LazyInitializer.EnsureInitialized(
                ref _deactivated, static () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_state == ActivationState.Dead)
            {
                source.TrySetResult();
            }

            return source.Task;
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(_current, this))
        {
            RequestDeactivation(deactivationReason, cancellationToken);
        }
        else
        {
            QueueAction(() => RequestDeactivation(deactivationReason, cancellationToken));
        }
    }

    public void DelayDeactivation(TimeSpan time) =>
        KeepUntil = time < TimeSpan.Zero ? 0 : Silo.Collector.EpochAfter(time);

    public void AddTimer(IGrainTimer timer) => (_timers ??= []).Add(timer);

    public void RemoveTimer(IGrainTimer timer) => _timers?.Remove(timer);

    /// <summary>The silo died: whatever runs here goes on unseen, and nobody hears of it.</summary>
    public void Abandon() => QueueAction(static state => ((Activation)state).Bury(), this);

    private void RequestDeactivation(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_state is ActivationState.Created or ActivationState.Activating)
        {
            // A grain may ask for its end while it begins; it then still ends in order.
            _ending = true;
            _reason = reason;
            _deactivationToken = cancellationToken;
            return;
        }

        if (_state != ActivationState.Valid
            || (reason.ReasonCode == DeactivationReasonCode.ActivationIdle && (_running > 0 || _waitingFirst is not null)))
        {
            return;
        }

        _reason = reason;
        _deactivationToken = cancellationToken;
        _state = ActivationState.Deactivating;
        _turnsMayFollow = true;
    }

    private void BeginActivation()
    {
        _state = ActivationState.Activating;
        _ = ActivateAsync();
    }

    private async Task ActivateAsync()
    {
        try
        {
            GrainInstance = Class.Create(this, out var states);
            if (states.Length > 0 || Class.HasOnActivate)
            {
                await BeginInstanceAsync(states);
            }
        }
        catch (Exception exception)
        {
            Silo.LogActivationFailed(this, exception);
            await FailActivationAsync(exception);
            return;
        }

        LastUsed = Silo.Collector.Epoch;
        _state = ActivationState.Valid;
        if (_ending)
        {
            // The calls that waited for this activation are still its own.
            _turnsMayFollow = true;
            QueueAction(static state =>
            {
                var ending = (Activation)state;
                ending.RequestDeactivation(ending._reason, ending._deactivationToken);
            }, this);
        }

        _turnsMayFollow = true;
    }

    private async Task BeginInstanceAsync(IStateLoader[] states)
    {
        using var timeout = new CancellationTokenSource(Silo.Collector.ActivationTimeout, Silo.Time);
        foreach (var state in states)
        {
            await state.LoadAsync(timeout.Token);
        }

        await ((IGrainBase)GrainInstance!).OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
    }

    private async Task FailActivationAsync(Exception exception)
    {
        DisposeTimers();
        await DisposeInstanceAsync();
        _state = ActivationState.Dead;
        Silo.Cluster.Remove(this);
        for (var request = TakeWaiting(); request is not null;)
        {
            var next = (GrainRequest?)request.Next;
            request.Next = null;
            request.TryFail(exception);
            request = next;
        }

        _deactivated?.TrySetResult();
    }

    private void BeginDeactivation()
    {
        if (!_deactivating)
        {
            _deactivating = true;
            AnswerNow();
            _ = DeactivateAsync();
        }
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        try
        {
            if (Class.HasOnDeactivate)
            {
                using var timeout = new CancellationTokenSource(Silo.Collector.DeactivationTimeout, Silo.Time);
                using var token = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _deactivationToken);
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason, token.Token).WaitAsync(token.Token);
            }
        }
        catch (Exception exception)
        {
            Silo.LogDeactivationFailed(this, exception);
        }

        await DisposeInstanceAsync();
        Bury();
    }

    private void Bury()
    {
        if (_state == ActivationState.Dead)
        {
            return;
        }

        DisposeTimers();
        _state = ActivationState.Dead;
        Silo.Cluster.Remove(this);
        for (var request = TakeWaiting(); request is not null;)
        {
            var next = (GrainRequest?)request.Next;
            request.Next = null;
            Forward(request);
            request = next;
        }

        _deactivated?.TrySetResult();
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable synchronous:
                    synchronous.Dispose();
                    break;
            }

            if (_scope is IAsyncDisposable scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Silo.LogDeactivationFailed(this, exception);
        }
    }

    private void DisposeTimers()
    {
        foreach (var timer in _timers?.ToArray() ?? [])
        {
            timer.Dispose();
        }

        _timers = null;
    }
}
