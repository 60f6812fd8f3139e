using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>The four kinds of calls, and how each of them ends.</summary>
public sealed class CallKindTests
{
    [Fact]
    public async Task Unary_Answered_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        EchoMessage response = await server.Client.SayAsync(new EchoMessage { Text = "bonjour", Count = 7 });

        Assert.Equal(new EchoMessage { Text = "bonjour", Count = 7 }, response);
    }

    [Fact]
    public async Task Unary_CalledBlocking_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal("bonjour", server.Client.Say(new EchoMessage { Text = "bonjour" }).Text);
    }

    [Fact]
    public async Task Unary_WithAnEmptyMessage_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal(new EchoMessage(), await server.Client.SayAsync(new EchoMessage()));
    }

    [Fact]
    public async Task Unary_WithMegabytesBothWays_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        EchoMessage request = new() { Padding = ByteString.CopyFrom(new byte[3_000_000]) };

        Assert.Equal(request, await server.Client.SayAsync(request));
    }

    [Fact]
    public async Task Unary_ManyAtOnce_EachGetsItsOwnResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        EchoMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => server.Client.SayAsync(new EchoMessage { Count = i }).ResponseAsync));

        Assert.Equal(Enumerable.Range(0, 200), responses.Select(response => response.Count));
    }

    [Fact]
    public async Task Unary_HandlerReturnsNull_IsCancelled()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, _) => Task.FromResult<EchoMessage>(null!);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage()));

        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_AllRequestsRead_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncClientStreamingCall<EchoMessage, EchoMessage> call = server.Client.Collect();

        foreach (string text in (string[])["un", "deux", "trois"])
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Text = text });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(new EchoMessage { Text = "un deux trois", Count = 3 }, await call);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_WithoutRequests_ReturnsTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncClientStreamingCall<EchoMessage, EchoMessage> call = server.Client.Collect();

        await call.RequestStream.CompleteAsync();

        Assert.Equal(0, (await call).Count);
    }

    [Fact]
    public async Task ClientStreaming_HandlerAnswersEarly_EndsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Collect = (_, _) => throw new RpcException(new Status(StatusCode.FailedPrecondition, "closed"));
        using AsyncClientStreamingCall<EchoMessage, EchoMessage> call = server.Client.Collect();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        RpcException late = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new EchoMessage()));
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task ClientStreaming_WriteAfterComplete_IsRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncClientStreamingCall<EchoMessage, EchoMessage> call = server.Client.Collect();
        await call.RequestStream.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new EchoMessage()));
    }

    [Fact]
    public async Task ServerStreaming_ReadToItsEnd_YieldsAllResponses()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage { Text = "encore", Count = 100 });

        List<int> counts = [];
        await foreach (EchoMessage response in call.ResponseStream.ReadAllAsync())
        {
            counts.Add(response.Count);
        }

        Assert.Equal(Enumerable.Range(0, 100), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task ServerStreaming_WithoutResponses_EndsOk()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_HandlerFailsHalfWay_YieldsResponsesThenTheStatus()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Repeat = async (_, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "first" });
            throw new RpcException(new Status(StatusCode.DataLoss, "half"));
        };
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("first", call.ResponseStream.Current.Text);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DataLoss, refusal.StatusCode);
    }

    [Fact]
    public async Task Duplex_TakingTurns_AnswersEachRequestBeforeTheNext()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = server.Client.Chat();

        for (int i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Count = i });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Count);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_CalleeSpeaksFirst_CallerHearsIt()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Chat = async (requests, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "welcome" });
            await requests.MoveNext();
            await responses.WriteAsync(requests.Current);
        };
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = server.Client.Chat();

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("welcome", call.ResponseStream.Current.Text);
        await call.RequestStream.WriteAsync(new EchoMessage { Text = "thanks" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("thanks", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task GetStatus_BeforeTheEnd_IsRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = server.Client.Chat();

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
