using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>How a stream ended: with a gRPC status, with an HTTP status alone, reset, or with its connection.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Outcome(OutcomeKind Kind, int Code)
{
    public override string ToString() => Kind == OutcomeKind.Status ? $"status {(StatusCode)Code}" : string.Create(CultureInfo.InvariantCulture, $"{Kind} {Code}");
}

internal enum OutcomeKind
{
    Status,
    Http,
    Reset,
    Closed,
}

/// <summary>A client end of HTTP/2 that sends whatever it is told and only listens properly.</summary>
internal sealed class HostileConnection : IAsyncDisposable
{
    /// <summary>No answer within this time is a hang; nothing is measured by it.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    /// <summary>Never used up, and with room for more.</summary>
    private const uint LargeWindow = 1 << 30;

    private readonly Socket _socket;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<uint, Stream> _streams = new();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource> _pings = new();
    private uint _lastStream;
    private ulong _lastPing;
    private volatile bool _isOver;

    private HostileConnection(Socket socket)
    {
        _socket = socket;
        Ended = Task.Run(ListenAsync);
    }

    /// <summary>Ends when the other side has closed the connection.</summary>
    public Task Ended { get; }

    /// <summary>The error of a GOAWAY received, if any.</summary>
    public uint? GoAway { get; private set; }

    /// <summary>The other side still takes new streams.</summary>
    public bool IsUsable => !_isOver && GoAway is null;

    /// <summary>Bytes of bodies received.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Most bytes of one header block received.</summary>
    public int LargestBlock { get; private set; }

    /// <summary>Connects without saying anything.</summary>
    public static async Task<HostileConnection> ConnectAsync(Uri address)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return new HostileConnection(socket);
    }

    /// <summary>Connects and begins as the protocol says; takes bodies of any size unless a window is given.</summary>
    public static async Task<HostileConnection> OpenAsync(Uri address, uint window = LargeWindow)
    {
        HostileConnection connection = await ConnectAsync(address);
        FrameWriter hello = new FrameWriter().Raw(Http2.Preface).Settings((Http2.HeaderTableSize, 0), (Http2.InitialWindowSize, window));
        await connection.SendAsync((window == LargeWindow ? hello.Window(0, LargeWindow) : hello).Written);
        return connection;
    }

    public uint NewStream()
    {
        _lastStream = _lastStream == 0 ? 1 : _lastStream + 2;
        _streams[_lastStream] = new Stream();
        return _lastStream;
    }

    public Task<Outcome> OutcomeOf(uint stream) => _streams[stream].Ended.Task;

    /// <summary>Sends; a connection that is closed meanwhile takes nothing and says nothing.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync();
        try
        {
            while (!bytes.IsEmpty && !_isOver)
            {
                bytes = bytes[await _socket.SendAsync(bytes)..];
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Told by Ended.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits until the other side has read everything sent so far.</summary>
    public async Task PingAsync()
    {
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ulong id = Interlocked.Increment(ref _lastPing);
        _pings[id] = answered;
        byte[] payload = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(payload, id);
        await SendAsync(new FrameWriter().Frame(Http2.Ping, 0, 0, payload).Written);
        await Task.WhenAny(answered.Task, Ended).WaitAsync(Hang);
    }

    /// <summary>Says that nothing more will come and waits for the other side to close.</summary>
    public async Task FinishAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed already.
        }

        await Ended.WaitAsync(Hang);
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        _socket.Close();
        await Ended;
        _sending.Dispose();
    }

    private async Task ListenAsync()
    {
        byte[] header = new byte[Http2.FrameHeaderSize];
        byte[] payload = new byte[Http2.UsualMaxFrameSize];
        try
        {
            await using NetworkStream stream = new(_socket, ownsSocket: false);
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                int length = (header[0] << 16) | (header[1] << 8) | header[2];
                await stream.ReadExactlyAsync(payload.AsMemory(0, length));
                await TakeAsync(header[3], header[4], BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(5)), payload.AsMemory(0, length));
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or ArgumentOutOfRangeException)
        {
            // The end of the connection, or an answer that is not HTTP/2 (HTTP/1.1 answered in its own words).
        }

        _isOver = true;
        foreach (Stream stream in _streams.Values)
        {
            stream.Ended.TrySetResult(new Outcome(OutcomeKind.Closed, (int)(GoAway ?? 0)));
        }
    }

    private async Task TakeAsync(byte type, byte flags, uint id, ReadOnlyMemory<byte> payload)
    {
        switch (type)
        {
            case Http2.Settings when (flags & Http2.Ack) == 0:
                await SendAsync(new FrameWriter().Frame(Http2.Settings, Http2.Ack, 0, []).Written);
                break;
            case Http2.Ping when (flags & Http2.Ack) == 0:
                await SendAsync(new FrameWriter().Frame(Http2.Ping, Http2.Ack, 0, payload.Span).Written);
                break;
            case Http2.Ping when _pings.TryRemove(BinaryPrimitives.ReadUInt64BigEndian(payload.Span), out TaskCompletionSource? ping):
                ping.SetResult();
                break;
            case Http2.GoAway:
                GoAway = BinaryPrimitives.ReadUInt32BigEndian(payload.Span[4..]);
                break;
            case Http2.Headers or Http2.Continuation or Http2.Data or Http2.RstStream when _streams.TryGetValue(id, out Stream? stream):
                BodyBytes += type == Http2.Data ? payload.Length : 0;
                stream.Take(type, flags, payload.Span);
                LargestBlock = Math.Max(LargestBlock, stream.BlockSize);
                break;
            default:
                break;
        }
    }

    private sealed class Stream
    {
        private readonly List<byte> _block = [];
        private int _http;
        private bool _endsWithBlock;

        public int BlockSize { get; private set; }

        public TaskCompletionSource<Outcome> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Take(byte type, byte flags, ReadOnlySpan<byte> payload)
        {
            switch (type)
            {
                case Http2.RstStream:
                    Ended.TrySetResult(new Outcome(OutcomeKind.Reset, (int)BinaryPrimitives.ReadUInt32BigEndian(payload)));
                    return;
                case Http2.Data:
                    End((flags & Http2.EndStream) != 0);
                    return;
                case Http2.Headers:
                    _endsWithBlock = (flags & Http2.EndStream) != 0;
                    break;
                default:
                    break;
            }

            _block.AddRange(payload);
            BlockSize = Math.Max(BlockSize, _block.Count);
            if ((flags & Http2.EndHeaders) == 0)
            {
                return;
            }

            (int? http, int? grpc) = Hpack.Statuses(_block.ToArray());
            _block.Clear();
            _http = http ?? _http;
            if (grpc is { } status)
            {
                Ended.TrySetResult(new Outcome(OutcomeKind.Status, status));
            }

            End(_endsWithBlock);
        }

        private void End(bool ends)
        {
            if (ends)
            {
                Ended.TrySetResult(new Outcome(OutcomeKind.Http, _http));
            }
        }
    }
}
