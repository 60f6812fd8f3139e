using CitizenNetwork.EndToEndTests.Rpc;
using CitizenNetwork.Server.Security;
using Google.Protobuf.Reflection;
using Grpc.Core;
using static CitizenNetwork.EndToEndTests.Hostile.StreamCase;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>Everything that can be wrong with one call, each with the answers that the protocol allows.</summary>
internal static class StreamCases
{
    private const int ReceiveLimit = 4 * 1024 * 1024;

    private static readonly Func<StreamCase, StreamCase>[] Kinds =
    [
        WrongContentType, NoTe, OddTimeout, UnknownMethod, OddPath, WrongVerb, WrongFlag, TruncatedFrame, OverlongFrame, OversizedFrame, ShortFrame, TwoMessages,
        CompressedWithoutEncoding, CompressedUnknown, CompressedNoise, CompressedDamaged, CompressedWithDictionary, Bomb,
        NoiseInMessage, FieldsOfNoise, DeepMessage, StrangeMessage, StrangeMessage, StrangeMessage, StrangeCompressed, ManyHeaders, MalformedBinaryHeader, NamesNotForMetadata,
        NoKey, TinyDataFrames, PaddedData, EmptyDataFrames, TrailersOfTheCaller, UnknownFrames, NoBody, StreamOfNoise, ResetAtOnce, ResetHalfWay, ResetStream, RapidReset,
    ];

    /// <summary>The case of this random source.</summary>
    public static StreamCase Next(HostileTarget target, Random random, FrameWriter wire, Func<uint> newStream)
    {
        Func<StreamCase, StreamCase> kind = Kinds[random.Next(Kinds.Length)];
        if (kind == RapidReset)
        {
            // All but the last of them; the last is a case like the others.
            for (int i = random.Next(10); i > 0; i--)
            {
                ResetAtOnce(new StreamCase(target, random, wire, newStream()));
            }

            kind = ResetAtOnce;
        }

        StreamCase made = new(target, random, wire, newStream());
        return kind(made).Called(kind.Method.Name);
    }

    private static StreamCase Call(StreamCase it, ReadOnlySpan<byte> body, params IEnumerable<(string Name, string Value)> headers) =>
        it.Head(PathOf(it.Method()), more: headers).Body(body);

    private static byte[] Framed(StreamCase it) => RawRequest.Frame(Noise.Bytes(it.Random, 200));

    private static StreamCase WrongContentType(StreamCase it)
    {
        string?[] types = ["application/json", "application/grpcx", "application/grp", "text/html", "application/x-protobuf", "grpc", null, ";", "*/*", new string('a', 500)];
        return it.Head(PathOf(it.Method()), contentType: types[it.Random.Next(types.Length)]).Body(Framed(it)).Expect(StatusCode.Internal).ExpectHttp(415);
    }

