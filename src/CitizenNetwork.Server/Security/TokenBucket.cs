namespace CitizenNetwork.Server.Security;

/// <summary>What is left of an allowance that fills steadily up to a most.</summary>
/// <param name="perSecond">What it gains a second.</param>
/// <param name="most">What it holds when it is full, as it is at first.</param>
/// <param name="made">When it is made, on the clock of <see cref="Take"/>.</param>
internal sealed class TokenBucket(double perSecond, double most, TimeSpan made)
{
    private readonly Lock _lock = new();
    private readonly double _most = most;
    private double _left = most;
    private TimeSpan _filled = made;

    /// <summary>Takes an amount, all of it or nothing. An amount that a full bucket does not hold takes all that a full one has.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="now">Any clock's time; one that is set back gives nothing and takes nothing.</param>
    /// <returns>Zero when it was taken, else the time until it is there.</returns>
    public TimeSpan Take(double amount, TimeSpan now)
    {
        var asked = Math.Min(amount, _most);
        lock (_lock)
        {
            Fill(now);
            if (_left < asked)
            {
                return TimeSpan.FromSeconds((asked - _left) / perSecond);
            }

            _left -= asked;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Whether it is as good as a new one.</summary>
    public bool IsFull(TimeSpan now)
    {
        lock (_lock)
        {
            Fill(now);
            return _left >= _most;
        }
    }

    private void Fill(TimeSpan now)
    {
        _left = Math.Min(_most, _left + (now > _filled ? (now - _filled).TotalSeconds * perSecond : 0));
        _filled = now;
    }
}
