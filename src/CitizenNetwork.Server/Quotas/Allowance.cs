using CitizenNetwork.Server.Security;

namespace CitizenNetwork.Server.Quotas;

/// <summary>What one caller has left.</summary>
internal sealed class Allowance(CallLimit limit, TimeSpan made)
{
    private int _running;

    public TokenBucket Points { get; } = new(limit.PointsPerSecond, limit.MostPoints, made);

    public int Running => Volatile.Read(ref _running);

    /// <summary>Takes a place among the calls that run; false when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _running) <= limit.MostAtOnce)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>Whether it is as good as a new one.</summary>
    public bool IsIdle(TimeSpan now) => Running == 0 && Points.IsFull(now);
}

/// <summary>The place of a call among those of its caller.</summary>
internal sealed class CallPlace(Allowance allowance) : IDisposable
{
    private int _left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            allowance.Leave();
        }
    }
}
