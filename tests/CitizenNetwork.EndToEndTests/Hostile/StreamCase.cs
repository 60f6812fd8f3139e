using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>One stream of a connection whose frames are in order: the call in it is what is wrong. It must not cost the connection.</summary>
internal sealed class StreamCase(HostileTarget target, Random random, FrameWriter wire, uint stream)
{
    public const string GrpcType = "application/grpc";

    public HostileTarget Target { get; } = target;

    public Random Random { get; } = random;

    public FrameWriter Wire { get; } = wire;

    public uint Stream { get; } = stream;

    public string Name { get; private set; } = "";

    /// <summary>The sender itself resets the stream: whatever comes back is right.</summary>
    public bool IsOurs { get; private set; }

    private HashSet<Outcome> Allowed { get; } = [];

    private bool MayEndInHttp { get; set; }

    public bool Allows(Outcome outcome) => IsOurs || Allowed.Contains(outcome) || (MayEndInHttp && outcome.Kind is OutcomeKind.Http or OutcomeKind.Reset);

    public string Expected => string.Join(" or ", Allowed.Select(outcome => outcome.ToString()).Concat(MayEndInHttp ? ["an HTTP error"] : []));

    public MethodDescriptor Method() => Target.Unary[Random.Next(Target.Unary.Count)];

    public StreamCase Called(string name)
    {
        Name = $"{name} {Name}";
        return this;
    }

    public StreamCase Expect(params IEnumerable<StatusCode> statuses)
    {
        Allowed.UnionWith(statuses.Select(status => new Outcome(OutcomeKind.Status, (int)status)));
        return this;
    }

    public StreamCase ExpectHttp(params IEnumerable<int> codes)
    {
        Allowed.UnionWith(codes.Select(code => new Outcome(OutcomeKind.Http, code)));
        return this;
    }

    /// <summary>Not a call at all: HTTP answers as it does.</summary>
    public StreamCase ExpectHttpError()
    {
        MayEndInHttp = true;
        return this;
    }

    public StreamCase ResetByUs(uint code = Http2.Cancel)
    {
        Wire.Reset(Stream, code);
        IsOurs = true;
        return this;
    }

    /// <summary>The headers of a call; a null value leaves one out, more come behind.</summary>
    public StreamCase Head(string path, bool ends = false, string? contentType = GrpcType, string? te = "trailers", string verb = "POST", params IEnumerable<(string Name, string Value)> more)
    {
        Name = $"({verb} {path[..Math.Min(path.Length, 100)]}, {string.Join(", ", more.Take(3))})";
        List<(string Name, string Value)> headers = [(":method", verb), (":scheme", "http"), (":path", path), (":authority", "localhost")];
        if (contentType is not null)
        {
            headers.Add(("content-type", contentType));
        }

        if (te is not null)
        {
            headers.Add(("te", te));
        }

        if (Target.Key is { } key)
        {
            headers.Add(("x-api-key", key));
        }

        Wire.Headers(Stream, Hpack.Block(headers.Concat(more)), ends);
        return this;
    }

    public StreamCase Body(ReadOnlySpan<byte> body, bool ends = true, int frameSize = Http2.UsualMaxFrameSize)
    {
        Wire.Data(Stream, body, ends, frameSize);
        return this;
    }

    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";
}
