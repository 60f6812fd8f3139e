namespace Orleans.Runtime;

/// <summary>Which call may run when.</summary>
internal sealed partial class Activation
{
    private GrainRequest? _waitingFirst;
    private GrainRequest? _waitingLast;
    private GrainRequest? _latest;
    private int _waitingReaders;
    private int _running;
    private int _exclusive;
    private int _readers;
    private bool _turnsMayFollow;
    private bool _waitingMayInterleave;

    /// <summary>The call on whose behalf code of this activation runs now (the latest one where calls interleave).</summary>
    public GrainRequest? CurrentRequest => _latest;

    /// <summary>Runs no call, seen from outside; the activation itself looks again before it ends.</summary>
    public bool SeemsUnused => _running == 0 && _state == ActivationState.Valid;

    public bool IsIdle => _running == 0 && _waitingFirst is null && _state == ActivationState.Valid && Volatile.Read(ref _inbox) is null;

    public void Receive(GrainRequest request)
    {
        if (request.IsCompleted)
        {
            return;
        }

        if (_state == ActivationState.Dead)
        {
            Forward(request);
        }
        else if (_state == ActivationState.Valid && MayStart(request))
        {
            StartRequest(request);
        }
        else
        {
            Wait(request);
        }
    }

    public void OnFinished(GrainRequest request, Exception? exception)
    {
        _running--;
        Count(request, -1);
        if (ReferenceEquals(_latest, request))
        {
            _latest = null;
        }

        if (request.CountsAsUse)
        {
            LastUsed = Silo.Collector.Epoch;
        }

        _turnsMayFollow = true;
        if (exception is Storage.InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, stale, "The stored state changed behind this activation."));
        }
    }

    private static void Forward(GrainRequest request)
    {
        if (request.MayMove && !request.IsCompleted)
        {
            request.Reference.Runtime.Forward(request);
        }
    }

    private bool MayStart(GrainRequest request) =>
        Class.Reentrant
        || request.Method.AlwaysInterleave
        || (_exclusive == 0 && (_readers == 0 || request.Method.ReadOnly));

    private void Count(GrainRequest request, int change)
    {
        // Calls that may interleave with everything never hold back another.
        if (Class.Reentrant || request.Method.AlwaysInterleave)
        {
            return;
        }

        if (request.Method.ReadOnly)
        {
            _readers += change;
        }
        else
        {
            _exclusive += change;
        }
    }

    private void StartRequest(GrainRequest request)
    {
        _running++;
        Count(request, 1);
        var previous = _latest;
        _latest = request;
        request.Started = true;
        if (request.Context is { } context)
        {
            RequestContext.Current = context;
        }

        if (Silo.HasFilters || GrainInstance is IIncomingGrainCallFilter)
        {
            FilteredCall.Start(request, this);
        }
        else
        {
            request.Start(this);
        }

        _latest ??= previous;
    }

    private void Wait(GrainRequest request)
    {
        request.Next = null;
        if (_waitingLast is null)
        {
            _waitingFirst = request;
        }
        else
        {
            _waitingLast.Next = request;
        }

        _waitingLast = request;
        if (request.Method.ReadOnly)
        {
            _waitingReaders++;
        }

        _waitingMayInterleave |= request.Method.AlwaysInterleave;
    }

    /// <summary>Starts what has waited and now may run, in the order of arrival.</summary>
    private void StartWaiting(ExecutionContext? outer)
    {
        if (_state == ActivationState.Deactivating && _running == 0)
        {
            BeginDeactivation();
        }

        if (_waitingFirst is not null)
        {
            AnswerNow();
        }

        GrainRequest? previous = null;
        var request = _waitingFirst;
        while (request is not null && _state == ActivationState.Valid)
        {
            if (!request.IsCompleted && !MayStart(request))
            {
                if (!_waitingMayInterleave && (_exclusive > 0 || _waitingReaders == 0))
                {
                    break;
                }

                previous = request;
                request = (GrainRequest?)request.Next;
                continue;
            }

            var next = (GrainRequest?)request.Next;
            Unlink(request, previous, next);
            if (!request.IsCompleted)
            {
                StartRequest(request);
                if (_waitingFirst is not null)
                {
                    AnswerNow();
                }

                if (outer is not null && !ReferenceEquals(ExecutionContext.Capture(), outer))
                {
                    ExecutionContext.Restore(outer);
                }
            }

            // A call that ran through leaves room for the oldest again.
            if (_turnsMayFollow)
            {
                _turnsMayFollow = false;
                previous = null;
                next = _waitingFirst;
            }

            request = next;
        }

        _waitingMayInterleave &= _waitingFirst is not null && _state != ActivationState.Valid;
        if (_state == ActivationState.Deactivating && _running == 0)
        {
            BeginDeactivation();
        }
    }

    private void Unlink(GrainRequest request, GrainRequest? previous, GrainRequest? next)
    {
        if (previous is null)
        {
            _waitingFirst = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            _waitingLast = previous;
        }

        request.Next = null;
        if (request.Method.ReadOnly)
        {
            _waitingReaders--;
        }
    }

    private GrainRequest? TakeWaiting()
    {
        var first = _waitingFirst;
        _waitingFirst = _waitingLast = null;
        _waitingReaders = 0;
        return first;
    }
}
