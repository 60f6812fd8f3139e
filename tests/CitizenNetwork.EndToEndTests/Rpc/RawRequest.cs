using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>Requests that no gRPC client would send.</summary>
internal static class RawRequest
{
    public const string Say = "/citizennetwork.testing.Echo/Say";

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler());

    /// <summary>A message in its frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message, byte flag = 0, uint? length = null)
    {
        byte[] frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    public static byte[] Gzip(ReadOnlySpan<byte> plain)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    public static Task<RawResponse> SendAsync(Uri address, IMessage message, params (string Name, string Value)[] headers) =>
        SendAsync(address, Frame(message.ToByteArray()), headers: headers);

    public static async Task<RawResponse> SendAsync(Uri address, byte[] body, string path = Say, string? contentType = "application/grpc", params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TE.ParseAdd("trailers");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage response = await Http.SendAsync(request, CancellationToken.None);
        byte[] answer;
        try
        {
            answer = await response.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException reset) when (reset.InnerException is HttpProtocolException)
        {
            // A callee past the deadline answers and resets the stream; either may be noticed first.
            answer = [];
        }

        return new RawResponse(response, answer);
    }
}

/// <summary>A response with its body read.</summary>
internal sealed record RawResponse(HttpResponseMessage Http, byte[] Body) : IDisposable
{
    public StatusCode? Code => Find("grpc-status") is { } code ? (StatusCode)int.Parse(code, CultureInfo.InvariantCulture) : null;

    /// <summary>The status is in the headers: there are no messages.</summary>
    public bool IsTrailersOnly => Http.Headers.Contains("grpc-status");

    public string? Message => Find("grpc-message");

    public string? Find(string name) =>
        Http.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values) || Http.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;

    public void Dispose() => Http.Dispose();
}
