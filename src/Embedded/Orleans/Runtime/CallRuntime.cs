using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>The calling side of a silo or of a client: makes references, sends requests, waits for answers.</summary>
internal sealed class CallRuntime : IDisposable
{
    private readonly Cluster _cluster;
    private readonly LocalSilo? _silo;
    private readonly bool _copiesMessages = MessageCopier.IsOn;
    private volatile bool _open;

    public CallRuntime(Cluster cluster, LocalSilo? silo, IServiceProvider services, TimeProvider time, TimeSpan timeout, bool cancelOnTimeout)
    {
        _cluster = cluster;
        _silo = silo;
        Monitor = new CallMonitor(cluster, time, timeout, cancelOnTimeout);
        Factory = new ReferenceFactory(this, services);
    }

    public ReferenceFactory Factory { get; }

    public CallMonitor Monitor { get; }

    public void Open()
    {
        _open = true;
        _cluster.Add(this);
    }

    /// <summary>Refuses calls from outside of grains; those under way may still call on.</summary>
    public void Close() => _open = false;

    public Task<TResult> Send<TResult>(GrainReference reference, GrainRequest<TResult> request, GrainMethod method, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var caller = Activation.Current;
        if (caller is null && !_open)
        {
            return Task.FromException<TResult>(new SiloUnavailableException($"{reference.GrainId}.{method.Name} was refused: the silo is not running."));
        }

        if (_copiesMessages && !TryCopyArguments(request, reference, method, out var refusal))
        {
            return Task.FromException<TResult>(refusal);
        }

        request.Reference = reference;
        request.Method = method;
        request.Caller = caller;
        request.Parent = caller?.CurrentRequest;
        request.Context = RequestContext.Current;
        var answer = request.Open();
        if (method.OneWay)
        {
            Dispatch(request);
            return Task.FromResult<TResult>(default!);
        }

        Monitor.Add(request, method.ResponseTimeout is { } timeout ? Monitor.ToTicks(timeout) : Monitor.DefaultTicks);
        if (method.TakesToken)
        {
            request.Cancellation = new CallCancellation();
            request.Cancellation.Attach(request, cancellationToken);
        }

        Dispatch(request);
        return _copiesMessages ? MessageCopier.CopyResultAsync(answer, reference, method) : answer;
    }

    /// <summary>The arguments of a sequence do not go through <see cref="Send"/>.</summary>
    public StreamCall<TItem> Prepare<TItem>(GrainReference reference, StreamCall<TItem> call, GrainMethod method) =>
        !_copiesMessages || TryCopyArguments(call, reference, method, out var refusal) ? call : throw refusal;

    /// <summary>Sends a request on that its activation did not start before it ended.</summary>
    public void Forward(GrainRequest request)
    {
        request.Reference.LastTarget = null;
        Dispatch(request);
    }

    public void Dispose()
    {
        _open = false;
        _cluster.Remove(this);
        Monitor.Dispose();
        foreach (var request in Monitor.Outstanding())
        {
            request.TryFail(new SiloUnavailableException($"The silo stopped before {request} answered."));
        }
    }

    private static bool TryCopyArguments(object request, GrainReference reference, GrainMethod method, [NotNullWhen(false)] out NotSupportedException? refusal)
    {
        try
        {
            MessageCopier.CopyArguments(request, reference, method);
            refusal = null;
            return true;
        }
        catch (NotSupportedException exception)
        {
            refusal = exception;
            return false;
        }
    }

    private void Dispatch(GrainRequest request)
    {
        var reference = request.Reference;
        var target = reference.LastTarget;
        if (target is null || target.State == ActivationState.Dead)
        {
            try
            {
                target = reference.GrainClass.StatelessWorkers > 0
                    ? _cluster.Place(reference.GrainClass, reference.GrainId, _silo).WorkerFor(reference.GrainClass, reference.GrainId)
                    : _cluster.FindOrPlace(reference.GrainClass, reference.Key, _silo);
            }
            catch (Exception exception)
            {
                request.TryFail(exception);
                return;
            }

            reference.LastTarget = reference.GrainClass.StatelessWorkers > 0 ? null : target;
        }

        request.Target = target;
        target.Post(request);
    }
}
