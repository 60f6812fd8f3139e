using System.Globalization;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>One call being served: its context for the handler, and how it ends.</summary>
internal sealed class ServerCall : ServerCallContext, IServerCallContextFeature, IAsyncDisposable
{
    /// <summary>How long the status of a call past its deadline may wait for a caller that does not read.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly ServerDeadline? _deadline;
    private readonly MessageSerializer _serializer = new();
    private readonly IHttpRequestLifetimeFeature _lifetime;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private AuthContext? _authContext;
    private Status _status;
    private string? _responseEncoding;

    public ServerCall(HttpContext http, EffectiveOptions options, ILogger logger)
    {
        Http = http;
        Options = options;
        _logger = logger;

        // A handler may outlive its request; HttpContext does not then give the request's own token.
        _lifetime = http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        if (options.ResponseEncoding is { } encoding and not Headers.Identity && Headers.Lists(http.Request.Headers[Headers.AcceptEncoding], encoding))
        {
            _responseEncoding = encoding;
            http.Response.Headers[Headers.Encoding] = encoding;
        }

        string? timeout = http.Request.Headers[Headers.Timeout];
        if (Headers.TryParseTimeout(timeout, out TimeSpan left))
        {
            _deadline = new ServerDeadline(this, left, logger);
        }
        else if (timeout is not null)
        {
            logger.LogDebug("Ignored: grpc-timeout '{Timeout}'.", timeout);
        }
    }

    public HttpContext Http { get; }

    public EffectiveOptions Options { get; }

    public ServerCallContext ServerCallContext => this;

    /// <summary>The request is gone: nothing can be read or written any more.</summary>
    public bool IsAborted => _lifetime.RequestAborted.IsCancellationRequested;

    public CancellationToken RequestAborted => _lifetime.RequestAborted;

    public bool IsDeadlineExceeded => _deadline is { IsExceeded: true };

    /// <summary>
    /// Reading or writing found the request gone. It may be known here before <see cref="RequestAborted"/> is signalled, and
    /// what the handler then throws is no defect of its.
    /// </summary>
    public bool IsCut { get; set; }

    public string? RequestEncoding => Http.Request.Headers[Headers.Encoding];

    protected override string MethodCore => Http.Request.Path.Value!;

    protected override string HostCore => Http.Request.Host.Value!;

