using CitizenNetwork.Contracts;
using CitizenNetwork.Storage.Audit;

namespace CitizenNetwork.Server.Audit;

/// <summary>Moves what was done into the audit chain soon after it was, on whichever server comes first.</summary>
internal sealed class AuditSealer(AuditTable audit, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<AuditSealer> logger) : BackgroundService
{
    /// <summary>Facts moved in one transaction.</summary>
    private const int BatchSize = 200;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Moves everything that waits.</summary>
    internal async Task SealAllAsync(CancellationToken cancellation)
    {
        while (await audit.SealAsync(BatchSize, cancellation) == BatchSize)
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SealAllAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Also a defect: what escapes from here would stop the whole server. Nothing is lost: the facts wait in the ledger.
                logger.LogError(exception, "The audit chain could not be lengthened; it is tried again.");
            }

            await Task.Delay(s_pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
