using CitizenNetwork.EndToEndTests.Rpc;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>A server under attack, and what its methods are.</summary>
internal abstract class HostileTarget : IAsyncDisposable
{
    /// <summary>Bytes.</summary>
    private const int WideWindow = 1 << 30;

    public abstract Uri Address { get; }

    /// <summary>What the server logged as an error; nothing a caller sends may be one.</summary>
    public abstract IReadOnlyCollection<string> Errors { get; }

    /// <summary>Methods with one request and one response.</summary>
    public abstract IReadOnlyList<MethodDescriptor> Unary { get; }

    /// <summary>A method that takes a stream of requests.</summary>
    public abstract MethodDescriptor Streaming { get; }

    /// <summary>Key of the caller; null where none is asked for.</summary>
    public abstract string? Key { get; }

    /// <summary>Statuses that a well-formed call with any content may end with.</summary>
    public abstract IReadOnlyList<StatusCode> Answers { get; }

    /// <summary>Makes a correct call with an ordinary client; throws unless it is answered.</summary>
    public abstract Task CallAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// The sender does not heed windows, beyond which a server may end the connection (RFC 9113, section 6.9.1): they are wider
    /// than all that it sends before it waits for answers.
    /// </summary>
    protected static void WidenWindows(KestrelServerOptions kestrel)
    {
        kestrel.Limits.Http2.InitialConnectionWindowSize = WideWindow;
        kestrel.Limits.Http2.InitialStreamWindowSize = WideWindow;
    }

    /// <summary>
    /// Without a defect of Kestrel's, seen with an empty handler too: of connections that it ended for opening streams too
    /// fast, it forgets some, and says so when the collector finds them.
    /// </summary>
    protected static IEnumerable<string> Ours(LogRecorder log) =>
        log.Errors.Where(error => !error.StartsWith("Microsoft.AspNetCore.Server.Kestrel: ", StringComparison.Ordinal) || !error.Contains("application never completed", StringComparison.Ordinal));
}

/// <summary>The echo service with the defaults of the embedded server.</summary>
internal sealed class EchoTarget : HostileTarget
{
    private readonly EchoServer _server;

    private EchoTarget(EchoServer server) => _server = server;

    public override Uri Address => _server.Address;

    // As in the product, the transport's own words about its callers are left out: it writes one for each frame too many.
    public override IReadOnlyCollection<string> Errors =>
        [.. Ours(_server.Log).Where(error => !error.StartsWith("Microsoft.AspNetCore.Server.Kestrel.Http2:", StringComparison.Ordinal))];

    public override IReadOnlyList<MethodDescriptor> Unary { get; } = [Echo.Descriptor.FindMethodByName("Say")];

    public override MethodDescriptor Streaming { get; } = Echo.Descriptor.FindMethodByName("Chat");

    public override string? Key => null;

    public override IReadOnlyList<StatusCode> Answers { get; } = [StatusCode.OK];

    public EchoBehaviour Behaviour => _server.Behaviour;

    public static async Task<EchoTarget> StartAsync()
    {
        EchoServer server = await EchoServer.StartAsync(services: services => services.Configure<KestrelServerOptions>(WidenWindows));
        server.Behaviour.Say = (request, context) =>
        {
            // Most handlers look at the metadata, and malformed metadata shows only then.
            _ = context.RequestHeaders.Count;
            return Task.FromResult(request);
        };
        return new EchoTarget(server);
    }

    public override async Task CallAsync() => Assert.Equal("still here", (await _server.Client.SayAsync(new EchoMessage { Text = "still here" })).Text);

    public override ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>The product.</summary>
internal sealed class ProductTarget : HostileTarget
{
    private readonly DirectoryInfo _folder;
    private readonly CitizenNetworkServer _server;
    private readonly LogRecorder _log;
    private readonly GrpcChannel _channel;
    private readonly Grpc.Health.V1.Health.HealthClient _health;

    private ProductTarget(DirectoryInfo folder, CitizenNetworkServer server, LogRecorder log, string key)
    {
        _folder = folder;
        _server = server;
        _log = log;
        _channel = GrpcChannel.ForAddress(server.GrpcAddress);
        _health = new Grpc.Health.V1.Health.HealthClient(_channel);
        Key = key;
    }

    public override Uri Address => _server.GrpcAddress;

    public override IReadOnlyCollection<string> Errors => [.. Ours(_log)];

    public override IReadOnlyList<MethodDescriptor> Unary { get; } =
        [.. Api.Services.Where(service => service.File.Package == "citizennetwork.v1").SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming && !method.IsServerStreaming)];

    public override MethodDescriptor Streaming { get; } = Grpc.Reflection.V1.ServerReflection.Descriptor.Methods[0];

    public override string? Key { get; }

    // Neither UNKNOWN nor INTERNAL: those are what defects are answered with.
    public override IReadOnlyList<StatusCode> Answers { get; } =
        [StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.FailedPrecondition, StatusCode.Aborted, StatusCode.PermissionDenied];

    public static async Task<ProductTarget> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("citizennetwork-hostile-");
        LogRecorder log = new();
        CitizenNetworkServer server = await CitizenNetworkServer.StartAsync(
            new ServerSettings(folder.FullName, 0, 0),
            services => services.AddWideLimits().AddLogging(logging => logging.AddProvider(log)).Configure<KestrelServerOptions>(WidenWindows));
        return new ProductTarget(folder, server, log, await server.Services.GetRequiredService<ApiKeys>().CreateAsync("hostile"));
    }

    public override async Task CallAsync() =>
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await _health.CheckAsync(new HealthCheckRequest())).Status);

    public override async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
