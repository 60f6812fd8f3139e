using CitizenNetwork.EndToEndTests.Rpc;
using CitizenNetwork.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;

namespace CitizenNetwork.EndToEndTests.Health;

/// <summary>A server that stops ends what lasts and finishes what it has begun.</summary>
public sealed class GracefulStopTests
{
    [Fact]
    public async Task Watch_WhenTheServerStops_SaysSoAndEnds()
    {
        await using Stopping server = await Stopping.StartAsync();
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new Grpc.Health.V1.Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);

        Task stop = server.StopAsync();

        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        Assert.False(await watch.ResponseStream.MoveNext());
        await AssertInTimeAsync(stop);
    }

    /// <summary>A stream that waits for its caller's next request would hold the stop until the host cuts it off.</summary>
    [Fact]
    public async Task Stream_ThatWaitsForItsCaller_EndsWhenTheServerStops()
    {
        await using Stopping server = await Stopping.StartAsync();
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> reflection = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.True(await reflection.ResponseStream.MoveNext());

        Task stop = server.StopAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => reflection.ResponseStream.MoveNext());

        // The server says UNAVAILABLE; a client that sees the connection close before it reads that says INTERNAL of its own.
        Assert.True(refusal.StatusCode == StatusCode.Unavailable || refusal.Status.DebugException is HttpProtocolException { ErrorCode: 0 }, refusal.ToString());
        await AssertInTimeAsync(stop);
    }

    [Fact]
    public async Task Call_UnderWayWhenTheServerStops_IsFinishedAndTheNextRefused()
    {
        EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Behaviour.Say = async (request, _) =>
        {
            started.SetResult();
            await release.Task;
            return request;
        };
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Echo.EchoClient client = new(channel);
        AsyncUnaryCall<EchoMessage> call = client.SayAsync(new EchoMessage { Text = "begun" });
        await started.Task;

        Task stop = server.StopAsync();
        await server.Stopping.WaitAsync(ServerSettings.ShutdownTimeout);
        Assert.False(stop.IsCompleted);
        release.SetResult();

        Assert.Equal("begun", (await call).Text);
        await AssertInTimeAsync(stop);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.SayAsync(new EchoMessage()));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        await server.DisposeAsync();
    }

    /// <summary>Nothing was cut off: that is what would happen at the timeout.</summary>
    private static Task AssertInTimeAsync(Task stop) => stop.WaitAsync(ServerSettings.ShutdownTimeout);

    private sealed class Stopping : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-stop-");
        private CitizenNetworkServer? _server;

        public GrpcChannel Channel { get; private set; } = null!;

        public static async Task<Stopping> StartAsync()
        {
            Stopping made = new();
            made._server = await CitizenNetworkServer.StartAsync(new ServerSettings(made._folder.FullName, 0, 0));
            made.Channel = GrpcChannel.ForAddress(made._server.GrpcAddress);
            return made;
        }

        public async Task StopAsync()
        {
            if (Interlocked.Exchange(ref _server, null) is { } server)
            {
                await server.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            Channel.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
