using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>The result of a call that returns none.</summary>
internal readonly struct VoidResult
{
}

/// <summary>
/// One call: arguments (fields of the emitted subclass), routing and completion in a single object.
/// Arguments and results are passed by reference, because messages are immutable.
/// </summary>
internal abstract class GrainRequest : WorkNode
{
    private int _completed;

    public GrainReference Reference { get; set; } = null!;

    public GrainMethod Method { get; set; } = null!;

    /// <summary>The call during which this one was made, if it was made in a grain.</summary>
    public GrainRequest? Parent { get; set; }

    public Activation? Caller { get; set; }

    public ImmutableDictionary<string, object>? Context { get; set; }

    public CallCancellation? Cancellation { get; set; }

    /// <summary>The activation that received the call last.</summary>
    public Activation? Target { get; set; }

    public bool Started { get; set; }

    public int Deadline { get; set; }

    public CallMonitor.Stripe? MonitoredBy { get; set; }

    public GrainRequest? PreviousOutstanding { get; set; }

    public GrainRequest? NextOutstanding { get; set; }

    /// <summary>Whether another activation of the key may run this call.</summary>
    public virtual bool MayMove => true;

    /// <summary>Whether this call keeps its activation from being collected.</summary>
    public virtual bool CountsAsUse => true;

    public bool IsCompleted => Volatile.Read(ref _completed) != 0;

    public abstract Task Completion { get; }

    /// <summary>What an emitted method passes as the callee's token.</summary>
    public CancellationToken CalleeToken => Cancellation?.Token ?? default;

    public override void Run(Activation activation) => activation.Receive(this);

    /// <summary>Calls the method; completes this request now or when the method's task does.</summary>
    public abstract void Start(Activation activation);

    /// <summary>Gives the result of the method, which has completed, to whoever waits for it.</summary>
    public abstract void Answer();

    public abstract void SetFailed(Exception exception);

    public abstract void SetResultObject(object? result);

    /// <summary>Calls the method for a filter and gives its result as an object.</summary>
    public abstract Task<object?> InvokeForFilter(object grain);

    public bool TryFail(Exception exception)
    {
        if (!TryClaim())
        {
            return false;
        }

        SetFailed(exception);
        return true;
    }

    public bool TrySetResultObject(object? result)
    {
        if (!TryClaim())
        {
            return false;
        }

        SetResultObject(result);
        return true;
    }

    public override string ToString() => $"{Reference.GrainId}.{Method.Name}";

    /// <summary>True for the one party that may complete this request.</summary>
    protected bool TryClaim()
    {
        if (Interlocked.CompareExchange(ref _completed, 1, 0) != 0)
        {
            return false;
        }

        CallMonitor.Remove(this);
        Cancellation?.Detach();

        // Else a chain of calls that wait for nothing would keep all its past alive.
        Parent = null;
        return true;
    }
}

/// <summary>A call with a typed result. Its task comes from the compiler's own builder, which needs no completion source.</summary>
internal abstract class GrainRequest<TResult> : GrainRequest
{
    private AsyncTaskMethodBuilder<TResult> _builder;

    public sealed override Task Completion => _builder.Task;

    public Task<TResult> Open()
    {
        _builder = AsyncTaskMethodBuilder<TResult>.Create();
        return _builder.Task;
    }

    /// <summary>What the method returned, once it has completed.</summary>
    protected abstract TResult Result { get; }

    public sealed override void Answer() => _builder.SetResult(Result);

    public sealed override void SetFailed(Exception exception) => _builder.SetException(exception);

    public sealed override void SetResultObject(object? result) => _builder.SetResult(result is null ? default! : (TResult)result);

    protected void Succeed(Activation activation)
    {
        activation.OnFinished(this, null);
        if (TryClaim())
        {
            activation.AnswerLater(this);
        }
    }

    protected void Fail(Activation activation, Exception exception)
    {
        activation.OnFinished(this, exception);
        TryFail(exception);
    }
}
