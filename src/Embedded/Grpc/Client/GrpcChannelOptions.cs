using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>How a channel connects and what its calls may carry.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>By default told by the scheme of the address.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest request message in bytes; by default there is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest response message in bytes, 4 MiB by default; null means no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The encodings at hand; by default gzip and deflate.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Sends the calls; excludes <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the calls; excludes <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Disposes a given client or handler with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>2.0 by default.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Exactly <see cref="HttpVersion"/> by default, which is what HTTP/2 without TLS needs.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    /// <summary>Ends cancelled calls with <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Sends call credentials even without TLS.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
