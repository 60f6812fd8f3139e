using System.Net;
using System.Net.Sockets;
using System.Text;
using CitizenNetwork.EndToEndTests.Hostile;
using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>What the client puts on the wire, read by a listener that is not a server.</summary>
public sealed class ClientWireTests
{
    [Fact]
    public async Task Cancellation_OfACallUnderWay_ResetsItsStream()
    {
        using Listener listener = new();
        using GrpcChannel channel = GrpcChannel.ForAddress(listener.Address);
        using CancellationTokenSource cancellation = new();
        using AsyncUnaryCall<EchoMessage> call = new Echo.EchoClient(channel).SayAsync(new EchoMessage(), cancellationToken: cancellation.Token);
        await listener.UntilAsync(frame => frame is { Type: Http2.Data, Stream: 1 });

        await cancellation.CancelAsync();

        (_, _, byte[] code) = await listener.UntilAsync(frame => frame is { Type: Http2.RstStream, Stream: 1 });
        Assert.Equal(FrameWriter.Number(Http2.Cancel), code);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Deadline_OfACall_TravelsAsTimeoutAndResetsTheStream()
    {
        using Listener listener = new();
        using GrpcChannel channel = GrpcChannel.ForAddress(listener.Address);
        Echo.EchoClient client = new(channel);
        Task<(byte, uint, byte[] Head)> sent = listener.UntilAsync(frame => frame.Type == Http2.Headers);

        // On a busy machine the time may be up before there is a connection, and nothing is sent then: again, with more of it.
        TimeSpan left = TimeSpan.FromMilliseconds(500);
        Task<EchoMessage> call;
        do
        {
            call = client.SayAsync(new EchoMessage(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime + left).ResponseAsync;
            left *= 4;
        }
        while (await Task.WhenAny(sent, call) != sent);

        Assert.Contains("grpc-timeout", Encoding.Latin1.GetString((await sent).Head), StringComparison.Ordinal);
        await listener.UntilAsync(frame => frame.Type == Http2.RstStream);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
    }

    [Fact]
    public async Task Call_OfAnyKind_SaysWhoCallsAndWhatItUnderstands()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        string agent = "";
        string accepted = "";
        string te = "";
        server.Behaviour.Say = (request, context) =>
        {
            IDictionary<string, Microsoft.Extensions.Primitives.StringValues> headers = context.GetHttpContext().Request.Headers;
            (agent, accepted, te) = (headers["user-agent"].ToString(), headers["grpc-accept-encoding"].ToString(), headers["te"].ToString());
            return Task.FromResult(request);
        };

        await server.Client.SayAsync(new EchoMessage());

        Assert.Matches(@"^grpc-dotnet/\d+\.\d+\.\d+\S* \(.+\)$", agent);
        Assert.Contains("gzip", accepted.Split(','));
        Assert.Equal("trailers", te);
    }

    /// <summary>Takes one connection and answers nothing but settings.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private NetworkStream? _stream;

        public Listener() => _listener.Start();

        public Uri Address => new($"http://{_listener.LocalEndpoint}");

        /// <summary>Reads frames until the one that is waited for.</summary>
        public async Task<(byte Type, uint Stream, byte[] Payload)> UntilAsync(Func<(byte Type, uint Stream, byte[] Payload), bool> isIt)
        {
            if (_stream is null)
            {
                _stream = new NetworkStream(await _listener.AcceptSocketAsync(), ownsSocket: true);
                await _stream.ReadExactlyAsync(new byte[Http2.Preface.Length]);
                await _stream.WriteAsync(new FrameWriter().Settings((Http2.HeaderTableSize, 0)).Written);
            }

            byte[] header = new byte[Http2.FrameHeaderSize];
            while (true)
            {
                await _stream.ReadExactlyAsync(header).AsTask().WaitAsync(HostileConnection.Hang);
                byte[] payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
                await _stream.ReadExactlyAsync(payload);
                (byte, uint, byte[]) frame = (header[3], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(5)), payload);
                if (isIt(frame))
                {
                    return frame;
                }
            }
        }

        public void Dispose()
        {
            _stream?.Dispose();
            _listener.Dispose();
        }
    }
}