    protected override string PeerCore
    {
        get
        {
            ConnectionInfo connection = Http.Connection;
            return connection.RemoteIpAddress switch
            {
                null => "unknown",
                { AddressFamily: AddressFamily.InterNetwork } four => string.Create(CultureInfo.InvariantCulture, $"ipv4:{four}:{connection.RemotePort}"),
                { AddressFamily: AddressFamily.InterNetworkV6 } six => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{six}]:{connection.RemotePort}"),
                { } other => string.Create(CultureInfo.InvariantCulture, $"unknown:{other}:{connection.RemotePort}"),
            };
        }
    }

    protected override DateTime DeadlineCore => _deadline?.At ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? _lifetime.RequestAborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= Authenticated();

    protected override IDictionary<object, object> UserStateCore => Http.Items!;

    public Task FlushAsync(CancellationToken cancellationToken) => Http.Response.BodyWriter.FlushAsync(cancellationToken).AsTask();

    /// <summary>Writes one message without flushing it.</summary>
    public async ValueTask WriteAsync<T>(T message, Action<T, SerializationContext> serializer, CancellationToken cancellationToken)
    {
        using ServerDeadline.Turn turn = TakeTurn();

        // The body writer gives no memory before the response has started.
        if (!Http.Response.HasStarted)
        {
            await Http.Response.StartAsync(cancellationToken);
        }

        ICompressionProvider? compression = null;
        if (_responseEncoding is not null && WriteOptionsCore?.Flags.HasFlag(WriteFlags.NoCompress) is not true)
        {
            Options.Compression.TryGetValue(_responseEncoding, out compression);
        }

        _serializer.WriteFrame(Http.Response.BodyWriter, message, serializer, Options.MaxSend, compression, Options.ResponseLevel);
    }

    /// <summary>Ends a call whose handler returned.</summary>
    public async Task EndAsync()
    {
        if (_deadline is null || await _deadline.TryEndCallAsync())
        {
            WriteTrailers();
        }
    }

    /// <summary>Ends a call whose handler, or whose reading, failed.</summary>
    public async Task FailAsync(Exception cause, string method)
    {
        if (cause is RpcException refusal)
        {
            _logger.LogInformation(refusal.Status.DebugException, "{Method} ended with {Code}: {Detail}", method, refusal.StatusCode, refusal.Status.Detail);
            foreach (Metadata.Entry entry in refusal.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }

            _status = refusal.Status;
        }
        else
        {
            bool isCancellation = cause switch
            {
                OperationCanceledException or IOException => IsAborted || IsCut || IsDeadlineExceeded,
                InvalidOperationException => IsCut,
                _ => false,
            };
            _logger.Log(isCancellation ? LogLevel.Information : LogLevel.Error, cause, "{Method} {Outcome}.", method, isCancellation ? "was cancelled by its caller" : "failed");
            const string detail = "Exception was thrown by handler.";
            _status = new Status(StatusCode.Unknown, Options.DetailedErrors ? $"{detail} {Describe(cause)}" : detail, cause);
        }

        if (_deadline is not null && !await _deadline.TryEndCallAsync())
        {
            return;
        }

        try
        {
            WriteTrailers();
        }
        catch (InvalidOperationException) when (IsAborted || IsCut)
        {
            // Nobody is there to read them.
        }
        catch (InvalidOperationException defect)
        {
            // A trailer that HTTP does not allow must not cost the caller the status.
            _logger.LogError(defect, "The trailers of {Method} cannot be sent.", method);
            _trailers = null;
            WriteTrailers();
        }
    }

    /// <summary>Answers now, whatever the handler is doing, and resets the stream.</summary>
    public async Task ExceedDeadlineAsync()
    {
        _status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        TrailerWriter.SetStatus(TrailerWriter.Of(Http.Response), _status);
        try
        {
            await Http.Response.CompleteAsync().WaitAsync(LongestFarewell);
        }
        catch (TimeoutException)
        {
            // The trailers queue behind messages that the caller gives no window for: it gets the reset alone.
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Tells the caller that nothing more will come.</summary>
    public void Reset()
    {
        if (Http.Features.Get<IHttpResetFeature>() is { } stream)
        {
            stream.Reset(Headers.ResetCancel);
        }
        else
        {
            Http.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_deadline is not null)
        {
            await _deadline.DisposeAsync();
        }

        _serializer.Dispose();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (Http.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        }

        return WriteHeadersAsync(responseHeaders);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotImplementedException("Propagation tokens are not supported; hand on deadline and cancellation token yourself.");

    private static string Describe(Exception cause)
    {
        string own = $"{cause.GetType().Name}: {cause.Message}";
        return cause.InnerException is null ? own : $"{own} {Describe(cause.InnerException)}";
    }

    private static bool IsProtocolHeader(string name) => name.StartsWith(':')
        || name.ToLowerInvariant() is Headers.Encoding or Headers.AcceptEncoding or Headers.Timeout or "content-encoding" or "content-type" or "te" or "host" or "accept-encoding";

    /// <summary>The deadline answers between two turns, never in the middle of what is being written.</summary>
    private ServerDeadline.Turn TakeTurn() => _deadline is null ? default
        : _deadline.TryTakeTurn(out ServerDeadline.Turn turn) ? turn
        : throw new OperationCanceledException("The deadline of the call has passed.", _deadline.Token);

    private async Task WriteHeadersAsync(Metadata headers)
    {
        using (TakeTurn())
        {
            foreach (Metadata.Entry entry in headers)
            {
                if (entry.Key is Headers.EncodingRequest)
                {
                    _responseEncoding = entry.Value;
                    Http.Response.Headers[Headers.Encoding] = entry.Value;
                }
                else
                {
                    Http.Response.Headers.Append(entry.Key, Headers.Value(entry));
                }
            }

            await Http.Response.StartAsync();
        }

        await FlushAsync(CancellationToken.None);
    }

    private void WriteTrailers()
    {
        IHeaderDictionary target = TrailerWriter.Of(Http.Response);
        if (_trailers is not null)
        {
            TrailerWriter.Append(target, _trailers);
        }

        TrailerWriter.SetStatus(target, _status);
    }

    private Metadata ReadHeaders()
    {
        Metadata headers = [];
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in Http.Request.Headers)
        {
            if (!IsProtocolHeader(name))
            {
                try
                {
                    Headers.Add(headers, name, values.ToString());
                }
                catch (FormatException defect)
                {
                    throw Frame.Refuse(StatusCode.Internal, $"The value of the binary header '{name}' is not base64.", defect);
                }
            }
        }

        return headers;
    }

    private AuthContext Authenticated()
    {
        Dictionary<string, List<AuthProperty>> properties = new(StringComparer.Ordinal);
        if (Http.Connection.ClientCertificate is not { } certificate)
        {
            return new AuthContext(null, properties);
        }

        const string commonName = "x509_common_name";
        string name = certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false);
        properties[commonName] = [AuthProperty.Create(commonName, System.Text.Encoding.UTF8.GetBytes(name))];
        return new AuthContext(commonName, properties);
    }
}
