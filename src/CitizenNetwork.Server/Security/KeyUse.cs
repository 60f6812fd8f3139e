using System.Collections.Concurrent;
using CitizenNetwork.Contracts;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Storage.ApiKeys;

namespace CitizenNetwork.Server.Security;

/// <summary>
/// Notes when keys were used last, for whoever wonders whether one is still needed. Calls do not wait for it: what they
/// leave is written together, at most once a minute and key.
/// </summary>
internal sealed class KeyUse(IApiKeys store, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<KeyUse> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>A key opened a call.</summary>
    public void Note(string keyId) => _used[keyId] = clock.GetUtcNow();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // A store that does not answer must not hold the stop.
        await TryWriteAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Writes what was noted since the last time.</summary>
    internal async Task WriteAsync()
    {
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at))
            {
                await store.UsedAsync(id, at);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryWriteAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync();
        }
        catch (Exception exception)
        {
            // A use that is not noted costs nobody anything; the next one is.
            logger.LogWarning(new LoggedException(exception), "When keys were used last could not be written.");
        }
    }
}
