using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>A call that nobody waits for any more ends on both sides.</summary>
public sealed class DeadlineAndCancellationTests
{
    [Fact]
    public async Task Deadline_Passed_EndsTheCallOnBothSides()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource started = NewSignal();
        TaskCompletionSource cancelled = WaitForCancellation(server, started);

        // On a busy machine the time may be up before the call is sent, and the callee hears nothing: again, with more of it.
        for (var left = TimeSpan.FromMilliseconds(300); !started.Task.IsCompleted; left *= 4)
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(new EchoMessage(), deadline: In(left)));
            Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        }

        await cancelled.Task;
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Deadline_InThePast_EndsTheCallWithoutSendingIt()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        bool isReached = false;
        server.Behaviour.Say = (request, _) =>
        {
            isReached = true;
            return Task.FromResult(request);
        };

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.SayAsync(new EchoMessage(), deadline: In(TimeSpan.FromSeconds(-1))));

        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.False(isReached);
    }

    [Fact]
    public async Task Deadline_OfAStream_EndsItHalfWay()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Repeat = async (_, responses, context) =>
        {
            await responses.WriteAsync(new EchoMessage());
            await Cancelled(context.CancellationToken).Task;
        };

        // As above: the first message may come too late on a busy machine.
        bool isBegun = false;
        for (var left = TimeSpan.FromSeconds(2); !isBegun; left *= 4)
        {
            using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage(), deadline: In(left));
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                isBegun = await call.ResponseStream.MoveNext();
                await call.ResponseStream.MoveNext();
            });
            Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        }
    }

    [Fact]
    public async Task Deadline_KnownToTheCallee_IsTheCallers()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        DateTime seen = default;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        };

        DateTime deadline = In(TimeSpan.FromMinutes(10));
        await server.Client.SayAsync(new EchoMessage(), deadline: deadline);

        // The timeout travels, rounded up; the callee adds it to its own clock.
        Assert.InRange(seen, deadline, TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task Deadline_NotGiven_IsNever()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        DateTime seen = default;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        };

        await server.Client.SayAsync(new EchoMessage());

        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Theory]
    [InlineData("2H", 7200)]
    [InlineData("90M", 5400)]
    [InlineData("100S", 100)]
    [InlineData("99999m", 99.999)]
    [InlineData("99999999u", 99.999999)]
    public async Task Timeout_InAnyUnit_SetsTheDeadline(string timeout, double seconds)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        DateTime seen = default;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        };

        DateTime earliest = In(TimeSpan.FromSeconds(seconds));
        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.OK, response.Code);
        Assert.InRange(seen, earliest - TimeSpan.FromMilliseconds(1), In(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("99999999n")]
    [InlineData("100000u")]
    [InlineData("100m")]
    [InlineData("1S")]
    public async Task Timeout_Passed_IsAnsweredByTheCallee(string timeout)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource cancelled = WaitForCancellation(server, started: null);

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.DeadlineExceeded, response.Code);
        await cancelled.Task;
        Assert.Empty(server.Log.Errors);
    }

    /// <summary>Less than the clock's tick is still a timeout; the published library takes it for none.</summary>
    [CitizenNetwork.Testing.EmbeddedFact]
    public async Task Timeout_OfANanosecond_IsATimeout()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource cancelled = WaitForCancellation(server, started: null);

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("grpc-timeout", "1n"));

        Assert.Equal(StatusCode.DeadlineExceeded, response.Code);
        await cancelled.Task;
    }

    [Theory]
    [InlineData("10")]
    [InlineData("S")]
    [InlineData("10x")]
    [InlineData("-5S")]
    [InlineData("1.5S")]
    [InlineData("soon")]
    public async Task Timeout_ThatIsNone_IsIgnored(string timeout)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.OK, response.Code);
    }

    [Fact]
    public async Task Cancellation_ByToken_ReachesTheCallee()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource started = NewSignal();
        TaskCompletionSource cancelled = WaitForCancellation(server, started);
        using CancellationTokenSource cancellation = new();

        using AsyncUnaryCall<EchoMessage> call = server.Client.SayAsync(new EchoMessage(), cancellationToken: cancellation.Token);
        await started.Task;
        await cancellation.CancelAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await cancelled.Task;
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Cancellation_ByDisposingADuplexCall_ReachesTheCallee()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource cancelled = NewSignal();
        server.Behaviour.Chat = async (requests, responses, context) =>
        {
            using CancellationTokenRegistration registration = context.CancellationToken.Register(cancelled.SetResult);
            await requests.MoveNext();
            await responses.WriteAsync(requests.Current);
            await requests.MoveNext();
        };

        using (AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = server.Client.Chat())
        {
            await call.RequestStream.WriteAsync(new EchoMessage());
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await cancelled.Task;
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Cancellation_OfARead_CancelsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource cancelled = NewSignal();
        server.Behaviour.Repeat = async (_, responses, context) =>
        {
            using CancellationTokenRegistration registration = context.CancellationToken.Register(cancelled.SetResult);
            await responses.WriteAsync(new EchoMessage());
            await cancelled.Task;
        };
        using CancellationTokenSource cancellation = new();
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(new EchoMessage());
        Assert.True(await call.ResponseStream.MoveNext());

        Task<bool> read = call.ResponseStream.MoveNext(cancellation.Token);
        await cancellation.CancelAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => read);
        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
        await cancelled.Task;
    }

    [Fact]
    public async Task Cancellation_BeforeTheCall_EndsIt()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.SayAsync(new EchoMessage(), cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
    }

    [Fact]
    public async Task Cancellation_AskedForAsException_ThrowsOperationCanceled()
    {
        await using EchoServer server = await EchoServer.StartAsync(channelOptions: new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        TaskCompletionSource started = NewSignal();
        WaitForCancellation(server, started);
        using CancellationTokenSource cancellation = new();

        using AsyncUnaryCall<EchoMessage> call = server.Client.SayAsync(new EchoMessage(), cancellationToken: cancellation.Token);
        await started.Task;
        await cancellation.CancelAsync();

        OperationCanceledException refusal = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
        Assert.Equal(cancellation.Token, refusal.CancellationToken);
    }

    [Fact]
    public async Task Channel_Disposed_CancelsItsCalls()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        TaskCompletionSource started = NewSignal();
        TaskCompletionSource cancelled = WaitForCancellation(server, started);

        using AsyncUnaryCall<EchoMessage> call = server.Client.SayAsync(new EchoMessage());
        await started.Task;
        server.Channel.Dispose();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, refusal.StatusCode);
        await cancelled.Task;
        Assert.Throws<ObjectDisposedException>(() => server.Channel.CreateCallInvoker());
    }

    private static DateTime In(TimeSpan time) => TimeProvider.System.GetUtcNow().UtcDateTime + time;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Cancelled(CancellationToken token)
    {
        TaskCompletionSource cancelled = NewSignal();
        token.Register(() => cancelled.TrySetResult());
        return cancelled;
    }

    /// <summary>Makes <c>Say</c> wait for the cancellation of its call; the result is signalled with it.</summary>
    private static TaskCompletionSource WaitForCancellation(EchoServer server, TaskCompletionSource? started)
    {
        TaskCompletionSource cancelled = NewSignal();
        server.Behaviour.Say = async (request, context) =>
        {
            Task ended = Cancelled(context.CancellationToken).Task;
            started?.TrySetResult();
            await ended;
            cancelled.TrySetResult();
            return request;
        };
        return cancelled;
    }
}
