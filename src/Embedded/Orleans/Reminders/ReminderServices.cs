using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>
/// The reminder services of all silos of a cluster, and the due time up to which each reminder has been rung. Whoever
/// rings claims the due time here first, so that a reminder that moves between silos rings once for it, and is not
/// skipped when it moves at the very moment.
/// </summary>
internal sealed class ReminderServices
{
    private readonly Lock _lock = new();
    private readonly List<ReminderService> _services = [];
    private readonly Dictionary<(GrainId Grain, string Name), (string? ETag, DateTime Next)> _due = [];

    public List<ReminderService> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _services];
            }
        }
    }

    public void Add(ReminderService service)
    {
        lock (_lock)
        {
            _services.Add(service);
        }
    }

    public void Remove(ReminderService service)
    {
        lock (_lock)
        {
            _services.Remove(service);
            if (_services.Count == 0)
            {
                // As after the end of a process: what comes due while nobody is there is not made up for.
                _due.Clear();
            }
        }
    }

    /// <summary>When a reminder rings next: what the silo before knew, or the first of its times that is not over.</summary>
    public DateTime Enter(ReminderEntry entry, DateTime now)
    {
        lock (_lock)
        {
            if (Known(entry) is { } next)
            {
                return next;
            }

            next = NextFrom(entry, now);
            _due[(entry.GrainId, entry.ReminderName)] = (entry.ETag, next);
            return next;
        }
    }

    /// <summary>When a reminder rings next; null when it was changed or removed.</summary>
    public DateTime? Next(ReminderEntry entry)
    {
        lock (_lock)
        {
            return Known(entry);
        }
    }

    /// <summary>True for the one silo that may ring for this due time.</summary>
    public bool TryClaim(ReminderEntry entry, DateTime due, DateTime now)
    {
        lock (_lock)
        {
            if (Known(entry) != due)
            {
                return false;
            }

            var following = NextFrom(entry, now);
            _due[(entry.GrainId, entry.ReminderName)] = (entry.ETag, following > due ? following : due + entry.Period);
            return true;
        }
    }

    /// <summary>The claimed due time was not rung: the next owner does it.</summary>
    public void GiveBack(ReminderEntry entry, DateTime due)
    {
        lock (_lock)
        {
            if (Known(entry) is not null)
            {
                _due[(entry.GrainId, entry.ReminderName)] = (entry.ETag, due);
            }
        }
    }

    public void Forget((GrainId Grain, string Name) key)
    {
        lock (_lock)
        {
            _due.Remove(key);
        }
    }

    private static DateTime NextFrom(ReminderEntry entry, DateTime now)
    {
        if (now <= entry.StartAt)
        {
            return entry.StartAt;
        }

        var periods = ((now - entry.StartAt).Ticks + entry.Period.Ticks - 1) / entry.Period.Ticks;
        return entry.StartAt + TimeSpan.FromTicks(entry.Period.Ticks * periods);
    }

    private DateTime? Known(ReminderEntry entry) =>
        _due.TryGetValue((entry.GrainId, entry.ReminderName), out var known) && string.Equals(known.ETag, entry.ETag, StringComparison.Ordinal)
            ? known.Next
            : null;
}
