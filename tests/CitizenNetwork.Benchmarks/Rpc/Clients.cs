using System.Net;
using System.Net.Http.Headers;
using Grpc.Net.Client;

namespace CitizenNetwork.Benchmarks.Rpc;

/// <summary>Eight gRPC channels and eight plain HTTP clients, each with a connection of its own.</summary>
internal sealed class Clients : IDisposable
{
    private const int Count = 8;

    private static readonly MediaTypeHeaderValue PlainType = new("application/octet-stream");

    private readonly GrpcChannel[] _channels;
    private readonly HttpMessageInvoker[] _plain;
    private readonly Uri _plainAddress;

    // As many bytes as the gRPC calls send, frame header included.
    private readonly byte[] _body = new byte[new Echo { Text = new string('x', 64), Count = 1 }.CalculateSize() + 5];

    public Clients(Uri address)
    {
        _channels = [.. Enumerable.Range(0, Count).Select(_ => GrpcChannel.ForAddress(address))];
        Grpc = Array.ConvertAll(_channels, channel => new Bench.BenchClient(channel));
        _plain = [.. Enumerable.Range(0, Count).Select(_ => new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }))];
        _plainAddress = new Uri(address, RpcServer.PlainPath);
    }

    public Bench.BenchClient[] Grpc { get; }

    /// <summary>The yardstick: the same bytes through Kestrel and HttpClient, with nothing of gRPC around them.</summary>
    public async Task PlainEchoAsync(int connection)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _plainAddress)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(_body) { Headers = { ContentType = PlainType } },
        };
        using var response = await _plain[connection].SendAsync(request, CancellationToken.None);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (answer.Length != _body.Length)
        {
            throw new InvalidOperationException($"{answer.Length} bytes of {_body.Length} came back.");
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }

        foreach (var plain in _plain)
        {
            plain.Dispose();
        }
    }
}
