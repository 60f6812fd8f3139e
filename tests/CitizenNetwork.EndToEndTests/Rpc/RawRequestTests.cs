using System.Net;
using CitizenNetwork.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>What the callee makes of requests that are wrong on the wire.</summary>
public sealed class RawRequestTests
{
    [Fact]
    public async Task Request_WellFormed_IsAnsweredAsTheProtocolSays()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        EchoMessage message = new() { Text = "bonjour" };

        using RawResponse response = await RawRequest.SendAsync(server.Address, message);

        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Equal("application/grpc", response.Http.Content.Headers.ContentType?.MediaType);
        Assert.False(response.IsTrailersOnly);
        Assert.Equal(StatusCode.OK, response.Code);
        Assert.Null(response.Message);
        Assert.Equal(RawRequest.Frame(message.ToByteArray()), response.Body);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("APPLICATION/GRPC")]
    public async Task ContentType_Variant_IsAccepted(string contentType)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([]), contentType: contentType);

        Assert.Equal(StatusCode.OK, response.Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData(null)]
    public async Task ContentType_Wrong_IsUnsupportedMediaType(string? contentType)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([]), contentType: contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Http.StatusCode);
    }

    [Fact]
    public async Task UnknownPath_OfAnotherKind_IsNotFound()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, [], "/no/where", "application/json");

        Assert.Equal(HttpStatusCode.NotFound, response.Http.StatusCode);
    }

    [Fact]
    public async Task UnknownMethod_IsAnsweredInTheHeaders()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([]), "/citizennetwork.testing.Echo/Whisper");

        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.True(response.IsTrailersOnly);
        Assert.Equal(StatusCode.Unimplemented, response.Code);
        Assert.Equal("application/grpc", response.Http.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/citizennetwork.testing.Echo/Whisper")]
    [InlineData("/citizennetwork.testing.Silence/Say")]
    public async Task UnknownMethod_LeftToOtherEndpoints_IsNotFound(string path)
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.IgnoreUnknownServices = true);

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([]), path);

        Assert.Equal(HttpStatusCode.NotFound, response.Http.StatusCode);
    }

    [Fact]
    public async Task Refusal_BeforeAnyMessage_IsAnsweredInTheHeaders()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Behaviour.Say = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "é%"));

        using RawResponse response = await RawRequest.SendAsync(server.Address, new EchoMessage());

        Assert.True(response.IsTrailersOnly);
        Assert.Equal("%C3%A9%25", response.Message);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    public async Task Frame_Truncated_IsInternal(byte[] body)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, body);

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Equal("Incomplete message.", response.Message);
    }

    [Fact]
    public async Task Frame_FollowedByAnother_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] frame = RawRequest.Frame(new EchoMessage { Text = "one" }.ToByteArray());

        using RawResponse response = await RawRequest.SendAsync(server.Address, [.. frame, .. frame]);

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Equal("Additional data after the message received.", response.Message);
    }

    [Fact]
    public async Task Frame_ShorterThanItsMessage_IsRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] message = new EchoMessage { Text = "four letters more" }.ToByteArray();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame(message, length: (uint)message.Length - 4));

        Assert.NotEqual(StatusCode.OK, response.Code);
    }

    // The published library answers UNKNOWN to the next two.
    [EmbeddedFact]
    public async Task Flag_NeitherZeroNorOne_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([], flag: 7));

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Empty(server.Log.Errors);
    }

    [EmbeddedFact]
    public async Task Message_ThatIsNotProtobuf_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([0xff, 0xff, 0xff, 0xff]));

        Assert.Equal(StatusCode.Internal, response.Code);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Compressed_WithoutAnEncoding_IsInternal()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame(RawRequest.Gzip([]), flag: 1));

        Assert.Equal(StatusCode.Internal, response.Code);
    }

    [Fact]
    public async Task Compressed_InAnUnknownEncoding_IsUnimplementedAndNamesTheKnownOnes()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([1, 2, 3], flag: 1), headers: ("grpc-encoding", "snappy"));

        Assert.Equal(StatusCode.Unimplemented, response.Code);
        string accepted = response.Find("grpc-accept-encoding")!;
        Assert.Contains("gzip", accepted, StringComparison.Ordinal);
        Assert.DoesNotContain("snappy", accepted, StringComparison.Ordinal);
    }

    // The published library decompresses without a bound.
    [EmbeddedFact]
    public async Task Compressed_ClaimingFarMoreThanTheLimit_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] bomb = RawRequest.Gzip(new byte[64 * 1024 * 1024]);
        Assert.True(bomb.Length < 100_000);

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame(bomb, flag: 1), headers: ("grpc-encoding", "gzip"));

        Assert.Equal(StatusCode.ResourceExhausted, response.Code);
        Assert.Contains("4194304", response.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public async Task Length_OfGigabytes_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using RawResponse response = await RawRequest.SendAsync(server.Address, RawRequest.Frame([1], length: uint.MaxValue));

        Assert.Equal(StatusCode.ResourceExhausted, response.Code);
        Assert.Contains("4294967295", response.Message, StringComparison.Ordinal);
    }
}
