using CitizenNetwork.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>How refusals, defects and wrong addresses reach the caller.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task RpcException_ThrownByAHandler_ReachesTheCallerWithItsTrailers()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] details = [0, 1, 2, 253, 254, 255];
        Metadata trailers = new() { { "grpc-status-details-bin", details }, { "hint", "try-later" } };
        server.Behaviour.Say = (_, context) =>
        {
            context.ResponseTrailers.Add("own", "too");
            throw new RpcException(new Status(StatusCode.AlreadyExists, "taken"), trailers);
        };

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
        Assert.Equal("taken", refusal.Status.Detail);
        Assert.Equal(details, refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("try-later", refusal.Trailers.GetValue("hint"));
        Assert.Equal("too", refusal.Trailers.GetValue("own"));
        Assert.Empty(server.Log.Errors);
    }

    [Theory]
    [InlineData("Créneau déjà réservé — 100 %")]
    [InlineData("日本語\nsecond line\ttab")]
    [InlineData("percent %41 stays")]
    [InlineData("🙂 outside the basic plane")]
    public async Task Detail_WithAnyText_ArrivesUnchanged(string detail)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, _) => throw new RpcException(new Status(StatusCode.InvalidArgument, detail));

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(detail, refusal.Status.Detail);
    }

    [Fact]
    public async Task Status_SetOnTheContext_EndsTheCallWithIt()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Repeat = async (_, responses, context) =>
        {
            await responses.WriteAsync(new EchoMessage());
            context.Status = new Status(StatusCode.OutOfRange, "no more");
        };
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());

        Assert.True(await call.ResponseStream.MoveNext());
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.OutOfRange, refusal.StatusCode);
        Assert.Equal("no more", call.GetStatus().Detail);
    }

    [Fact]
    public async Task Exception_ThrownByAHandler_IsHiddenAndLogged()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, _) => throw new InvalidOperationException("secret");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(StatusCode.Unknown, refusal.StatusCode);
        Assert.Equal("Exception was thrown by handler.", refusal.Status.Detail);
        Assert.Contains("secret", Assert.Single(server.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_WithDetailedErrors_IsTold()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.EnableDetailedErrors = true);
        server.Behaviour.Say = (_, _) => throw new InvalidOperationException("outer", new NotSupportedException("inner"));

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal("Exception was thrown by handler. InvalidOperationException: outer NotSupportedException: inner", refusal.Status.Detail);
    }

    [Fact]
    public async Task UnknownMethod_OfAKnownService_IsUnimplemented()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal((StatusCode.Unimplemented, "Method is unimplemented."), await CallAsync(server, "citizennetwork.testing.Echo", "Whisper"));
    }

    [Fact]
    public async Task UnknownService_IsUnimplemented()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal((StatusCode.Unimplemented, "Service is unimplemented."), await CallAsync(server, "citizennetwork.testing.Silence", "Say"));
    }

    [Theory]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    public async Task HttpStatus_WithoutGrpcStatus_IsMapped(int http, StatusCode expected)
    {
        await using EchoServer server = await EchoServer.StartAsync(map: app => app.Run(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        }));

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(expected, refusal.StatusCode);
    }

    [Fact]
    public async Task NobodyListening_IsUnavailable()
    {
        Uri gone;
        await using (EchoServer server = await EchoServer.StartAsync())
        {
            gone = server.Address;
        }

        using GrpcChannel channel = GrpcChannel.ForAddress(gone);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await new Echo.EchoClient(channel).SayAsync(new EchoMessage()));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }

    private static async Task<(StatusCode Code, string Detail)> CallAsync(EchoServer server, string service, string name)
    {
        Method<string, string> method = new(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using AsyncUnaryCall<string> call = server.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "");
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return (refusal.StatusCode, refusal.Status.Detail);
    }

    [EmbeddedFact]
    public async Task Refusal_WhoseResponseCannotBeGivenBack_ReachesTheCaller()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new RefusingHandler(), DisposeHttpClient = true });

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await new Echo.EchoClient(channel).SayAsync(new EchoMessage()).ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
    }

    /// <summary>Refuses every request in the headers, and fails when its response is disposed of.</summary>
    private sealed class RefusingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = new() { Version = new Version(2, 0), Content = new FailingContent(), RequestMessage = request };
            response.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/grpc");
            response.Headers.Add("grpc-status", "6");
            return Task.FromResult(response);
        }

        private sealed class FailingContent() : ByteArrayContent([])
        {
            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                throw new InvalidOperationException("The stream is gone.");
            }
        }
    }
}
