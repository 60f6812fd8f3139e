using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One silo: hosts activations and calls grains.</summary>
internal sealed class LocalSilo : IDisposable
{
    private readonly ConcurrentDictionary<GrainId, WorkerPool> _workers = new();
    private readonly ILogger _logger;
    private bool _started;
    private bool _ended;

    public LocalSilo(
        Cluster cluster,
        IServiceProvider services,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        IOptions<EndpointOptions> endpoint,
        ILogger<LocalSilo> logger)
    {
        Cluster = cluster;
        Services = services;
        _logger = logger;
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Address = SiloAddress.New(endpoint.Value.AdvertisedIPAddress ?? IPAddress.Loopback, endpoint.Value.SiloPort, cluster.NextGeneration());
        Filters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        Collector = new Collector(this, collection.Value);
        Calls = new CallRuntime(cluster, this, services, Time, messaging.Value.ResponseTimeout, messaging.Value.CancelRequestOnTimeout);
    }

    public Cluster Cluster { get; }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public SiloAddress Address { get; }

    public CallRuntime Calls { get; }

    public Collector Collector { get; }

    public IIncomingGrainCallFilter[] Filters { get; }

    /// <summary>Accepted calls are being finished: for their sake this silo still activates what no other can.</summary>
    public bool Draining { get; private set; }

    public bool HasFilters => Filters.Length > 0;

    public void Start()
    {
        if (!_started)
        {
            _started = true;
            Cluster.Open(this);
            Calls.Open();
            Collector.Start();
        }
    }

    /// <summary>From now on others activate grains, not this silo.</summary>
    public void Leave()
    {
        Draining = true;
        Calls.Close();
        Cluster.Close(this);
    }

    /// <summary>Refuses new calls, lets accepted ones end, then ends every activation.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_started || _ended)
        {
            return;
        }

        _ended = true;
        Leave();
        Collector.Dispose();
        try
        {
            var accepted = Cluster.Outstanding().Where(request => ReferenceEquals(request.Target?.Silo, this)).Select(request => request.Completion);
            await Task.WhenAll(accepted).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Draining = false;
            var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "This silo is stopping.");
            var ending = Activations().ConvertAll(activation => activation.DeactivateAsync(reason, cancellationToken));
            await Task.WhenAll(ending).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("Silo {Silo} ran out of time while it stopped.", Address);
        }

        End();
    }

    /// <summary>Ends this silo like a crash: nothing is finished, callers are told.</summary>
    public void Kill()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Leave();
        Collector.Dispose();
        End();
    }

    public List<Activation> Activations() => [.. EachActivation()];

    /// <summary>All activations, one after another, while calls go on.</summary>
    public IEnumerable<Activation> EachActivation() =>
        Cluster.Activations.Where(activation => ReferenceEquals(activation.Silo, this)).Concat(_workers.Values.SelectMany(pool => pool.Activations));

    public Activation WorkerFor(GrainClassInfo grainClass, GrainId grainId) =>
        _workers.GetOrAdd(grainId, static (id, context) => new WorkerPool(context.Silo, context.Class, id), (Silo: this, Class: grainClass)).Next();

    public void Dispose()
    {
        Kill();
        Calls.Dispose();
    }

    private void End()
    {
        Draining = false;
        foreach (var activation in Activations())
        {
            Cluster.Remove(activation);
            activation.Abandon();
        }

        foreach (var request in Cluster.Outstanding().Where(request => ReferenceEquals(request.Target?.Silo, this)))
        {
            request.TryFail(new SiloUnavailableException($"Silo {Address} ended before {request} answered."));
        }

        Calls.Dispose();
    }

    public void LogTurnFailed(Activation activation, Exception exception) =>
        _logger.LogError(exception, "Work of {Grain} failed.", activation.GrainId);

    public void LogActivationFailed(Activation activation, Exception exception) =>
        _logger.LogWarning(exception, "{Grain} could not be activated.", activation.GrainId);

    public void LogDeactivationFailed(Activation activation, Exception exception) =>
        _logger.LogWarning(exception, "{Grain} did not end cleanly.", activation.GrainId);
}
