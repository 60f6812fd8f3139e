using System.Net;
using System.Net.Security;
using CitizenNetwork.Contracts;
using CitizenNetwork.Server.Administration;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Health;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Server.Operations;
using CitizenNetwork.Server.Outbox;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Server.Reference;
using CitizenNetwork.Server.Reflection;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Telemetry;
using CitizenNetwork.Server.Transport;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace CitizenNetwork.Server.Hosting;

/// <summary>A started server: its addresses, its keys, its end.</summary>
internal sealed class CitizenNetworkServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDatabase _database;

    private CitizenNetworkServer(WebApplication app, IDatabase database)
    {
        _app = app;
        _database = database;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(Reachable).ToList();
        GrpcAddress = addresses[0];
        HttpAddress = addresses[1];
    }

    /// <summary>Where gRPC answers to a program of this machine.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>Where HTTP/1.1 answers to a program of this machine.</summary>
    public Uri HttpAddress { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server: database, grains, catalogue, then the ports, so that whoever is answered is answered whole.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="configure">Changes to the services, for tests; after all others.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<CitizenNetworkServer> StartAsync(ServerSettings settings, Action<IServiceCollection>? configure = null, CancellationToken cancellation = default)
    {
        var database = await OpenAsync(settings, cancellation);
        try
        {
            var app = Build(settings, database, configure);
            await app.Services.GetRequiredService<CataloguePump>().LoadAsync(cancellation);
            app.Services.GetRequiredService<Readiness>().Loaded();
            await app.StartAsync(cancellation);
            return new CitizenNetworkServer(app, database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Opens the database that the settings name.</summary>
    /// <exception cref="StorageStartupException">It cannot be opened.</exception>
    internal static async Task<IDatabase> OpenAsync(ServerSettings settings, CancellationToken cancellation) => settings.Postgres is { } postgres
        ? await PostgresDatabase.OpenAsync(postgres, TimeProvider.System, cancellation)
        : await SqliteDatabase.OpenAsync(settings.DataFolder, TimeProvider.System, cancellation);

    private static WebApplication Build(ServerSettings settings, IDatabase database, Action<IServiceCollection>? configure)
    {
        var (grpcPort, httpPort) = ListenPorts.Choose(settings);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, OneServerClustering());
        if (settings.ConfigurationFile is { } file)
        {
            builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        builder.Logging.AddServerLogs(settings.LogFormat);
        builder.Services.AddTelemetry();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var tls = kestrel.ApplicationServices.GetService<TlsListening>();
            kestrel.AddServerHeader = false;
            SetLimits(kestrel.Limits);
            ConnectionLimit connections = new(ServerSettings.MaxConnections);
            kestrel.Listen(settings.Listen, grpcPort, listen => Listen(listen, HttpProtocols.Http2, connections, tls));
            kestrel.Listen(settings.Listen, httpPort, listen => Listen(listen, HttpProtocols.Http1, connections, tls));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ServerSettings.ShutdownTimeout);
        builder.UseOrleans();
        builder.Services.AddReminders();
        builder.Services.TryAddKeyedSingleton(Clock.Key, TimeProvider.System);
        builder.Services.AddReferenceData().AddCitizenNetworkStorage(database).AddMatching().AddRecords().AddSources().AddDuplicates().AddImports().AddExports().AddPrivacy().AddSingleton<PersonalRetention>();
        builder.Services.AddHostedService<OutboxPump>().AddHostedService<Sweeper>().AddSingleton<AuditSealer>().AddHostedService(provider => provider.GetRequiredService<AuditSealer>()).AddSingleton<AuditNotes>();
        builder.Services.AddSingleton<Readiness>().AddHostedService<StoreWatch>();
        builder.Services.AddIdentities(settings);
        builder.Services.AddSingleton<StartTime>().AddSingleton<RefusalStatus>().AddSingleton<DescriptorIndex>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = ServerSettings.MaxMessageBytes;
            grpc.Interceptors.Add<CallInterceptor>();
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<StreamInterceptor>();
            grpc.Interceptors.Add<IdentityInterceptor>();
            grpc.Interceptors.Add<RequestInterceptor>();
        });
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.Services.GetRequiredService<StartTime>();
        app.Services.GetRequiredService<ClientCertificates>();
        app.UsePortOfConnection();
        if (app.Services.GetService<TlsListening>() is not null)
        {
            TlsListening.UseStrictTransport(app);
        }

        app.UseRouting();
        app.MapApi(httpPort);
        app.MapHealth(httpPort);
        return app;
    }

    private static Uri Reachable(string bound)
    {
        Uri address = new(bound);
        return new UriBuilder(address) { Host = ListenPorts.Reachable(IPAddress.Parse(address.Host)).ToString() }.Uri;
    }

    private static void Listen(ListenOptions listen, HttpProtocols protocols, ConnectionLimit connections, TlsListening? tls)
    {
        listen.Protocols = protocols;
        connections.Guard(listen);
        tls?.On(listen, protocols == HttpProtocols.Http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11);
    }

    /// <summary>
    /// What one caller may take. The transport's own floors of 240 bytes a second for bodies sent and read stay: they end slow
    /// senders of single requests and readers that stopped, and a stream that pauses is not measured.
    /// </summary>
    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestHeadersTotalSize = ServerSettings.MaxHeaderBytes;
        limits.RequestHeadersTimeout = ServerSettings.HeadersTimeout;
        limits.Http2.MaxStreamsPerConnection = ServerSettings.MaxStreamsPerConnection;
        limits.Http2.KeepAlivePingDelay = ServerSettings.KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = ServerSettings.KeepAlivePingTimeout;
    }

    /// <summary>
    /// One server alone, for the official Orleans, whose silo must be told how it finds others; any other configuration
    /// source (deploy/orleans.json, the environment) wins over it. The embedded runtime reads none of it.
    /// </summary>
    private static Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource OneServerClustering() => new()
    {
        InitialData = new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = "citizennetwork",
            ["Orleans:ServiceId"] = "citizennetwork",
            ["Orleans:Clustering:ProviderType"] = "Development",
            ["Orleans:Endpoints:AdvertisedIPAddress"] = IPAddress.Loopback.ToString(),
            ["Orleans:Endpoints:SiloPort"] = ListenPorts.Free(IPAddress.Loopback).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Orleans:Endpoints:GatewayPort"] = "0",
        },
    };
}
