using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>Ends a call when its time is up, unless the call ends first: exactly one of the two writes the status.</summary>
internal sealed class ServerDeadline : IAsyncDisposable
{
    // A timer takes 49 days at most.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly Lock _lock = new();
    private readonly ServerCall _call;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _token = new();
    private readonly CancellationTokenRegistration _aborted;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _cancelling = Task.CompletedTask;
    private bool _isCallOver;
    private bool _isTurnTaken;
    private volatile bool _isExceeded;

    public ServerDeadline(ServerCall call, TimeSpan left, ILogger logger)
    {
        _call = call;
        _logger = logger;
        At = TimeProvider.System.GetUtcNow().UtcDateTime + left;
        Token = _token.Token;
        _aborted = call.RequestAborted.UnsafeRegister(static self => ((ServerDeadline)self!)._token.Cancel(), this);

        using (ExecutionContext.SuppressFlow())
        {
            _timer = TimeProvider.System.CreateTimer(static self => ((ServerDeadline)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Schedule();
    }

    public DateTime At { get; }

    public CancellationToken Token { get; }

    public bool IsExceeded => _isExceeded;

    /// <summary>False if the deadline was faster; its answer is then on the wire.</summary>
    public async ValueTask<bool> TryEndCallAsync()
    {
        lock (_lock)
        {
            if (!_isExceeded)
            {
                _isCallOver = true;
                return true;
            }
        }

        await _answered.Task;
        return false;
    }

    /// <summary>Lets the call write, unless its time is up; the deadline's answer then waits for the end of that write.</summary>
    public bool TryTakeTurn(out Turn turn)
    {
        lock (_lock)
        {
            turn = _isExceeded ? default : new Turn(this);
            return _isTurnTaken = !_isExceeded;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        if (_isExceeded)
        {
            await _answered.Task;
        }

        await _aborted.DisposeAsync();
        _token.Dispose();
    }

    private void Schedule()
    {
        // A timer may fire a moment early by the wall clock, hence the millisecond.
        TimeSpan left = At - TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMilliseconds(1);
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestTimer ? LongestTimer : left, Timeout.InfiniteTimeSpan);
    }

    private void Due()
    {
        if (TimeProvider.System.GetUtcNow().UtcDateTime < At)
        {
            Schedule();
            return;
        }

        lock (_lock)
        {
            if (_isCallOver || _call.IsAborted)
            {
                return;
            }

            // Together, so that whoever is told that time is up sees the token of the call cancelled. Callbacks run elsewhere.
            _isExceeded = true;
            _cancelling = _token.CancelAsync();
            if (_isTurnTaken)
            {
                return;
            }
        }

        _ = AnswerAsync();
    }

    private void EndTurn()
    {
        lock (_lock)
        {
            _isTurnTaken = false;
            if (!_isExceeded)
            {
                return;
            }
        }

        _ = AnswerAsync();
    }

    private async Task AnswerAsync()
    {
        try
        {
            await _call.ExceedDeadlineAsync();
        }
        catch (Exception gone)
        {
            _logger.LogDebug(gone, "The answer to a call past its deadline could not be sent.");
        }

        try
        {
            await _cancelling;
        }
        catch (Exception defect)
        {
            _logger.LogError(defect, "A callback of a call's cancellation token failed.");
        }
        finally
        {
            _answered.TrySetResult();
        }
    }
    /// <summary>The right to write, given back when it is disposed.</summary>
    internal readonly struct Turn(ServerDeadline? deadline) : IDisposable
    {
        public void Dispose() => deadline?.EndTurn();
    }
}
