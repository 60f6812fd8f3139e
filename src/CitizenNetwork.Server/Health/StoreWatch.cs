using CitizenNetwork.Contracts;
using CitizenNetwork.Storage;

namespace CitizenNetwork.Server.Health;

/// <summary>
/// Asks the store every second whether it answers, and so makes the server ready again without a restart. After a failure
/// it must take a write; otherwise a read is enough, which costs neither a commit nor room.
/// </summary>
internal sealed class StoreWatch(IStorageProbe probe, Readiness readiness, [FromKeyedServices(Clock.Key)] TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <summary>A store that takes longer for one row does not answer; calls that wait for it are in the same case.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks once.</summary>
    internal async Task AskAsync(CancellationToken cancellation)
    {
        var failuresBefore = readiness.StoreFailures;
        var answer = Task.CompletedTask;
        try
        {
            answer = readiness.Current.Reason is NotReadyReason.StoreUnavailable ? probe.ProbeWriteAsync(cancellation) : probe.ProbeReadAsync(cancellation);
            await answer.WaitAsync(s_patience, clock, cancellation);
            readiness.StoreAnswered(failuresBefore);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            readiness.StoreFailed();

            // One question at a time: those that nobody answers must not pile up.
            await answer.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync(stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
