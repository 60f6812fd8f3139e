using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>A server in process on free loopback ports with its own folder, a clock that tests set, and clients with a key.</summary>
public class ServerFixture : IAsyncLifetime
{
    /// <summary>An actor that is always registered, for records that need an owner.</summary>
    public const string Owner = "actors/porteur-de-tests";

    private CitizenNetworkServer? _server;
    private GrpcChannel? _channel;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("citizennetwork-e2e-").FullName;

    public SettableClock Clock { get; } = new();

    /// <summary>The key that the clients send.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>A key that opens what administers the service, too.</summary>
    public string AdministratorKey { get; private set; } = string.Empty;

    /// <summary>Clients that name no language: they are answered in French.</summary>
    public Wire Wire { get; private set; } = null!;

    /// <summary>Clients that ask for English.</summary>
    public Wire English { get; private set; } = null!;

    public Uri HttpAddress => Server.HttpAddress;

    internal CitizenNetworkServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private GrpcChannel Channel => _channel ?? throw new InvalidOperationException("Not started.");

    /// <summary>A server of its own for one test.</summary>
    public static async Task<ServerFixture> StartAsync(Action<IServiceCollection>? configure = null, string? postgres = null)
    {
        ServerFixture fixture = new();
        await fixture.StartServerAsync(configure, postgres);
        return fixture;
    }

    /// <summary>A server of its own that is told more than where its data is.</summary>
    internal static async Task<ServerFixture> StartAsync(Func<ServerSettings, ServerSettings> change)
    {
        ServerFixture fixture = new();
        await fixture.StartServerAsync(change: change);
        return fixture;
    }

    public virtual async Task InitializeAsync()
    {
        await StartServerAsync();
        await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porteur de tests"), ActorId = Owner.Split('/')[1] });
    }

    public virtual async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Stops the server; its folder stays.</summary>
    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    /// <summary>Clients with another key or language.</summary>
    public Wire With(string key, string language = "") => Wire.On(Channel, key, language);

    /// <summary>The same call in both languages: it must be refused for exactly these fields and change nothing.</summary>
    public async Task<(WireError French, WireError English)> AssertRefusedAsync(Func<Wire, Task> call, params string[] fields)
    {
        var before = await Wire.EverythingAsync();
        var french = await WireError.OfAsync(() => call(Wire));
        var english = await WireError.OfAsync(() => call(English));
        french.AssertInvalid("fr-FR", fields);
        english.AssertInvalid("en-GB", fields);
        WireError.AssertTold(french, english);
        Assert.Equal(before, await Wire.EverythingAsync());
        return (french, english);
    }

    /// <summary>The same call in both languages: it must be refused with this status and change nothing.</summary>
    public async Task<(WireError French, WireError English)> AssertRefusedAsync(Grpc.Core.StatusCode code, string reason, Func<Wire, Task> call)
    {
        var before = await Wire.EverythingAsync();
        var french = await WireError.OfAsync(() => call(Wire));
        var english = await WireError.OfAsync(() => call(English));
        french.AssertIs(code, reason, "fr-FR");
        english.AssertIs(code, reason, "en-GB");
        WireError.AssertTold(french, english);
        Assert.Equal(before, await Wire.EverythingAsync());
        return (french, english);
    }

    private protected async Task StartServerAsync(Action<IServiceCollection>? configure = null, string? postgres = null, Func<ServerSettings, ServerSettings>? change = null)
    {
        ServerSettings settings = new(DataFolder, 0, 0) { Postgres = postgres };
        _server = await CitizenNetworkServer.StartAsync(
            change?.Invoke(settings) ?? settings,
            services =>
            {
                services.AddWideLimits();
                services.AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, Clock);
                configure?.Invoke(services);
            });
        var keys = _server.Services.GetRequiredService<ApiKeys>();
        Key = await keys.CreateAsync("tests");
        AdministratorKey = await keys.CreateAsync("operator", isAdministrator: true);
        _channel = GrpcChannel.ForAddress(_server.GrpcAddress);
        Wire = With(Key);
        English = With(Key, "en");
    }
}

/// <summary>Tests that share one server with records of their own making.</summary>
[CollectionDefinition(Name)]
public sealed class RecordsServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "records";
}
