using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>Headers and trailers, as text and as bytes.</summary>
public sealed class MetadataTests
{
    private static readonly byte[] Bytes = [0, 128, 255, 10, 13, 61];

    [Fact]
    public async Task RequestHeaders_OfTextAndBytes_ReachTheCallee()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata? seen = null;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(request);
        };

        await server.Client.SayAsync(new EchoMessage(), new Metadata { { "Mixed-Case", "value; with=signs" }, { "blob-bin", Bytes } });

        Assert.Equal("value; with=signs", seen!.GetValue("mixed-case"));
        Assert.Equal(Bytes, seen!.GetValueBytes("blob-bin"));
        Assert.Null(seen!.Get("grpc-accept-encoding"));
        Assert.Null(seen!.Get("content-type"));
        Assert.NotNull(seen!.Get("user-agent"));
    }

    [Theory]
    [InlineData("AID/Cg0=")]
    [InlineData("AID/Cg0")]
    public async Task BinaryHeader_WithOrWithoutPadding_IsDecoded(string value)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[]? seen = null;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.RequestHeaders.GetValueBytes("blob-bin");
            return Task.FromResult(request);
        };

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("blob-bin", value));

        Assert.Equal(StatusCode.OK, response.Code);
        Assert.Equal([0, 128, 255, 10, 13], seen);
    }

    /// <summary>The published library answers UNKNOWN and logs an error.</summary>
    [CitizenNetwork.Testing.EmbeddedFact]
    public async Task BinaryHeader_ThatIsNotBase64_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Count = context.RequestHeaders.Count });

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("blob-bin", "?"));

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Empty(server.Log.Errors);
    }

    /// <summary>HTTP allows more in a name than gRPC does; the published library fails on it.</summary>
    [CitizenNetwork.Testing.EmbeddedFact]
    public async Task Header_WithANameThatIsNoKey_IsLeftOut()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata? seen = null;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(request);
        };

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("x!y", "1"), ("fine", "2"));

        Assert.Equal(StatusCode.OK, response.Code);
        Assert.Equal("2", seen!.GetValue("fine"));
        Assert.DoesNotContain(seen!, entry => entry.Key.Contains('!', StringComparison.Ordinal));
    }

    [Fact]
    public async Task ResponseHeadersAndTrailers_OfACall_ReachTheCaller()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = async (request, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "1" }, { "early-bin", Bytes } });
            context.ResponseTrailers.Add("late", "2");
            context.ResponseTrailers.Add("late", "3");
            context.ResponseTrailers.Add("late-bin", Bytes);
            return request;
        };
        using AsyncUnaryCall<EchoMessage> call = server.Client.SayAsync(new EchoMessage());

        Metadata headers = await call.ResponseHeadersAsync;
        await call;
        Metadata trailers = call.GetTrailers();

        Assert.Equal("1", headers.GetValue("early"));
        Assert.Equal(Bytes, headers.GetValueBytes("early-bin"));
        Assert.Equal("2 3", string.Join(' ', trailers.GetAll("late").Select(entry => entry.Value)));
        Assert.Equal(Bytes, trailers.GetValueBytes("late-bin"));
        Assert.Null(trailers.Get("grpc-status"));
    }

    [Fact]
    public async Task ResponseHeaders_WrittenBeforeTheMessages_ArriveBeforeThem()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Behaviour.Repeat = async (_, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "ready", "yes" } });
            await read.Task;
            await responses.WriteAsync(new EchoMessage());
        };
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());

        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("ready"));
        read.SetResult();
        Assert.True(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task ResponseHeaders_WrittenTwice_AreRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = async (request, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            return request;
        };

        Assert.Equal("ok", (await server.Client.SayAsync(new EchoMessage { Text = "ok" })).Text);
    }

    [Fact]
    public async Task Context_OfACall_KnowsMethodHostPeerAndRequest()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Text = $"{context.Method} {context.Host} {context.Peer.Split(':')[0]} {context.GetHttpContext().Request.Protocol} {context.AuthContext.IsPeerAuthenticated}" });

        EchoMessage response = await server.Client.SayAsync(new EchoMessage());

        Assert.Equal($"/citizennetwork.testing.Echo/Say {server.Address.Authority} ipv4 HTTP/2 False", response.Text);
    }

    [Fact]
    public async Task CallCredentials_OnAnInsecureChannelThatAllowsThem_AreSent()
    {
        CallCredentials bearer = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("authorization", $"Bearer {context.MethodName}");
            return Task.CompletedTask;
        });
        await using EchoServer server = await EchoServer.StartAsync(channelOptions: new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, bearer),
            UnsafeUseInsecureChannelCallCredentials = true,
        });
        server.Behaviour.Say = (_, context) => Task.FromResult(new EchoMessage { Text = context.RequestHeaders.GetValue("authorization") ?? "" });

        Assert.Equal("Bearer Say", (await server.Client.SayAsync(new EchoMessage())).Text);
    }

    [Fact]
    public void Metadata_ReadOnly_RefusesChanges()
    {
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("blob-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("text", [1]));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("not a key", "text"));
    }
}
