namespace Orleans.Runtime;

/// <summary>
/// The callee's own token of one call. It is cancelled in the callee's turn, so that what a grain registers on it
/// never runs beside the grain.
/// </summary>
internal sealed class CallCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;

    public CancellationToken Token => _source.Token;

    public void Attach(GrainRequest request, CancellationToken callerToken)
    {
        if (callerToken.CanBeCanceled)
        {
            _registration = callerToken.UnsafeRegister(
                static (state, token) =>
                {
                    var request = (GrainRequest)state!;
                    if (request.TryFail(new OperationCanceledException(token)))
                    {
                        request.Cancellation!.CancelCallee(request);
                    }
                },
                request);
        }
    }

    public void Detach() => _registration.Unregister();

    public void CancelCallee(GrainRequest request)
    {
        if (request.Target is { } target)
        {
            target.QueueAction(static state => ((CallCancellation)state)._source.Cancel(), this);
        }
        else
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
