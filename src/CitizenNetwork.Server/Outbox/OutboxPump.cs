using CitizenNetwork.Contracts;
using CitizenNetwork.Storage.Outbox;

namespace CitizenNetwork.Server.Outbox;

/// <summary>
/// Delivers what the grains decided to send. Each server claims some messages for a while, so that none is delivered by two
/// at a time; one that failed waits longer each time and is given up in the end.
/// </summary>
internal sealed class OutboxPump(
    OutboxTable outbox, IEnumerable<IOutboxReceiver> receivers, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<OutboxPump> logger) : BackgroundService
{
    /// <summary>Messages claimed at a time, delivered one after another within the lease.</summary>
    private const int BatchSize = 20;

    /// <summary>Deliveries tried before a message is given up: the waits between them add up to about two days.</summary>
    internal const int MaxAttempts = 12;

    /// <summary>Characters of an error that are kept; an answer of somebody's server may be a whole page.</summary>
    private const int MaxErrorLength = 500;

    /// <summary>How long a claim lasts; the clocks of the servers differ by far less.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Time that one delivery may take: a whole batch ends within its lease.</summary>
    internal static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(12);

    private readonly Dictionary<string, IOutboxReceiver> _receivers = receivers.ToDictionary(receiver => receiver.Kind, StringComparer.Ordinal);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>Delivers what is due now, one batch.</summary>
    /// <returns>Whether more may be due.</returns>
    internal async Task<bool> DeliverDueAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var claimed = await outbox.ClaimAsync(_owner, now, now + Lease, BatchSize, cancellation);
        foreach (var message in claimed)
        {
            await DeliverAsync(message, cancellation);
        }

        return claimed.Count == BatchSize;
    }

    /// <summary>Wait before the next delivery of a message that failed this often: doubled each time.</summary>
    internal static TimeSpan WaitAfter(int attempts) => TimeSpan.FromTicks(Math.Min(s_longestWait.Ticks, s_firstWait.Ticks << Math.Min(attempts - 1, 20)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where nothing can be delivered nothing is claimed.
        while (_receivers.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DeliverDueAsync(stoppingToken))
                {
                    await Task.Delay(s_pause, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Also a defect: what escapes from here would stop the whole server.
                logger.LogError(exception, "The outbox could not be read; it is tried again.");
                await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(ClaimedMessage claimed, CancellationToken cancellation)
    {
        var message = claimed.Message;
        try
        {
            if (!_receivers.TryGetValue(message.Kind, out var receiver))
            {
                throw new InvalidOperationException($"No receiver delivers messages of the kind '{message.Kind}'.");
            }

            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(DeliveryTimeout);
            await receiver.DeliverAsync(message, timeout.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var given = claimed.Attempts >= MaxAttempts;
            logger.LogWarning("Message {MessageId} of kind {Kind} failed at attempt {Attempt} ({Error}).", message.Id, message.Kind, claimed.Attempts, exception.GetType().Name);
            await outbox.PostponeAsync(message.Id, _owner, now + WaitAfter(claimed.Attempts), given ? now : null, Short(exception.Message), cancellation);
            return;
        }

        await outbox.DeliveredAsync(message.Id, _owner, clock.GetUtcNow(), cancellation);
    }

    private static string Short(string error) => error.Length <= MaxErrorLength ? error : error[..MaxErrorLength];
}
