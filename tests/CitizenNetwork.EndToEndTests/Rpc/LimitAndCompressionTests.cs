using System.IO.Compression;
using CitizenNetwork.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>Messages too large for one side, and messages made smaller.</summary>
public sealed class LimitAndCompressionTests
{
    private static readonly EchoMessage Large = new() { Padding = ByteString.CopyFrom(new byte[5000]) };

    [Fact]
    public async Task Request_OverTheCalleesLimit_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = 1000);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(Large));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.StartsWith("Received message exceeds the maximum configured message size.", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("small", (await server.Client.SayAsync(new EchoMessage { Text = "small" })).Text);
        Assert.Empty(server.Log.Errors);
    }

    [EmbeddedFact]
    public async Task Request_OverTheLimit_IsToldSizeAndLimit()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = 1000);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(Large));

        Assert.EndsWith($"Limit: 1000 bytes; message: {Large.CalculateSize()} bytes.", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OverFourMebibytes_IsResourceExhaustedByDefault()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.SayAsync(new EchoMessage { Padding = ByteString.CopyFrom(new byte[(4 * 1024 * 1024) + 1]) }));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task Request_WithoutALimit_IsAccepted()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        server.Behaviour.Say = (request, _) => Task.FromResult(new EchoMessage { Count = request.Padding.Length });

        Assert.Equal(6_000_000, (await server.Client.SayAsync(new EchoMessage { Padding = ByteString.CopyFrom(new byte[6_000_000]) })).Count);
    }

    [Fact]
    public async Task Response_OverTheCalleesLimit_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.MaxSendMessageSize = 1000);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(Large));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task Response_OverTheCallersLimit_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(channelOptions: new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(Large));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task Request_OverTheCallersLimit_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(channelOptions: new GrpcChannelOptions { MaxSendMessageSize = 1000 });

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.SayAsync(Large));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Request_CompressedOnDemand_IsUnderstood(string encoding)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        string? seen = null;
        long length = 0;
        server.Behaviour.Say = (request, context) =>
        {
            seen = context.GetHttpContext().Request.Headers["grpc-encoding"];
            length = request.Padding.Length;
            return Task.FromResult(new EchoMessage());
        };

        await server.Client.SayAsync(Large, new Metadata { { "grpc-internal-encoding-request", encoding } });

        Assert.Equal(encoding, seen);
        Assert.Equal(Large.Padding.Length, length);
    }

    [Fact]
    public async Task Request_SentCompressed_IsDecompressed()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] frame = RawRequest.Frame(RawRequest.Gzip(Large.ToByteArray()), flag: 1);
        Assert.True(frame.Length < 200);

        using RawResponse response = await RawRequest.SendAsync(server.Address, frame, headers: ("grpc-encoding", "gzip"));

        Assert.Equal(StatusCode.OK, response.Code);
        Assert.Equal(RawRequest.Frame(Large.ToByteArray()), response.Body);
    }

    /// <summary>Cut off anywhere, the data must not be taken for the whole message.</summary>
    [EmbeddedFact]
    public async Task Request_CompressedAndCutOff_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] message = new EchoMessage { Text = "a text, then more of it", Padding = ByteString.CopyFrom(new byte[300]) }.ToByteArray();
        foreach ((string encoding, byte[] packed) in new[] { ("gzip", RawRequest.Gzip(message)), ("deflate", Zlib(message)) })
        {
            for (int length = 1; length < packed.Length; length++)
            {
                using RawResponse cut = await RawRequest.SendAsync(server.Address, RawRequest.Frame(packed.AsSpan(0, length), flag: 1), headers: ("grpc-encoding", encoding));
                Assert.True(cut.Code == StatusCode.Internal, $"{encoding}, {length} of {packed.Length} bytes: {cut.Code}");
            }

            using RawResponse whole = await RawRequest.SendAsync(server.Address, RawRequest.Frame(packed, flag: 1), headers: ("grpc-encoding", encoding));
            Assert.Equal(StatusCode.OK, whole.Code);
        }

        Assert.Empty(server.Log.Errors);
    }

    /// <summary>As .NET compresses nothing: to nothing.</summary>
    [Fact]
    public async Task Request_EmptyAndCompressedToNothing_IsUnderstood()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([], flag: 1), headers: ("grpc-encoding", "gzip"));

        Assert.Equal(StatusCode.OK, response.Code);
    }

    /// <summary>Other implementations refuse compressed data that have not as much as a header.</summary>
    [EmbeddedFact]
    public async Task Response_Empty_IsNotCompressed()
    {
        await using EchoServer server = await StartCompressingAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage(), ("grpc-accept-encoding", "gzip"));

        Assert.Equal(RawRequest.Frame([]), response.Body);
    }

    /// <summary>zlib's verdict on a preset dictionary is no InvalidDataException.</summary>
    [EmbeddedFact]
    public async Task Request_CompressedWithADictionary_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([0x78, 0xbb, 1, 2, 3, 4, 5, 6, 7, 8], flag: 1), headers: ("grpc-encoding", "deflate"));

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Response_ToACallerThatAcceptsGzip_IsCompressed()
    {
        await using EchoServer server = await StartCompressingAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, Large, ("grpc-accept-encoding", "identity, gzip"));

        Assert.Equal("gzip", response.Find("grpc-encoding"));
        Assert.Equal(1, response.Body[0]);
        Assert.True(response.Body.Length < 200);
        Assert.Equal(Large, await server.Client.SayAsync(Large));
    }

    [Fact]
    public async Task Response_ToACallerThatAcceptsNothing_IsPlain()
    {
        await using EchoServer server = await StartCompressingAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, Large);

        Assert.Null(response.Find("grpc-encoding"));
        Assert.Equal(RawRequest.Frame(Large.ToByteArray()), response.Body);
    }

    [Fact]
    public async Task Stream_CompressedButForOneMessage_IsUnderstood()
    {
        await using EchoServer server = await StartCompressingAsync();
        server.Behaviour.Repeat = async (request, responses, _) =>
        {
            await responses.WriteAsync(request);
            responses.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            await responses.WriteAsync(request);
        };
        using AsyncServerStreamingCall<EchoMessage> call = server.Client.Repeat(Large);

        List<EchoMessage> responses = [];
        await foreach (EchoMessage response in call.ResponseStream.ReadAllAsync())
        {
            responses.Add(response);
        }

        Assert.Equal([Large, Large], responses);
    }

    [Fact]
    public async Task Response_CompressedOnDemandOfTheHandler_IsUnderstood()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = async (request, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            return request;
        };

        Assert.Equal(Large, await server.Client.SayAsync(Large));
    }

    private static byte[] Zlib(byte[] plain)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal))
        {
            zlib.Write(plain);
        }

        return packed.ToArray();
    }

    private static Task<EchoServer> StartCompressingAsync() => EchoServer.StartAsync(options =>
    {
        options.ResponseCompressionAlgorithm = "gzip";
        options.ResponseCompressionLevel = CompressionLevel.Fastest;
    });
}
