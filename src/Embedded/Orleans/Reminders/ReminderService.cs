using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Reminders;

/// <summary>A reminder as a grain holds it.</summary>
internal sealed record GrainReminder(GrainId GrainId, string ReminderName, string? ETag) : IGrainReminder;

/// <summary>The reminder services of all silos of a cluster, which tell each other what changed.</summary>
internal sealed class ReminderServices
{
    private readonly Lock _lock = new();
    private readonly List<ReminderService> _services = [];

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
        }
    }
}

/// <summary>
/// Rings the reminders of the grains whose hash falls to this silo. The table is the truth: it is read when a silo
/// starts or stops and now and then, and a reminder that is no longer in it falls silent.
/// </summary>
internal sealed class ReminderService(
    LocalSilo silo, IServiceProvider services, IOptions<ReminderOptions> options, ILogger<ReminderService> logger) : ISiloPart, IReminderRegistry, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), LocalReminder> _local = [];
    private readonly ReminderServices _peers = silo.Cluster.Shared<ReminderServices>();
    private ITimer? _refresh;
    private bool _running;

    public TimeProvider Time => silo.Time;

    private IReminderTable Table => services.GetService<IReminderTable>()
        ?? throw new OrleansConfigurationException("Reminders need a table: call UseInMemoryReminderService or register an IReminderTable.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Table.StartAsync(cancellationToken);
        _running = true;
        _peers.Add(this);
        foreach (var peer in _peers.All)
        {
            await peer.RefreshAsync();
        }

        var period = options.Value.RefreshReminderListPeriod;
        _refresh = Time.CreateTimer(static state => _ = ((ReminderService)state!).RefreshAsync(), this, period, period);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_running)
        {
            return;
        }

        Dispose();
        foreach (var peer in _peers.All)
        {
            await peer.RefreshAsync();
        }

        await Table.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        _running = false;
        _peers.Remove(this);
        _refresh?.Dispose();
        Keep([]);
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException($"Reminder {reminderName}: {period} is less than the least period, {options.Value.MinimumReminderPeriod}.", nameof(period));
        }

        var entry = new ReminderEntry
        {
            GrainId = callingGrainId,
            ReminderName = reminderName,
            StartAt = Time.GetUtcNow().UtcDateTime + dueTime,
            Period = period,
        };
        entry.ETag = await Table.UpsertRow(entry) ?? throw new ReminderException($"The table did not accept reminder {reminderName} of {callingGrainId}.");
        foreach (var peer in _peers.All)
        {
            peer.Adopt(entry);
        }

        return new GrainReminder(callingGrainId, reminderName, entry.ETag);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        var known = (GrainReminder)reminder;
        if (!await Table.RemoveRow(callingGrainId, known.ReminderName, known.ETag!))
        {
            throw new ReminderException($"Reminder {known.ReminderName} of {callingGrainId} was changed or removed since it was read.");
        }

        foreach (var peer in _peers.All)
        {
            peer.Drop(callingGrainId, known.ReminderName);
        }
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        return await Table.ReadRow(callingGrainId, reminderName) is { } row ? new GrainReminder(row.GrainId, row.ReminderName, row.ETag) : null;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. (await Table.ReadRows(callingGrainId)).Reminders.Select(row => new GrainReminder(row.GrainId, row.ReminderName, row.ETag))];

    public async Task RingAsync(ReminderEntry entry)
    {
        try
        {
            var status = new TickStatus(entry.StartAt, entry.Period, Time.GetUtcNow().UtcDateTime);
            await silo.Calls.Factory.GetGrain<IRemindable>(entry.GrainId).ReceiveReminder(entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Reminder {Reminder} of {Grain} failed; it rings again.", entry.ReminderName, entry.GrainId);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var mine = (await Table.ReadRows(0, 0)).Reminders.Where(IsMine).ToList();
            Keep([.. mine.Select(entry => (entry.GrainId, entry.ReminderName))]);
            foreach (var entry in mine)
            {
                Adopt(entry);
            }
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The reminder table could not be read; the reminders known before go on.");
        }
    }

    private bool IsMine(ReminderEntry entry)
    {
        var silos = silo.Cluster.Placeable;
        return !silos.IsEmpty && ReferenceEquals(silos[(int)(entry.GrainId.GetUniformHashCode() % (uint)silos.Length)], silo);
    }

    private void Adopt(ReminderEntry entry)
    {
        lock (_lock)
        {
            var key = (entry.GrainId, entry.ReminderName);
            if (!_running || (_local.TryGetValue(key, out var known) && string.Equals(known.Entry.ETag, entry.ETag, StringComparison.Ordinal)))
            {
                return;
            }

            known?.Dispose();
            _local.Remove(key);
            if (IsMine(entry))
            {
                _local.Add(key, new LocalReminder(this, entry));
            }
        }
    }

    private void Drop(GrainId grainId, string name)
    {
        lock (_lock)
        {
            if (_local.Remove((grainId, name), out var known))
            {
                known.Dispose();
            }
        }
    }

    private void Keep(HashSet<(GrainId Grain, string Name)> wanted)
    {
        lock (_lock)
        {
            foreach (var key in _local.Keys.Where(key => !wanted.Contains(key)).ToList())
            {
                _local.Remove(key, out var known);
                known!.Dispose();
            }
        }
    }
}

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
        _timer = service.Time.CreateTimer(static state => _ = ((LocalReminder)state!).WakeAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _next = NextAfter(service.Time.GetUtcNow().UtcDateTime);
        Wait();
    }

    public ReminderEntry Entry { get; }

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    private async Task WakeAsync()
    {
        if (_service.Time.GetUtcNow().UtcDateTime >= _next)
        {
            await _service.RingAsync(Entry);
            _next = NextAfter(_service.Time.GetUtcNow().UtcDateTime);
        }

        if (!_disposed)
        {
            Wait();
        }
    }

    private void Wait()
    {
        var left = _next - _service.Time.GetUtcNow().UtcDateTime;
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ticks that nobody was there to ring are not made up for.</summary>
    private DateTime NextAfter(DateTime now)
    {
        if (Entry.StartAt > now)
        {
            return Entry.StartAt;
        }

        var passed = (now - Entry.StartAt).Ticks / Entry.Period.Ticks;
        return Entry.StartAt + TimeSpan.FromTicks(Entry.Period.Ticks * (passed + 1));
    }
}
