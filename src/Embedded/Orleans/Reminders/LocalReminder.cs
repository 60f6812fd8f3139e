namespace Orleans.Reminders;

/// <summary>One reminder that this silo rings.</summary>
internal sealed class LocalReminder : IDisposable
{
    /// <summary>Timers have a longest time; a longer wait is made of several.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly ReminderService _service;
    private readonly ITimer _timer;
    private DateTime _next;
    private volatile bool _disposed;

    public LocalReminder(ReminderService service, ReminderEntry entry)
    {
        _service = service;
        Entry = entry;

        // The context of the call that registered the reminder is not the context of its rings.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = service.Time.CreateTimer(static state => _ = ((LocalReminder)state!).WakeAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _next = service.Peers.Enter(entry, Now);
        Wait();
    }

    public ReminderEntry Entry { get; }

    private DateTime Now => _service.Time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    private async Task WakeAsync()
    {
        var due = _next;
        if (!_disposed && Now >= due && _service.Peers.TryClaim(Entry, due, Now) && !await _service.RingAsync(Entry))
        {
            _service.Peers.GiveBack(Entry, due);
            return;
        }

        if (!_disposed && _service.Peers.Next(Entry) is { } next)
        {
            _next = next;
            Wait();
        }
    }

    private void Wait()
    {
        var left = _next - Now;
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait, Timeout.InfiniteTimeSpan);
    }
}
