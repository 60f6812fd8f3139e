using System.Globalization;
using System.Net.Sockets;
using CitizenNetwork.Server.Errors;
using Grpc.Core;

namespace CitizenNetwork.Server.Json;

/// <summary>
/// A call by JSON as a method of a service sees it. What it needs of the request is read at once: a method that outlives
/// its deadline must not touch a request that is over.
/// </summary>
internal sealed class JsonCallContext : ServerCallContext, IDisposable
{
    /// <summary>Key by which grpc-dotnet's GetHttpContext finds the request of a context that is not its own.</summary>
    private const string HttpContextKey = "__HttpContext";

    private const string TimeoutHeader = "grpc-timeout";

    /// <summary>A timer takes 49 days at most.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(40);

    /// <summary>Headers that speak of the request's form, which differs between the two faces.</summary>
    private static readonly HashSet<string> s_ofForm =
        new(["content-type", "content-length", "content-encoding", "host", "te", "accept", "accept-encoding", "connection", "transfer-encoding", TimeoutHeader], StringComparer.OrdinalIgnoreCase);

    private readonly HttpContext _http;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationToken _callerGone;

    public JsonCallContext(HttpContext http, string method)
    {
        _http = http;
        MethodCore = method;
        HostCore = http.Request.Host.Value ?? string.Empty;
        PeerCore = PeerOf(http.Connection);
        RequestHeadersCore = Headers(http.Request.Headers);
        UserStateCore = new Dictionary<object, object> { [HttpContextKey] = http };
        _callerGone = http.RequestAborted;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_callerGone);
        CancellationTokenCore = _ended.Token;
        if (Timeout(http.Request.Headers[TimeoutHeader]) is { } left)
        {
            DeadlineCore = TimeProvider.System.GetUtcNow().UtcDateTime + left;

            // A timer may fire a moment early by the wall clock, hence the millisecond.
            _ended.CancelAfter((left < s_longestTimer ? left : s_longestTimer) + TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Makes the refusal of a request that could not be read; null when it was read.</summary>
    public Func<Exception>? Unreadable { get; set; }

    /// <summary>Status of HTTP where the refusal has a more precise one than its code.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Whether the time was up: the call's token is cancelled by its caller's leaving or by that, and the clock may lag behind the timer.</summary>
    public bool IsDeadlineExceeded =>
        DeadlineCore <= TimeProvider.System.GetUtcNow().UtcDateTime || (_ended.IsCancellationRequested && !_callerGone.IsCancellationRequested);

    protected override string MethodCore { get; }

    protected override string HostCore { get; }

    protected override string PeerCore { get; }

    protected override DateTime DeadlineCore { get; } = DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; }

    protected override CancellationToken CancellationTokenCore { get; }

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override IDictionary<object, object> UserStateCore { get; }

    /// <summary>A method may end with a status instead of throwing it, or end because its time was up; as gRPC answers both.</summary>
    public void ThrowUnlessOk()
    {
        if (IsDeadlineExceeded)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
        }

        if (Status.StatusCode != StatusCode.OK)
        {
            throw new RpcException(Status, ResponseTrailers);
        }
    }

    /// <summary>Trailers of the call go out as headers: the answer is whole before it begins. Error details are in the body.</summary>
    public void Trailers(IHeaderDictionary headers, Metadata? ofError = null)
    {
        if (!_http.Response.HasStarted)
        {
            Append(headers, ResponseTrailers.Concat(ofError is null || ReferenceEquals(ofError, ResponseTrailers) ? [] : ofError));
        }
    }

    public void Dispose()
    {
        // A method that outlived its deadline may still look at the token, whose timer has done its work.
        if (!_ended.IsCancellationRequested)
        {
            _ended.Dispose();
        }
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        // They wait for the answer, whose media type and status are not known yet.
        Append(_http.Response.Headers, responseHeaders);
        return Task.CompletedTask;
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Hand on deadline and cancellation token yourself.");

    private static void Append(IHeaderDictionary headers, IEnumerable<Metadata.Entry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Key != RefusalStatus.DetailsTrailer))
        {
            headers.Append(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);
        }
    }

    /// <summary>The headers that metadata can hold: names of its alphabet, text.</summary>
    private static Metadata Headers(IHeaderDictionary given)
    {
        Metadata headers = [];
        foreach (var (name, values) in given)
        {
            if (!s_ofForm.Contains(name)
                && !name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase)
                && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            {
                headers.Add(name, values.ToString());
            }
        }

        return headers;
    }

    /// <summary>Digits and a unit, as gRPC has it; anything else is no timeout.</summary>
    private static TimeSpan? Timeout(string? text)
    {
        const int mostDigits = 8;
        if (text is not { Length: >= 2 and <= mostDigits + 1 } || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromMicroseconds(value / 1_000),
            _ => null,
        };
    }

    private static string PeerOf(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6 } six => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{six}]:{connection.RemotePort}"),
        { } four => string.Create(CultureInfo.InvariantCulture, $"ipv4:{four}:{connection.RemotePort}"),
    };
}
