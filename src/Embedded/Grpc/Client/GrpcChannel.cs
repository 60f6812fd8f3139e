using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Connections to one address; to be made once and shared.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly bool _ownsInvoker;
    private readonly Lock _lock = new();
    private readonly HashSet<IDisposable> _calls = [];
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private bool _isDisposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.IsAbsoluteUri ? address.Authority : address.OriginalString)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException($"{nameof(GrpcChannelOptions.HttpClient)} and {nameof(GrpcChannelOptions.HttpHandler)} exclude each other.", nameof(options));
        }

        bool isHttps = address is { IsAbsoluteUri: true, Scheme: "https" };
        if (!isHttps && address is not { IsAbsoluteUri: true, Scheme: "http" })
        {
            throw new ArgumentException($"The address '{address}' must start with http:// or https://.", nameof(address));
        }

        bool isSecure = options.Credentials?.IsSecure ?? isHttps;
        if (isSecure != isHttps)
        {
            throw new InvalidOperationException($"Channel is configured with {(isSecure ? "secure" : "insecure")} channel credentials and can't use a HttpClient with a '{address.Scheme}' scheme.");
        }

        Address = address;
        UsesCallCredentials = isSecure || options.UnsafeUseInsecureChannelCallCredentials;
        Credentials = options.Credentials?.CallCredentials;
        MaxSend = options.MaxSendMessageSize;
        MaxReceive = options.MaxReceiveMessageSize;
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        VersionPolicy = options.HttpVersionPolicy ?? HttpVersionPolicy.RequestVersionExact;
        ThrowsOperationCanceled = options.ThrowOperationCanceledOnCancellation;

        ICompressionProvider[] usual = [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        Compression = (options.CompressionProviders ?? usual).ToDictionary(provider => provider.EncodingName, StringComparer.Ordinal);
        AcceptEncoding = string.Join(',', Compression.Keys.Prepend(Headers.Identity));

        _ownsInvoker = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        Invoker = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? DefaultHandler(), disposeHandler: _ownsInvoker);
    }

    internal Uri Address { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal bool UsesCallCredentials { get; }

    internal CallCredentials? Credentials { get; }

    internal int? MaxSend { get; }

    internal int? MaxReceive { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy VersionPolicy { get; }

    internal bool ThrowsOperationCanceled { get; }

    internal IReadOnlyDictionary<string, ICompressionProvider> Compression { get; }

    internal string AcceptEncoding { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new ChannelInvoker(this);
    }

    /// <summary>Cancels the calls that are still running.</summary>
    public void Dispose()
    {
        IDisposable[] running;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            running = [.. _calls];
        }

        foreach (IDisposable call in running)
        {
            call.Dispose();
        }

        if (_ownsInvoker)
        {
            Invoker.Dispose();
        }
    }

    /// <summary>Where a method is called; parsed once, since that costs more than the rest of a request's head.</summary>
    internal Uri AddressOf(IMethod method) => _addresses.GetOrAdd(method.FullName, static (name, root) => new Uri(root, name), Address);

    internal void Started(IDisposable call)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _calls.Add(call);
        }
    }

    internal void Finished(IDisposable call)
    {
        lock (_lock)
        {
            _calls.Remove(call);
        }
    }

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
    };
}
