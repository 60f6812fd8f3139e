using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.Sources;

namespace CitizenNetwork.Server.Operations;

/// <summary>Forgets what no longer serves: old changes of the feed, old request ids with their answers, delivered messages.</summary>
internal sealed class Sweeper(
    IChangeFeed feed, LedgerTable ledger, OutboxTable outbox, BatchTable batches, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<Sweeper> logger, PersonalRetention? personal = null) : BackgroundService
{
    /// <summary>Rows forgotten in one transaction.</summary>
    private const int BatchSize = 1_000;

    /// <summary>How long a change stays in the feed: a server that does not come so far for longer reads everything anew.</summary>
    internal static readonly TimeSpan FeedRetention = TimeSpan.FromDays(1);

    /// <summary>How long a request id is remembered with its answer: a retry comes within minutes, a queue of a partner within days.</summary>
    internal static readonly TimeSpan RequestRetention = TimeSpan.FromDays(7);

    /// <summary>How long a delivered message is kept for whoever asks what was sent.</summary>
    internal static readonly TimeSpan MessageRetention = TimeSpan.FromDays(30);

    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);

    /// <summary>Forgets everything that is due.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await AllAsync(() => feed.SweepAsync(now - FeedRetention, BatchSize, cancellation));
        await AllAsync(() => ledger.SweepAsync(LedgerKinds.Request, now - RequestRetention, BatchSize, cancellation));
        await AllAsync(() => ledger.SweepAsync(LedgerKinds.Answer, now - RequestRetention, BatchSize, cancellation));
        await AllAsync(() => ledger.SweepAsync(LedgerKinds.Consent, now - PersonalRetention.ConsentRetention, BatchSize, cancellation));
        await AllAsync(() => batches.SweepAsync(now - RequestRetention, BatchSize, cancellation));
        await AllAsync(() => outbox.SweepAsync(now - MessageRetention, BatchSize, cancellation));
        if (personal is not null)
        {
            await personal.SweepAsync(cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // Also a defect: what escapes from here would stop the whole server.
                    logger.LogError(exception, "What is old could not be swept away; it is tried again.");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static async Task AllAsync(Func<Task<int>> sweep)
    {
        while (await sweep() == BatchSize)
        {
        }
    }
}
