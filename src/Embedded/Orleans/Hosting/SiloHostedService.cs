using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>A part of a silo that runs while the silo does.</summary>
internal interface ISiloPart
{
    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync(CancellationToken cancellationToken);
}

/// <summary>Runs the silo around the host's other services: it starts before all of them and stops after all of them.</summary>
internal sealed class SiloHostedService(LocalSilo silo, IEnumerable<ISiloPart> parts) : IHostedLifecycleService
{
    private readonly ISiloPart[] _parts = [.. parts];
    private bool _started;

    public Task StartingAsync(CancellationToken cancellationToken) => StartOnceAsync(cancellationToken);

    // A host that does not know lifecycle services still starts the silo first, being first in its list.
    public Task StartAsync(CancellationToken cancellationToken) => StartOnceAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        silo.Leave();
        foreach (var part in _parts.Reverse())
        {
            await part.StopAsync(cancellationToken);
        }

        await silo.StopAsync(cancellationToken);
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        if (_started)
        {
            return;
        }

        _started = true;
        silo.Start();
        foreach (var part in _parts)
        {
            await part.StartAsync(cancellationToken);
        }
    }
}

/// <inheritdoc />
internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => Activation.Current ?? throw new InvalidOperationException("This code does not run inside of a grain.");
}
