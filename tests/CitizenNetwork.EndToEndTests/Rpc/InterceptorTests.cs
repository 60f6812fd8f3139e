using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>Interceptors on both sides, and the order in which they see a call.</summary>
public sealed class InterceptorTests
{
    [Fact]
    public async Task ServerInterceptors_OfAllFourKinds_SeeTheCallInOrder()
    {
        await using EchoServer server = await EchoServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<Recording>("outer");
                options.Interceptors.Add<Recording>("inner");
            },
            services: services => services.AddSingleton<ConcurrentQueue<string>>());

        await server.Client.SayAsync(new EchoMessage());
        using (AsyncClientStreamingCall<EchoMessage, EchoMessage> call = server.Client.Collect())
        {
            await call.RequestStream.CompleteAsync();
            await call;
        }

        using (AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage()))
        {
            Assert.False(await call.ResponseStream.MoveNext());
        }

        using (AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = server.Client.Chat())
        {
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
        }

        Assert.Equal(
            "outer unary, inner unary, outer client, inner client, outer server, inner server, outer duplex, inner duplex",
            string.Join(", ", server.Services.GetRequiredService<ConcurrentQueue<string>>()));
    }

    [Fact]
    public async Task ServerInterceptor_ThatRefuses_EndsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.Interceptors.Add<Refusing>());

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    [Fact]
    public async Task ServerInterceptor_RegisteredAsSingleton_IsUsed()
    {
        Counting counting = new();
        await using EchoServer server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<Counting>(),
            services: services => services.AddSingleton(counting));

        await server.Client.SayAsync(new EchoMessage());
        await server.Client.SayAsync(new EchoMessage());

        Assert.Equal(2, counting.Calls);
    }

    [Fact]
    public async Task ClientInterceptors_OfAChannel_SeeTheCallInOrder()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Text = context.RequestHeaders.GetValue("trace") ?? "" });

        Echo.EchoClient client = new(server.Channel.Intercept(new Tracing("a"), new Tracing("b")));

        Assert.Equal("ab", (await client.SayAsync(new EchoMessage())).Text);
        Assert.Equal("ab", client.Say(new EchoMessage()).Text);
    }

    [Fact]
    public async Task ClientInterceptor_EditingHeaders_ReachesTheCallee()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Text = context.RequestHeaders.GetValue("added") ?? "" });
        Metadata own = [];

        Echo.EchoClient client = new(server.Channel.Intercept(headers =>
        {
            headers.Add("added", "yes");
            return headers;
        }));

        Assert.Equal("yes", (await client.SayAsync(new EchoMessage(), own)).Text);
        Assert.Empty(own);
    }

    public sealed class Counting : Interceptor
    {
        public int Calls { get; private set; }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Calls++;
            return continuation(request, context);
        }
    }

    public sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
    }

    public sealed class Recording(ConcurrentQueue<string> seen, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            seen.Enqueue($"{name} unary");
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Enqueue($"{name} client");
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Enqueue($"{name} server");
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Enqueue($"{name} duplex");
            return continuation(requestStream, responseStream, context);
        }
    }

    private sealed class Tracing(string mark) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Marked(context));

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Marked(context));

        private ClientInterceptorContext<TRequest, TResponse> Marked<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class =>
            new(context.Method, context.Host, context.Options.WithHeaders(new Metadata { { "trace", (context.Options.Headers?.GetValue("trace") ?? "") + mark } }));
    }
}
