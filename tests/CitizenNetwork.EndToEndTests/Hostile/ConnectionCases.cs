using System.Buffers;
using CitizenNetwork.EndToEndTests.Rpc;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>Everything that can be wrong with a connection: it may be ended for it, and nothing else may be.</summary>
internal static class ConnectionCases
{
    private const uint First = 1;

    private static readonly (string Name, string Value)[] Usual = [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "localhost")];

    private static readonly (string Name, string Value)[] Forbidden =
    [
        ("connection", "close"), ("transfer-encoding", "chunked"), ("upgrade", "h2c"), ("keep-alive", "1"), ("te", "gzip"), ("TE", "trailers"), ("X-Upper", "1"), ("", "1"), ("a b", "1"), ("x\0", "1"),
        ("x", "a\0b"), ("x", "a\r\nb: c"), ("x", "\u00e9"), ("x", "\u0001"), ("expect", "100-continue"), ("host", "elsewhere"), ("host", ""), ("\u00e9", "1"), ("content-type", "text/plain"),
    ];

    private static readonly (string Name, Action<FrameWriter, Random, HostileTarget> Write)[] Kinds =
    [
        ("random bytes instead of HTTP", (wire, random, _) => wire.Raw(Noise.Bytes(random, 500))),
        ("half a preface", (wire, random, _) => wire.Raw(Http2.Preface[..random.Next(Http2.Preface.Length)])),
        ("HTTP/1.1", (wire, _, _) => wire.Raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"u8)),
        ("TLS", (wire, random, _) => wire.Raw([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, .. Noise.Bytes(random, 300)])),
        ("random bytes for frames", (wire, random, _) => Begin(wire).Raw(Noise.Bytes(random, 2_000))),
        ("random frames", RandomFrames),
        ("no settings", (wire, random, target) => Call(wire.Raw(Http2.Preface), random, target, First)),
        ("settings of odd length", (wire, random, _) => Begin(wire).Frame(Http2.Settings, 0, 0, Noise.Bytes(random, 20))),
        ("settings of a stream", (wire, _, _) => Begin(wire).Frame(Http2.Settings, 0, First, [])),
        ("settings acknowledged with a payload", (wire, _, _) => Begin(wire).Frame(Http2.Settings, Http2.Ack, 0, new byte[6])),
        ("settings never sent acknowledged", (wire, random, _) => Repeat(Begin(wire), random.Next(1, 50), (to, _) => to.Frame(Http2.Settings, Http2.Ack, 0, []))),
        ("settings out of range", (wire, random, _) => Begin(wire).Settings(((ushort)random.Next(1, 8), (uint)random.NextInt64(uint.MaxValue)))),
        ("window of settings overflowing", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Settings((Http2.InitialWindowSize, int.MaxValue)).Window(First, int.MaxValue)),
        ("settings flood", (wire, random, _) => Repeat(Begin(wire), random.Next(500), (to, i) => to.Settings((Http2.InitialWindowSize, (uint)i)))),
        ("push enabled oddly", (wire, _, _) => Begin(wire).Settings((Http2.EnablePush, 2))),
        ("frame size too small", (wire, random, _) => Begin(wire).Settings((Http2.MaxFrameSize, (uint)random.Next(16_384)))),
        ("ping of odd length", (wire, random, _) => Begin(wire).Frame(Http2.Ping, 0, 0, Noise.Bytes(random, 16))),
        ("ping of a stream", (wire, _, _) => Begin(wire).Frame(Http2.Ping, 0, First, new byte[8])),
        ("ping flood", (wire, random, _) => Repeat(Begin(wire), random.Next(1_000), (to, _) => to.Frame(Http2.Ping, 0, 0, new byte[8]))),
        ("window by nothing", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Window((uint)random.Next(2), 0)),
        ("window overflowing", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Window((uint)random.Next(2), int.MaxValue).Window((uint)random.Next(2), int.MaxValue)),
        ("window of an idle stream", (wire, _, _) => Begin(wire).Window(99, 1)),
        ("window of odd length", (wire, random, _) => Begin(wire).Frame(Http2.WindowUpdate, 0, 0, Noise.Bytes(random, 9))),
        ("reset of an idle stream", (wire, _, _) => Begin(wire).Reset(99)),
        ("reset of the connection", (wire, _, _) => Begin(wire).Reset(0)),
        ("reset of odd length", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Frame(Http2.RstStream, 0, First, Noise.Bytes(random, 9))),
        ("goaway", (wire, random, target) => Call(Begin(wire), random, target, First).Frame(Http2.GoAway, 0, 0, Noise.Bytes(random, 30))),
        ("push by the client", (wire, _, _) => Begin(wire).Frame(Http2.PushPromise, Http2.EndHeaders, First, [0, 0, 0, 2, .. Hpack.Block((":method", "GET"))])),
        ("continuation of nothing", (wire, _, _) => Begin(wire).Frame(Http2.Continuation, Http2.EndHeaders, First, [])),
        ("headers broken off by data", (wire, _, target) => Begin(wire).Frame(Http2.Headers, 0, First, Head(target)).Data(First, [])),
        ("continuation of another stream", (wire, _, target) => Begin(wire).Frame(Http2.Headers, 0, First, Head(target)).Frame(Http2.Continuation, Http2.EndHeaders, 3, [])),
        ("continuation flood, empty", (wire, random, target) => Repeat(Begin(wire).Frame(Http2.Headers, 0, First, Head(target)), random.Next(2_000), (to, _) => to.Frame(Http2.Continuation, 0, First, []))),
        ("continuation flood, full", (wire, random, target) => Repeat(Begin(wire).Frame(Http2.Headers, 0, First, Head(target)), random.Next(200), (to, i) => to.Frame(Http2.Continuation, 0, First, Hpack.Block(($"x-{i}", new string('y', 1_000)))))),
        ("stream of the server", (wire, random, target) => Call(Begin(wire), random, target, 2)),
        ("stream zero", (wire, random, target) => Call(Begin(wire), random, target, 0)),
        ("streams backwards", (wire, random, target) => Call(Call(Begin(wire), random, target, 9), random, target, 3)),
        ("stream twice", (wire, random, target) => Call(Call(Begin(wire), random, target, First), random, target, First)),
        ("headers after the end", (wire, random, target) => Call(Begin(wire), random, target, First).Headers(First, Hpack.Block(("x", "y")), ends: true)),
        ("trailers that do not end", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Headers(First, Hpack.Block(("x", "y")))),
        ("trailers with pseudo headers", (wire, random, target) => Call(Begin(wire), random, target, First, ends: false).Headers(First, Hpack.Block((":path", "/")), ends: true)),
        ("data of an idle stream", (wire, random, _) => Begin(wire).Data(99, Noise.Bytes(random, 50))),
        ("data after the end", (wire, random, target) => Call(Begin(wire), random, target, First).Data(First, Noise.Bytes(random, 50))),
        ("data of the connection", (wire, random, _) => Begin(wire).Data(0, Noise.Bytes(random, 50))),
        ("data over the frame size", (wire, random, target) => Begin(wire).Headers(First, Head(target)).Frame(Http2.Data, 0, First, new byte[random.Next(Http2.UsualMaxFrameSize, 40_000)])),
        ("length of sixteen megabytes", (wire, random, target) => Begin(wire).Headers(First, Head(target)).Frame((byte)random.Next(10), 0, First, [1], length: 0xffffff)),
        ("length too short", (wire, random, target) => Begin(wire).Headers(First, Head(target)).Frame((byte)random.Next(10), 0, First, new byte[50], length: random.Next(50))),
        ("padding over the payload", (wire, random, target) => Begin(wire).Headers(First, Head(target)).Frame(Http2.Data, Http2.Padded, First, [(byte)random.Next(3, 256), 1, 2])),
        ("headers padded over the payload", (wire, random, _) => Begin(wire).Frame(Http2.Headers, Http2.Padded | Http2.EndHeaders, First, [(byte)random.Next(3, 256), 1, 2])),
        ("priority upon itself", (wire, _, target) => Begin(wire).Frame(Http2.Headers, Http2.HasPriority | Http2.EndHeaders, First, [0, 0, 0, 1, 16, .. Head(target)])),
        ("more body than announced", (wire, _, target) => Begin(wire).Headers(First, Head(target, more: ("content-length", "3"))).Data(First, RawRequest.Frame([]))),
        ("less body than announced", (wire, _, target) => Begin(wire).Headers(First, Head(target, more: ("content-length", "300"))).Data(First, RawRequest.Frame([]))),
        ("length of body that is none", (wire, random, target) => Begin(wire).Headers(First, Head(target, more: ("content-length", random.Next(2) == 0 ? "-1" : "99999999999999999999"))).Data(First, RawRequest.Frame([]))),
        ("data beyond the window", (wire, _, target) => Repeat(Begin(wire).Headers(First, Head(target)), 130, (to, _) => to.Frame(Http2.Data, 0, First, new byte[Http2.UsualMaxFrameSize]))),
        ("empty header block", (wire, _, _) => Begin(wire).Headers(First, [], ends: true)),
        ("header block of noise", (wire, random, _) => Begin(wire).Headers(First, Noise.Bytes(random, 200), ends: true)),
        ("damaged header block", (wire, random, target) => Begin(wire).Headers(First, Noise.Flip(random, Head(target))).Data(First, RawRequest.Frame([]))),
        ("index out of the table", (wire, random, _) => Begin(wire).Headers(First, Integer(random.Next(62, int.MaxValue), 7, 0x80), ends: true)),
        ("index that overflows", (wire, _, _) => Begin(wire).Headers(First, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], ends: true)),
        ("table of gigabytes", (wire, _, _) => Begin(wire).Headers(First, Integer(int.MaxValue, 5, 0x20), ends: true)),
        ("text longer than its block", (wire, random, _) => Begin(wire).Headers(First, [0, .. Integer(random.Next(100, int.MaxValue), 7, 0), 65], ends: true)),
        ("Huffman code that ends in the middle", (wire, random, _) => Begin(wire).Headers(First, [0, 0x83, 0xff, 0xff, (byte)random.Next(256), 0], ends: true)),
        ("table filled and read", (wire, random, _) => Begin(wire).Headers(First, [.. Enumerable.Repeat(Indexed(random), 40).SelectMany(bytes => bytes), .. Enumerable.Repeat((byte)0xbe, 400)], ends: true)),
        ("pseudo header missing", (wire, random, _) => Begin(wire).Headers(First, Hpack.Block(Usual.Where((_, i) => i != random.Next(3))), ends: true)),
        ("pseudo header twice", (wire, random, target) => Begin(wire).Headers(First, [.. Head(target)[..40], .. Head(target, more: Usual[random.Next(4)])], ends: true)),
        ("pseudo header late", (wire, random, target) => Begin(wire).Headers(First, Head(target, more: Usual[random.Next(4)]), ends: true)),
        ("pseudo header unknown", (wire, _, _) => Begin(wire).Headers(First, Hpack.Block(Usual.Append((":colour", "blue"))), ends: true)),
        ("header no HTTP/2 has", (wire, random, target) => Begin(wire).Headers(First, Head(target, more: Forbidden[random.Next(Forbidden.Length)])).Data(First, RawRequest.Frame([]))),
        ("headers too large", (wire, random, target) => Repeat(Begin(wire).Frame(Http2.Headers, 0, First, Head(target)), random.Next(1, 6), (to, i) => to.Frame(Http2.Continuation, 0, First, Hpack.Block(($"x-{i}", new string('z', 15_000))))).Frame(Http2.Continuation, Http2.EndHeaders, First, [])),
        ("too many headers", (wire, random, target) => Begin(wire).Headers(First, Head(target, Enumerable.Range(0, random.Next(90, 600)).Select(i => ($"x-{i}", "1")))).Data(First, RawRequest.Frame([]))),
        ("scheme of another kind", (wire, random, _) => Begin(wire).Headers(First, Hpack.Block(Usual.Select(header => header.Name == ":scheme" ? (":scheme", random.Next(2) == 0 ? "ftp" : "") : header)), ends: true)),
        ("path that is not UTF-8", (wire, _, _) => Begin(wire).Headers(First, Hpack.Block(Usual.Select(header => header.Name == ":path" ? (":path", "/a/\u00ff") : header)), ends: true)),
        ("host that is none", (wire, random, _) => Begin(wire).Headers(First, Hpack.Block(Usual.Select(header => header.Name == ":authority" ? (":authority", random.Next(2) == 0 ? "a b" : new string('@', 300)) : header)), ends: true)),
        ("call broken off", (wire, random, target) => Cut(Call(Begin(wire), random, target, First), random)),
        ("call damaged", (wire, random, target) => Damage(Call(Begin(wire), random, target, First), random)),
        ("streams left open", (wire, random, target) => Repeat(Begin(wire), random.Next(1, 90), (to, i) => to.Headers((uint)((2 * i) + 1), Head(target)))),
        ("streams beyond the limit", (wire, random, target) => Repeat(Begin(wire), random.Next(100, 300), (to, i) => to.Headers((uint)((2 * i) + 1), Head(target)))),
        ("streams reset at once", (wire, random, target) => Repeat(Begin(wire), random.Next(300), (to, i) => to.Headers((uint)((2 * i) + 1), Head(target)).Reset((uint)((2 * i) + 1)))),
    ];

    /// <summary>Plays one case to its end; the other side must have closed the connection by then.</summary>
    public static async Task PlayAsync(HostileTarget target, Random random)
    {
        (string name, Action<FrameWriter, Random, HostileTarget> write) = Kinds[random.Next(Kinds.Length)];
        FrameWriter wire = new();
        write(wire, random, target);
        await using HostileConnection connection = await HostileConnection.ConnectAsync(target.Address);
        try
        {
            await connection.SendAsync(wire.Written);
            await connection.FinishAsync();
        }
        catch (TimeoutException hang)
        {
            throw new TimeoutException($"The connection stays open: {name}.", hang);
        }
    }

    private static FrameWriter Begin(FrameWriter wire) => wire.Raw(Http2.Preface).Settings((Http2.HeaderTableSize, 0));

    private static FrameWriter Repeat(FrameWriter wire, int count, Func<FrameWriter, int, FrameWriter> write)
    {
        for (int i = 0; i < count; i++)
        {
            write(wire, i);
        }

        return wire;
    }

    private static FrameWriter Call(FrameWriter wire, Random random, HostileTarget target, uint stream, bool ends = true) =>
        wire.Headers(stream, Head(target)).Data(stream, RawRequest.Frame(Noise.Bytes(random, 100)), ends);

    private static byte[] Head(HostileTarget target, params IEnumerable<(string Name, string Value)> more) => Hpack.Block(
    [
        (":method", "POST"), (":scheme", "http"), (":path", StreamCase.PathOf(target.Unary[0])), (":authority", "localhost"), ("content-type", StreamCase.GrpcType), ("te", "trailers"),
        ("x-api-key", target.Key ?? "none"), .. more,
    ]);

    private static void RandomFrames(FrameWriter wire, Random random, HostileTarget target) => Repeat(
        Begin(wire).Headers(First, Head(target)),
        random.Next(1, 30),
        (to, _) => to.Frame((byte)random.Next(11), (byte)random.Next(256), (uint)random.Next(8), Noise.Bytes(random, 60)));

    private static void Cut(FrameWriter wire, Random random)
    {
        byte[] whole = wire.Written.ToArray();
        wire.Clear();
        wire.Raw(whole.AsSpan(0, random.Next(whole.Length)));
    }

    private static void Damage(FrameWriter wire, Random random)
    {
        byte[] damaged = Noise.Flip(random, wire.Written.Span);
        wire.Clear();
        wire.Raw(damaged);
    }

    private static byte[] Integer(int value, int prefixBits, byte pattern)
    {
        ArrayBufferWriter<byte> bytes = new();
        Hpack.Integer(bytes, value, prefixBits, pattern);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A header that goes into the table of the other side.</summary>
    private static byte[] Indexed(Random random) => [0x40, 3, (byte)'x', (byte)'-', (byte)random.Next('a', 'z' + 1), 100, .. Enumerable.Repeat((byte)'v', 100)];
}
