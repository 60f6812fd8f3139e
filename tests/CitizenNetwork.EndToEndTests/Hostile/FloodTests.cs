using CitizenNetwork.EndToEndTests.Rpc;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>Callers that want too much at once, or take nothing of what they asked for.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class FloodTests
{
    private const int Resets = 10_000;
    private const long MostGrowth = 32 * 1024 * 1024;

    private static readonly (string Name, string Value)[] Head =
        [(":method", "POST"), (":scheme", "http"), (":path", RawRequest.Say), (":authority", "localhost"), ("content-type", StreamCase.GrpcType), ("te", "trailers")];

    private static readonly byte[] Say = Hpack.Block(Head);
    private static readonly byte[] Repeat = Hpack.Block(Head.Select(header => header.Name == ":path" ? (":path", "/citizennetwork.testing.Echo/Repeat") : header));

    /// <summary>Handlers that do not heed their cancellation: whatever a caller resets, no more of them run than the limits say.</summary>
    [EmbeddedFact]
    public async Task Streams_OpenedAndResetTenThousandTimes_StartABoundedNumberOfHandlers()
    {
        await using EchoTarget echo = await EchoTarget.StartAsync();
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int running = 0;
        int most = 0;
        int connections = 0;
        echo.Behaviour.Say = async (request, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await release.Task;
            Interlocked.Decrement(ref running);
            return request;
        };
        long before = GC.GetTotalMemory(forceFullCollection: true);

        HostileConnection connection = await HostileConnection.OpenAsync(echo.Address);
        FrameWriter wire = new();
        for (int i = 0; i < Resets; i++)
        {
            if (!connection.IsUsable)
            {
                connections++;
                await connection.DisposeAsync();
                connection = await HostileConnection.OpenAsync(echo.Address);
            }

            uint stream = connection.NewStream();
            wire.Clear();
            await connection.SendAsync(wire.Headers(stream, Say).Data(stream, RawRequest.Frame([])).Reset(stream).Written);
        }

        await connection.PingAsync();
        await connection.DisposeAsync();
        release.SetResult();

        // The server takes a hundred streams of a connection, counts those that still run, and ends who opens far more.
        Assert.InRange(most, 1, 300 * (connections + 1));
        Assert.True(connections > 0, "The server never ended the connection.");
        echo.Behaviour.Say = (request, _) => Task.FromResult(request);
        await echo.CallAsync();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
        Assert.Empty(echo.Errors);
    }

    [EmbeddedFact]
    public async Task Continuations_WithoutEnd_EndTheConnectionAndNothingElse()
    {
        await using EchoTarget echo = await EchoTarget.StartAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using HostileConnection connection = await HostileConnection.OpenAsync(echo.Address);
        FrameWriter wire = new FrameWriter().Frame(Http2.Headers, 0, connection.NewStream(), Say);
        byte[] more = Hpack.Block(("x", new string('y', 10_000)));
        for (int i = 0; i < 10_000 && connection.IsUsable; i++)
        {
            await connection.SendAsync(wire.Frame(Http2.Continuation, 0, 1, more).Written);
            wire.Clear();
        }

        await connection.Ended.WaitAsync(HostileConnection.Hang);
        await echo.CallAsync();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
        Assert.Empty(echo.Errors);
    }

    /// <summary>A reader that never opens its window holds what its streams have buffered, and others do not notice.</summary>
    [EmbeddedFact]
    public async Task Reader_ThatNeverReads_HoldsLittleAndHindersNobody()
    {
        await using EchoTarget echo = await EchoTarget.StartAsync();
        const int streams = 80;
        int ended = 0;
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SemaphoreSlim started = new(0);
        echo.Behaviour.Repeat = async (_, responses, context) =>
        {
            try
            {
                EchoMessage large = new() { Padding = ByteString.CopyFrom(new byte[100_000]) };
                started.Release();
                while (true)
                {
                    await responses.WriteAsync(large, context.CancellationToken);
                }
            }
            finally
            {
                if (Interlocked.Increment(ref ended) == streams)
                {
                    all.SetResult();
                }
            }
        };
        await echo.CallAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using (HostileConnection connection = await HostileConnection.OpenAsync(echo.Address, window: 0))
        {
            FrameWriter wire = new();
            for (int i = 0; i < streams; i++)
            {
                uint stream = connection.NewStream();
                wire.Headers(stream, Repeat).Data(stream, RawRequest.Frame([]));
            }

            await connection.SendAsync(wire.Written);
            for (int i = 0; i < streams; i++)
            {
                Assert.True(await started.WaitAsync(HostileConnection.Hang));
            }

            await connection.PingAsync();
            await echo.CallAsync();
            Assert.Equal(0, connection.BodyBytes);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
        }

        await all.Task.WaitAsync(HostileConnection.Hang);
        Assert.Empty(echo.Errors);
    }

    /// <summary>The status of a call past its deadline cannot overtake messages that wait for a window: the stream is reset instead.</summary>
    [EmbeddedFact]
    public async Task Deadline_OfACallThatNobodyReads_EndsItAllTheSame()
    {
        await using EchoTarget echo = await EchoTarget.StartAsync();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        echo.Behaviour.Repeat = async (_, responses, _) =>
        {
            try
            {
                while (true)
                {
                    await responses.WriteAsync(new EchoMessage { Padding = ByteString.CopyFrom(new byte[100_000]) });
                }
            }
            finally
            {
                ended.SetResult();
            }
        };
        await using HostileConnection connection = await HostileConnection.OpenAsync(echo.Address, window: 0);
        uint stream = connection.NewStream();
        byte[] head = [.. Repeat, .. Hpack.Block(("grpc-timeout", "200m"))];

        await connection.SendAsync(new FrameWriter().Headers(stream, head).Data(stream, RawRequest.Frame([])).Written);
        Outcome outcome = await connection.OutcomeOf(stream).WaitAsync(HostileConnection.Hang);

        Assert.Equal(new Outcome(OutcomeKind.Reset, (int)Http2.Cancel), outcome);
        await ended.Task.WaitAsync(HostileConnection.Hang);
        Assert.True(connection.IsUsable);
        Assert.Empty(echo.Errors);
    }

    /// <summary>What is wrong with a request is told in headers: as many wrong values as a message holds must not fill them.</summary>
    [Fact]
    public async Task Request_WithAMillionWrongValues_IsRefusedInFewWords()
    {
        await using ProductTarget product = await ProductTarget.StartAsync();
        byte[] kinds = [.. Enumerable.Repeat((byte)0x7f, 1_000_000)];
        byte[] message = [.. new ListFundingCallsRequest { Kinds = { FundingCallKind.Grant } }.ToByteArray().AsSpan(0, 1), 0xc0, 0x84, 0x3d, .. kinds];
        await using HostileConnection connection = await HostileConnection.OpenAsync(product.Address);
        uint stream = connection.NewStream();
        byte[] head = Hpack.Block([.. Head.Select(header => header.Name == ":path" ? (":path", "/citizennetwork.v1.FundingCallsService/ListFundingCalls") : header), ("x-api-key", product.Key!), ("grpc-encoding", "gzip")]);

        await connection.SendAsync(new FrameWriter().Headers(stream, head).Data(stream, RawRequest.Frame(RawRequest.Gzip(message), flag: 1)).Written);

        Assert.Equal(new Outcome(OutcomeKind.Status, (int)StatusCode.InvalidArgument), await connection.OutcomeOf(stream).WaitAsync(HostileConnection.Hang));
        Assert.InRange(connection.LargestBlock, 1, 32 * 1024);
        Assert.Empty(product.Errors);
    }

    /// <summary>A caller that stops in the middle of its request is let go when it resets, and its half message is nothing.</summary>
    [EmbeddedFact]
    public async Task Requests_HalfSentAndReset_EndTheirHandlers()
    {
        await using EchoTarget echo = await EchoTarget.StartAsync();
        await using HostileConnection connection = await HostileConnection.OpenAsync(echo.Address);
        FrameWriter wire = new();
        List<uint> streams = [.. Enumerable.Range(0, 90).Select(_ => connection.NewStream())];
        foreach (uint stream in streams)
        {
            wire.Headers(stream, Say).Data(stream, RawRequest.Frame([1, 2, 3], length: 1_000), ends: false);
        }

        foreach (uint stream in streams)
        {
            wire.Reset(stream);
        }

        uint last = connection.NewStream();
        await connection.SendAsync(wire.Headers(last, Say).Data(last, RawRequest.Frame([])).Written);

        Assert.Equal(new Outcome(OutcomeKind.Status, (int)StatusCode.OK), await connection.OutcomeOf(last).WaitAsync(HostileConnection.Hang));
        Assert.Empty(echo.Errors);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
