using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>How services become endpoints, and who makes their instances.</summary>
public sealed class ServiceMappingTests
{
    [Fact]
    public async Task Endpoints_OfAService_CarryTheirMethods()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        IEnumerable<GrpcMethodMetadata> methods = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
            .OfType<GrpcMethodMetadata>();

        Assert.Equal("Chat Collect Repeat Say", string.Join(' ', methods.Select(method => method.Method.Name).Order(StringComparer.Ordinal)));
        Assert.All(methods, method => Assert.Equal(typeof(EchoService), method.ServiceType));
    }

    [Fact]
    public async Task Conventions_OfAService_ReachItsEndpoints()
    {
        await using EchoServer server = await EchoServer.StartAsync(map: app => app.MapGrpcService<EchoService>().WithMetadata("mark"));
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Text = context.GetHttpContext().GetEndpoint()!.Metadata.GetMetadata<string>() });

        Assert.Equal("mark", (await server.Client.SayAsync(new EchoMessage())).Text);
    }

    [Fact]
    public async Task Service_NotRegistered_IsMadeAndDisposedPerCall()
    {
        Scoped.Made = Scoped.Disposed = 0;
        await using EchoServer server = await EchoServer.StartAsync(map: app => app.MapGrpcService<Scoped>());

        await server.Client.SayAsync(new EchoMessage());
        await server.Client.SayAsync(new EchoMessage());

        Assert.Equal((2, 2), (Scoped.Made, Scoped.Disposed));
    }

    [Fact]
    public async Task Service_RegisteredAsSingleton_IsUsed()
    {
        Single single = new();
        await using EchoServer server = await EchoServer.StartAsync(services: services => services.AddSingleton(single), map: app => app.MapGrpcService<Single>());

        await server.Client.SayAsync(new EchoMessage());

        Assert.Equal(2, (await server.Client.SayAsync(new EchoMessage())).Count);
    }

    [Fact]
    public async Task Service_WithItsOwnOptions_FollowsThem()
    {
        await using EchoServer server = await EchoServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services: services => services.AddGrpc().AddServiceOptions<EchoService>(options => options.MaxReceiveMessageSize = 1000));

        Assert.Equal(100, (await server.Client.SayAsync(new EchoMessage { Text = new string('x', 100) })).Text.Length);
    }

    [Fact]
    public async Task Method_NotOverridden_IsUnimplemented()
    {
        await using EchoServer server = await EchoServer.StartAsync(map: app => app.MapGrpcService<Scoped>());
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [Fact]
    public async Task Definition_BoundToAnInstance_IsServed()
    {
        await using EchoServer server = await EchoServer.StartAsync(map: app => app.MapGrpcService(Echo.BindService(new Single())));

        await server.Client.SayAsync(new EchoMessage());

        Assert.Equal(2, (await server.Client.SayAsync(new EchoMessage())).Count);
    }

    private sealed class Scoped : Echo.EchoBase, IDisposable
    {
        public Scoped() => Made++;

        public static int Made { get; set; }

        public static int Disposed { get; set; }

        public override Task<EchoMessage> Say(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

        public void Dispose() => Disposed++;
    }

    private sealed class Single : Echo.EchoBase
    {
        private int _calls;

        public override Task<EchoMessage> Say(EchoMessage request, ServerCallContext context) => Task.FromResult(new EchoMessage { Count = ++_calls });
    }
}