    private static StreamCase NoTe(StreamCase it)
    {
        // A proxy may have dropped it; the published library does not ask for it either.
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method), te: null).Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase OddTimeout(StreamCase it)
    {
        string[] timeouts = ["", "S", "0S", "-1S", "1", "99999999H", "100000000S", "99999999999999999999S", "1.5S", "1s", " 1S", "1 S", "0x1S", "٣S", "1n", "1u", "1m", "50n", "nan", "1S,2S"];
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method), more: ("grpc-timeout", timeouts[it.Random.Next(timeouts.Length)])).Body(body)
            .Expect(it.Target.Answers).Expect(StatusCode.DeadlineExceeded, StatusCode.Cancelled).ExpectHttpError();
    }

    private static StreamCase UnknownMethod(StreamCase it)
    {
        string service = it.Method().Service.FullName;
        string[] paths = [$"/{service}/Whisper", "/no.such.Service/Say", $"/{service}x/Get", "/a/b", $"/{service}/%00", $"/{service}/{new string('x', 2_000)}"];
        return it.Head(paths[it.Random.Next(paths.Length)]).Body(Framed(it)).Expect(StatusCode.Unimplemented).ExpectHttpError();
    }

    private static StreamCase OddPath(StreamCase it)
    {
        string path = PathOf(it.Method());
        string[] paths = ["/", "//", path + "/", path + "/x", path[1..], path + "%", path + "%zz", "*", "/../" + path, path + "#x", "http://elsewhere" + path, "/" + new string('x', 9_000)];
        return it.Head(paths[it.Random.Next(paths.Length)]).Body(Framed(it)).Expect(it.Target.Answers).Expect(StatusCode.Unimplemented, StatusCode.Internal).ExpectHttpError();
    }

    private static StreamCase WrongVerb(StreamCase it)
    {
        string[] verbs = ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "post", "POSTX", "CONNECT", ""];
        return it.Head(PathOf(it.Method()), verb: verbs[it.Random.Next(verbs.Length)], ends: true).ExpectHttpError().Expect(StatusCode.Internal);
    }

    private static StreamCase WrongFlag(StreamCase it) =>
        Call(it, RawRequest.Frame(Noise.Bytes(it.Random, 50), flag: (byte)it.Random.Next(2, 256))).Expect(StatusCode.Internal);

    private static StreamCase TruncatedFrame(StreamCase it)
    {
        byte[] frame = Framed(it);
        return Call(it, frame.AsSpan(0, it.Random.Next(frame.Length))).Expect(StatusCode.Internal);
    }

    private static StreamCase OverlongFrame(StreamCase it)
    {
        byte[] message = Noise.Bytes(it.Random, 50);
        return Call(it, RawRequest.Frame(message, length: (uint)it.Random.Next(message.Length + 1, ReceiveLimit))).Expect(StatusCode.Internal);
    }

    private static StreamCase OversizedFrame(StreamCase it) =>
        Call(it, RawRequest.Frame(Noise.Bytes(it.Random, 50), length: (uint)it.Random.NextInt64(ReceiveLimit + 1, uint.MaxValue + 1L))).Expect(StatusCode.ResourceExhausted);

    private static StreamCase ShortFrame(StreamCase it)
    {
        byte[] message = [.. Noise.Bytes(it.Random, 50), 0];
        return Call(it, RawRequest.Frame(message, length: (uint)it.Random.Next(message.Length))).Expect(StatusCode.Internal);
    }

    private static StreamCase TwoMessages(StreamCase it) => Call(it, [.. RawRequest.Frame([]), .. RawRequest.Frame([])]).Expect(StatusCode.Internal);

    private static StreamCase CompressedWithoutEncoding(StreamCase it)
    {
        (string, string)[] headers = it.Random.Next(2) == 0 ? [] : [("grpc-encoding", "identity")];
        return Call(it, RawRequest.Frame(RawRequest.Gzip([1, 2, 3]), flag: 1), headers).Expect(StatusCode.Internal);
    }

    private static StreamCase CompressedUnknown(StreamCase it)
    {
        string[] encodings = ["snappy", "br", "GZIP", "gzip,deflate", "", "\"gzip\"", new string('g', 1_000)];
        return Call(it, RawRequest.Frame([1, 2, 3], flag: 1), ("grpc-encoding", encodings[it.Random.Next(encodings.Length)])).Expect(StatusCode.Unimplemented);
    }

    private static StreamCase CompressedNoise(StreamCase it) =>
        Call(it, RawRequest.Frame([.. Noise.Bytes(it.Random, 100), 7], flag: 1), ("grpc-encoding", it.Random.Next(2) == 0 ? "gzip" : "deflate")).Expect(StatusCode.Internal);

    /// <summary>Bits may flip in a header that nobody reads, so a right answer is right as well.</summary>
    private static StreamCase CompressedDamaged(StreamCase it)
    {
        bool isGzip = it.Random.Next(2) == 0;
        byte[] plain = [.. Noise.Bytes(it.Random, 500), 0];
        byte[] packed = isGzip ? RawRequest.Gzip(plain) : Noise.Zlib(plain);
        packed = it.Random.Next(2) == 0 ? Noise.Flip(it.Random, packed) : packed[..it.Random.Next(1, packed.Length)];
        return Call(it, RawRequest.Frame(packed, flag: 1), ("grpc-encoding", isGzip ? "gzip" : "deflate"))
            .Expect(it.Target.Answers).Expect(StatusCode.Internal, StatusCode.ResourceExhausted);
    }

    private static StreamCase CompressedWithDictionary(StreamCase it) =>
        Call(it, RawRequest.Frame([0x78, 0xbb, .. Noise.Bytes(it.Random, 30), 1, 2, 3, 4], flag: 1), ("grpc-encoding", "deflate")).Expect(StatusCode.Internal);

    private static StreamCase Bomb(StreamCase it)
    {
        (byte[] packed, string encoding) = Noise.Bomb(it.Random);
        return Call(it, RawRequest.Frame(packed, flag: 1), ("grpc-encoding", encoding)).Expect(StatusCode.ResourceExhausted);
    }

    private static StreamCase NoiseInMessage(StreamCase it) => Call(it, RawRequest.Frame(Noise.Bytes(it.Random, 400))).Expect(it.Target.Answers).Expect(StatusCode.Internal);

    private static StreamCase FieldsOfNoise(StreamCase it) => Call(it, RawRequest.Frame(Noise.Fields(it.Random))).Expect(it.Target.Answers).Expect(StatusCode.Internal);

    private static StreamCase DeepMessage(StreamCase it) => Call(it, RawRequest.Frame(Noise.Nested(it.Random))).Expect(it.Target.Answers).Expect(StatusCode.Internal);

    /// <summary>Texts that are not UTF-8 are among them: they must not be answered INTERNAL, the message itself is in order.</summary>
    private static StreamCase StrangeMessage(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method)).Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase StrangeCompressed(StreamCase it)
    {
        MethodDescriptor method = it.Method();
        byte[] message = RawRequest.Gzip(Noise.Message(it.Random, method.InputType));
        return it.Head(PathOf(method), more: [("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip")]).Body(RawRequest.Frame(message, flag: 1)).Expect(it.Target.Answers);
    }

    private static StreamCase ManyHeaders(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        int count = it.Random.Next(60);
        IEnumerable<(string, string)> more = Enumerable.Range(0, count).Select(i => ($"x-{i % 40}", new string((char)it.Random.Next(0x20, 0x7f), it.Random.Next(100)).Trim()));
        return it.Head(PathOf(method), more: more).Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase MalformedBinaryHeader(StreamCase it)
    {
        string[] values = ["?", "a", "====", "AA=A", "AAAAA", "A A A", "%00", "AAAA,?"];
        return Call(it, RawRequest.Frame([]), ("blob-bin", values[it.Random.Next(values.Length)])).Expect(StatusCode.Internal).Expect(it.Target.Answers);
    }

    private static StreamCase NamesNotForMetadata(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method), more: [("x!y", "1"), ("a*b|c", "2"), ("~", ""), ("grpc-status", "0"), ("grpc-internal-encoding-request", "gzip"), ("trailer", "x")]).Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase NoKey(StreamCase it)
    {
        string[] keys = ["", "cn__", "cn_hostile_", "cn_hostile_0000", "_", new string('_', 3_000), "cn_x_y_z", "CN_a_b"];
        (MethodDescriptor method, string key) = (it.Method(), keys[it.Random.Next(keys.Length)]);
        it.Wire.Headers(it.Stream, Hpack.Block(
            (":method", "POST"), (":scheme", "http"), (":path", PathOf(method)), (":authority", "x"), ("content-type", GrpcType), ("te", "trailers"), ("x-api-key", key)));
        IReadOnlyList<StatusCode> expected =
            it.Target.Key is null ? [StatusCode.OK]
            : key.Length == 0 && MethodAccesses.Of(MethodAccesses.NameOf(method)).Policy is (Protocol.V1.AccessPolicy.Open or Protocol.V1.AccessPolicy.Public) ? it.Target.Answers
            : [StatusCode.Unauthenticated];
        return it.Body(RawRequest.Frame([])).Expect(expected);
    }

    private static StreamCase TinyDataFrames(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method)).Body(body.Length < 500 ? body : RawRequest.Frame([]), frameSize: 1).Expect(it.Target.Answers);
    }

    private static StreamCase PaddedData(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        body = body.Length < 10_000 ? body : RawRequest.Frame([]);
        byte padding = (byte)it.Random.Next(256);
        it.Head(PathOf(method));
        it.Wire.Frame(Http2.Data, Http2.Padded | Http2.EndStream, it.Stream, [padding, .. body, .. new byte[padding]]);
        return it.Expect(it.Target.Answers);
    }

    private static StreamCase EmptyDataFrames(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        it.Head(PathOf(method));
        for (int i = it.Random.Next(50); i > 0; i--)
        {
            it.Wire.Frame(Http2.Data, 0, it.Stream, []);
        }

        return it.Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase TrailersOfTheCaller(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        it.Head(PathOf(method)).Body(body, ends: false);
        it.Wire.Headers(it.Stream, Hpack.Block(("x-late", "1")), ends: true);
        return it.Expect(it.Target.Answers);
    }

    private static StreamCase UnknownFrames(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        it.Head(PathOf(method));
        for (int i = it.Random.Next(5); i > 0; i--)
        {
            it.Wire.Frame((byte)it.Random.Next(10, 256), (byte)it.Random.Next(256), it.Stream, Noise.Bytes(it.Random, 100));
        }

        it.Wire.Frame(Http2.Priority, 0, it.Stream, [0, 0, 0, 0, (byte)it.Random.Next(256)]).Window(it.Stream, (uint)it.Random.Next(1, 1_000));
        return it.Body(body).Expect(it.Target.Answers);
    }

    private static StreamCase NoBody(StreamCase it) => it.Head(PathOf(it.Method()), ends: true).Expect(StatusCode.Internal);

    private static StreamCase StreamOfNoise(StreamCase it)
    {
        it.Head(PathOf(it.Target.Streaming), more: ("grpc-accept-encoding", "gzip"));
        for (int i = it.Random.Next(4); i > 0; i--)
        {
            it.Body(RawRequest.Frame(Noise.Message(it.Random, it.Target.Streaming.InputType)), ends: false);
        }

        return it.Body(it.Random.Next(2) == 0 ? [] : Noise.Bytes(it.Random, 30)).Expect(StatusCode.OK, StatusCode.Internal, StatusCode.ResourceExhausted);
    }

    private static StreamCase ResetAtOnce(StreamCase it) => it.Head(PathOf(it.Method())).ResetByUs((uint)it.Random.Next(16));

    private static StreamCase ResetHalfWay(StreamCase it)
    {
        (MethodDescriptor method, byte[] body) = Strange(it);
        return it.Head(PathOf(method)).Body(body.AsSpan(0, it.Random.Next(body.Length + 1)), ends: false).ResetByUs();
    }

    private static StreamCase ResetStream(StreamCase it)
    {
        it.Head(PathOf(it.Target.Streaming));
        for (int i = it.Random.Next(4); i > 0; i--)
        {
            it.Body(RawRequest.Frame(Noise.Message(it.Random, it.Target.Streaming.InputType)), ends: false);
        }

        return it.ResetByUs();
    }

    private static StreamCase RapidReset(StreamCase it) => ResetAtOnce(it);

    private static (MethodDescriptor Method, byte[] Body) Strange(StreamCase it)
    {
        MethodDescriptor method = it.Method();
        return (method, RawRequest.Frame(Noise.Message(it.Random, method.InputType)));
    }
}
