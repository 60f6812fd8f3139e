using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Reminders;

/// <summary>A reminder as a grain holds it.</summary>
internal sealed record GrainReminder(GrainId GrainId, string ReminderName, string? ETag) : IGrainReminder;

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

    /// <summary>
    /// Asked before a ring, where several processes share the table: another one may have claimed this tick. The official
    /// runtime shares reminders out among its silos instead, so this is no part of its API but a service under a key.
    /// </summary>
    private readonly Func<GrainId, string, TickStatus, Task<bool>>? _mayRing =
        services.GetKeyedService<Func<GrainId, string, TickStatus, Task<bool>>>("citizennetwork.reminder-claims");

    private ITimer? _refresh;
    private bool _running;
    private int _changes;

    public TimeProvider Time => silo.Time;

    public ReminderServices Peers => _peers;

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
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
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
        if (!await Table.RemoveRow(callingGrainId, known.ReminderName, known.ETag!)
            && await Table.ReadRow(callingGrainId, known.ReminderName) is not null)
        {
            // Already gone is as good as removed; changed meanwhile is not.
            throw new ReminderException($"Reminder {known.ReminderName} of {callingGrainId} was changed since it was read.");
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

    /// <summary>True when the grain was told or failed at it; false when this silo is leaving and another has to ring.</summary>
    public async Task<bool> RingAsync(ReminderEntry entry)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var status = new TickStatus(entry.StartAt, entry.Period, Time.GetUtcNow().UtcDateTime);
                if (attempt == 1 && _mayRing is not null && !await _mayRing(entry.GrainId, entry.ReminderName, status))
                {
                    return true;
                }

                await silo.Calls.Factory.GetGrain<IRemindable>(entry.GrainId).ReceiveReminder(entry.ReminderName, status);
                return true;
            }
            catch (SiloUnavailableException) when (!silo.Cluster.Placeable.Contains(silo))
            {
                return false;
            }
            catch (SiloUnavailableException) when (attempt == 1)
            {
                // The silo of the grain died: its next activation is told. Better twice than never.
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "Reminder {Reminder} of {Grain} failed; it rings again.", entry.ReminderName, entry.GrainId);
                return true;
            }
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            int seen;
            IList<ReminderEntry> rows;
            do
            {
                seen = Volatile.Read(ref _changes);
                rows = (await Table.ReadRows(0, 0)).Reminders;
            }
            while (!TryApply(rows, seen));
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The reminder table could not be read; the reminders known before go on.");
        }
    }

    /// <summary>False when a registration came while the table was read: the rows may be older than it.</summary>
    private bool TryApply(IList<ReminderEntry> rows, int seen)
    {
        lock (_lock)
        {
            if (_changes != seen)
            {
                return false;
            }

            var all = rows.Select(Key).ToHashSet();
            foreach (var gone in _local.Keys.Where(key => !all.Contains(key)).ToList())
            {
                _peers.Forget(gone);
            }

            var mine = rows.Where(IsMine).ToList();
            Keep([.. mine.Select(Key)]);
            foreach (var entry in mine)
            {
                Follow(entry);
            }

            return true;
        }
    }

    private bool IsMine(ReminderEntry entry)
    {
        var silos = silo.Cluster.Placeable;
        return !silos.IsEmpty && ReferenceEquals(silos[(int)(entry.GrainId.GetUniformHashCode() % (uint)silos.Length)], silo);
    }

    private static (GrainId Grain, string Name) Key(ReminderEntry entry) => (entry.GrainId, entry.ReminderName);

    private void Adopt(ReminderEntry entry)
    {
        lock (_lock)
        {
            _changes++;
            Follow(entry);
        }
    }

    private void Follow(ReminderEntry entry)
    {
        var key = Key(entry);
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

    private void Drop(GrainId grainId, string name)
    {
        lock (_lock)
        {
            _changes++;
            _peers.Forget((grainId, name));
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
