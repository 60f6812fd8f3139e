namespace Orleans.Runtime;

/// <summary>
/// Knows every call that has no answer yet, and ends those whose time is up. Lists are striped by processor, so that
/// adding and removing rarely meet; time is a counter of ticks, so that no call reads a clock.
/// </summary>
internal sealed class CallMonitor : IDisposable
{
    private readonly Stripe[] _stripes = new Stripe[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 2)];
    private readonly TimeSpan _tick;
    private readonly ITimer _timer;
    private readonly Cluster _cluster;
    private readonly bool _cancelOnTimeout;
    private int _now;

    public CallMonitor(Cluster cluster, TimeProvider time, TimeSpan timeout, bool cancelOnTimeout)
    {
        _cluster = cluster;
        _cancelOnTimeout = cancelOnTimeout;
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new Stripe();
        }

        _tick = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 20, 10, 1000));
        DefaultTicks = ToTicks(timeout);
        _timer = time.CreateTimer(static state => ((CallMonitor)state!).Sweep(), this, _tick, _tick);
    }

    public int DefaultTicks { get; }

    /// <summary>One tick more than the time, since the present one is partly over.</summary>
    public int ToTicks(TimeSpan timeout) => (int)Math.Min(int.MaxValue / 2, Math.Ceiling(timeout / _tick) + 1);

    public TimeSpan ToTime(int ticks) => (ticks - 1) * _tick;

    public void Add(GrainRequest request, int ticks)
    {
        var stripe = _stripes[Thread.GetCurrentProcessorId() & (_stripes.Length - 1)];
        request.Deadline = unchecked(_now + ticks);
        request.MonitoredBy = stripe;
        lock (stripe)
        {
            request.NextOutstanding = stripe.First;
            if (stripe.First is not null)
            {
                stripe.First.PreviousOutstanding = request;
            }

            stripe.First = request;
        }
    }

    public static void Remove(GrainRequest request)
    {
        var stripe = request.MonitoredBy;
        if (stripe is null)
        {
            return;
        }

        lock (stripe)
        {
            if (request.PreviousOutstanding is not null)
            {
                request.PreviousOutstanding.NextOutstanding = request.NextOutstanding;
            }
            else
            {
                stripe.First = request.NextOutstanding;
            }

            if (request.NextOutstanding is not null)
            {
                request.NextOutstanding.PreviousOutstanding = request.PreviousOutstanding;
            }

            request.PreviousOutstanding = request.NextOutstanding = null;
        }
    }

    /// <summary>The calls without an answer at this moment.</summary>
    public List<GrainRequest> Outstanding()
    {
        var found = new List<GrainRequest>();
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                for (var request = stripe.First; request is not null; request = request.NextOutstanding)
                {
                    found.Add(request);
                }
            }
        }

        return found;
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        var now = Interlocked.Increment(ref _now);
        List<GrainRequest>? expired = null;
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                for (var request = stripe.First; request is not null; request = request.NextOutstanding)
                {
                    if (unchecked(now - request.Deadline) >= 0)
                    {
                        (expired ??= []).Add(request);
                    }
                }
            }
        }

        if (expired is null)
        {
            return;
        }

        // All messages are written before any call ends: an ended call is missing from the chains of the others.
        var chains = CallChain.Describe(expired, _cluster.Outstanding());
        expired.ForEach(CallChain.Remember);
        for (var i = 0; i < expired.Count; i++)
        {
            var request = expired[i];
            if (request.TryFail(new TimeoutException($"No answer within {TimeoutOf(request)} from {request}. Call chain: {chains[i]}.")) && _cancelOnTimeout)
            {
                request.Cancellation?.CancelCallee(request);
            }
        }
    }

    private TimeSpan TimeoutOf(GrainRequest request) => request.Method.ResponseTimeout ?? ToTime(DefaultTicks);

    internal sealed class Stripe
    {
        public GrainRequest? First { get; set; }
    }
}
