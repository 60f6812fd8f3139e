using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and one client in this process. A key has one activation across the silos.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly Cluster _cluster = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private readonly Lock _lock = new();
    private IHost? _clientHost;
    private CallRuntime? _client;
    private int _startedSilos;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public IClusterClient Client => _client?.Factory ?? throw new InvalidOperationException("The cluster has no client: call DeployAsync first.");

    /// <summary>The silos that run.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_lock)
            {
                return _silos.ToList().AsReadOnly();
            }
        }
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        (silo is null ? Silos[0] : GetSiloForAddress(silo) ?? throw new ArgumentException($"No silo {silo} runs.", nameof(silo))).ServiceProvider;

    public async Task DeployAsync()
    {
        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "TestClusterClient", DisableDefaults = true });
        foreach (var configure in Options.ClientHostConfigurationDelegates)
        {
            configure(builder);
        }

        builder.Services.AddSingleton<IClusterClient>(_ => Client);
        builder.Services.AddSingleton<IGrainFactory>(_ => Client);
        var host = builder.Build();
        var messaging = host.Services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
        _client = new CallRuntime(
            _cluster,
            silo: null,
            host.Services,
            host.Services.GetService<TimeProvider>() ?? TimeProvider.System,
            messaging.ResponseTimeout,
            messaging.CancelRequestOnTimeout);
        _client.Open();
        _clientHost = host;
        await host.StartAsync();
    }

    public async Task StopClusterClientAsync()
    {
        if (_clientHost is { } host)
        {
            _clientHost = null;
            _client!.Dispose();
            await host.StopAsync();
            host.Dispose();
        }
    }

    public Task KillClientAsync() => StopClusterClientAsync();

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1))[0];

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++)
        {
            started.Add(await StartSiloAsync(_startedSilos++));
        }

        return started;
    }

    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        Forget(instance);
        await instance.StopSiloAsync(stopGracefully: true);
    }

    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        Forget(instance);
        await instance.StopSiloAsync(stopGracefully: false);
    }

    public async Task<InProcessSiloHandle> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartSiloAsync(instance.InstanceNumber);
    }

    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    // Silos of this cluster know at once who runs.
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => _client is null ? Task.FromException(new InvalidOperationException("The cluster is not deployed.")) : Task.CompletedTask;

    public bool TryGetGrainContext(GrainId grainId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = _cluster.TryFind(grainId, out var activation) ? activation : null;
        return grainContext is not null;
    }

    public Task DeactivateAsync(GrainId grainId) => TryGetGrainContext(grainId, out var context)
        ? context.DeactivateAsync(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "A test asked for it."))
        : Task.CompletedTask;

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    public Task WaitForDeactivationAsync(GrainId grainId) =>
        TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Drops the cluster without stopping it in order; prefer <see cref="DisposeAsync"/>.</summary>
    public void Dispose()
    {
        _client?.Dispose();
        _clientHost?.Dispose();
        foreach (var silo in Silos)
        {
            silo.Dispose();
        }
    }

    private async Task<InProcessSiloHandle> StartSiloAsync(int instanceNumber)
    {
        var options = new InProcessTestSiloSpecificOptions
        {
            SiloName = instanceNumber == 0 ? "Primary" : $"Secondary_{instanceNumber.ToString(CultureInfo.InvariantCulture)}",
            SiloPort = EndpointOptions.DEFAULT_SILO_PORT + instanceNumber,
            GatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT + instanceNumber,
        };
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = options.SiloName, EnvironmentName = Environments.Development, DisableDefaults = true });
        foreach (var configure in Options.SiloHostConfigurationDelegates)
        {
            configure(options, builder);
        }

        // Before UseOrleans adds a cluster of its own.
        builder.Services.AddSingleton(_cluster);
        builder.UseOrleans(silo =>
        {
            silo.Services.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = Options.ClusterId;
                cluster.ServiceId = Options.ServiceId;
            });
            silo.Services.Configure<SiloOptions>(named => named.SiloName = options.SiloName);
            silo.Services.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloPort = options.SiloPort;
                endpoint.GatewayPort = options.GatewayPort;
            });
        });
        var host = builder.Build();
        await host.StartAsync();
        var handle = new InProcessSiloHandle
        {
            Name = options.SiloName,
            InstanceNumber = (short)instanceNumber,
            SiloHost = host,
            SiloAddress = host.Services.GetRequiredService<LocalSilo>().Address,
        };
        lock (_lock)
        {
            _silos.Add(handle);
        }

        return handle;
    }

    private void Forget(InProcessSiloHandle silo)
    {
        lock (_lock)
        {
            _silos.Remove(silo);
        }
    }
}
