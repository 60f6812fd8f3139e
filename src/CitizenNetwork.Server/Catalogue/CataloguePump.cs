using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Server.Catalogue;

/// <summary>
/// Follows the change feed: what other servers wrote goes into the catalogue, and their activations here learn that they
/// are stale. When the store began a new life, everything is read anew.
/// </summary>
internal sealed class CataloguePump(
    IChangeFeed feed,
    IStateStore store,
    IFeedSignal signal,
    StateFences fences,
    CatalogueSink sink,
    [FromKeyedServices(Clock.Key)] TimeProvider clock,
    ILogger<CataloguePump> logger) : BackgroundService
{
    /// <summary>Changes read at a time.</summary>
    private const int PageSize = 500;

    /// <summary>States that the catalogue takes at once while everything is read.</summary>
    private const int FillSize = 8_192;

    /// <summary>Time between two looks when no sign comes: what a lost sign costs.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    /// <summary>Time before the store is asked again after it failed.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private FeedPosition? _position;
    private long _upToDate;
    private long _oldestWaiting;

    /// <summary>Time since the catalogue was last known to hold every committed change; it is looked at twice a second.</summary>
    public TimeSpan Age => clock.GetElapsedTime(Volatile.Read(ref _upToDate));

    /// <summary>As <see cref="LagAsync"/>, as of the last look at the feed; zero when nothing waited then.</summary>
    public TimeSpan Lag => Volatile.Read(ref _oldestWaiting) is > 0 and var ticks ? clock.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero) : TimeSpan.Zero;

    /// <summary>Age of the oldest committed change that the catalogue does not have yet; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    public async Task<TimeSpan?> LagAsync(CancellationToken cancellation = default) =>
        _position is { } position && await feed.OldestAfterAsync(position, cancellation) is { } oldest ? clock.GetUtcNow() - oldest : null;

    /// <summary>Reads everything into the catalogue; after it, whatever is written anywhere comes by the feed.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var head = await feed.HeadAsync(cancellation);
        await ReadAllAsync(cancellation);
        _position = head;
        Volatile.Write(ref _upToDate, clock.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await FollowAsync(stoppingToken))
                {
                    await NoteAsync(stoppingToken);
                    await signal.WaitAsync(s_poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The change feed could not be followed; it is tried again.");
                await Task.Delay(s_retry, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Notes what still waits: a transaction that was left open holds changes back from every reader.</summary>
    private async Task NoteAsync(CancellationToken cancellation)
    {
        var oldest = await feed.OldestAfterAsync(_position!, cancellation);
        Volatile.Write(ref _oldestWaiting, oldest?.UtcTicks ?? 0);
        if (oldest is null)
        {
            Volatile.Write(ref _upToDate, clock.GetTimestamp());
        }
    }

    /// <summary>Takes one page; true when more may wait.</summary>
    private async Task<bool> FollowAsync(CancellationToken cancellation)
    {
        var page = await feed.ReadAsync(_position!, PageSize, cancellation);
        if (page.IsBroken)
        {
            logger.LogWarning("The store began a new life: everything is read anew.");
            await ReloadAsync(page.Next, cancellation);
            return true;
        }

        // Also of what the catalogue has: it may have read ahead of the feed, the activations have not.
        foreach (var row in page.Rows)
        {
            fences.Observe(row.Row, row.Version);
        }

        var unseen = page.Rows.Where(row => !sink.Holds(row.Row.Key, row.Version)).Select(row => row.Row).Distinct();
        foreach (var stored in await ReadAsync([.. unseen], cancellation))
        {
            Apply(stored);
        }

        _position = page.Next;
        return page.Rows.Length == PageSize;
    }

    /// <summary>One state that cannot be read must not keep all others from being followed.</summary>
    private void Apply(StoredRow stored)
    {
        try
        {
            sink.Apply(StateRows.ToChange(stored));
        }
        catch (InvalidDataException exception)
        {
            logger.LogError(exception, "A stored state cannot be read; the catalogue keeps what it had.");
        }
    }

    private async Task<IReadOnlyList<StoredRow>> ReadAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellation) =>
        rows.Count == 0 ? [] : await store.FindAllAsync(rows, cancellation);

    /// <summary>Reads everything that is stored, many states at a time, and then lets the catalogue take it.</summary>
    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        var reading = sink.NewReading();
        List<StateChange> changes = new(FillSize);
        await foreach (var change in feed.ReadAllAsync(cancellation))
        {
            changes.Add(change);
            if (changes.Count == FillSize)
            {
                reading.Add(changes);
                changes.Clear();
            }
        }

        reading.Add(changes);
        sink.Take(reading);
    }

    private async Task ReloadAsync(FeedPosition head, CancellationToken cancellation)
    {
        fences.ObserveAll();
        await ReadAllAsync(cancellation);
        _position = head;
    }
}
