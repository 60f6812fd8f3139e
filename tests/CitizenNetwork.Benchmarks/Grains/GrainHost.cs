using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CitizenNetwork.Contracts;
using CitizenNetwork.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary>A host with one silo, and the client in its process: as the server runs it, on either stack.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainHost(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="database">Where states are kept, for grains that have one.</param>
    public static async Task<GrainHost> StartAsync(IDatabase? database = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(OneServerClustering());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddKeyedSingleton(Clock.Key, TimeProvider.System);
        builder.UseOrleans();
        if (database is not null)
        {
            builder.Services.AddCitizenNetworkStorage(database);
        }

        var host = builder.Build();
        await host.StartAsync();
        return new GrainHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>What the official silo must be told to run alone; the embedded one reads none of it.</summary>
    private static Dictionary<string, string?> OneServerClustering() => new(StringComparer.Ordinal)
    {
        ["Orleans:ClusterId"] = "bench",
        ["Orleans:ServiceId"] = "bench",
        ["Orleans:Clustering:ProviderType"] = "Development",
        ["Orleans:Endpoints:AdvertisedIPAddress"] = IPAddress.Loopback.ToString(),
        ["Orleans:Endpoints:SiloPort"] = FreePort().ToString(CultureInfo.InvariantCulture),
        ["Orleans:Endpoints:GatewayPort"] = "0",
    };

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
