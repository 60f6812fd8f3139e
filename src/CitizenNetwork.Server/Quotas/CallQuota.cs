using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Server.Quotas;

/// <summary>
/// Keeps each caller to its limits: an allowance of points that fills steadily, and a number of calls at a time. It is
/// kept in this server's memory: a caller of several servers gets as much from each, and a restart fills it.
/// </summary>
internal sealed class CallQuota(CallLimits limits, [FromKeyedServices(Clock.Key)] TimeProvider clock, Sentences sentences)
{
    /// <summary>The allowance that unknown callers share when too many are remembered.</summary>
    private const string Others = "others";

    /// <summary>Bytes of an IPv6 address that one subscriber has to itself.</summary>
    private const int SubscriberBytes = 8;

    /// <summary>Time after which a caller that has too many calls may try again.</summary>
    private static readonly TimeSpan s_untilOneEnds = TimeSpan.FromSeconds(1);

    /// <summary>Shortest time between two searches for callers that can be forgotten.</summary>
    private static readonly TimeSpan s_betweenSweeps = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Allowance> _callers = new(StringComparer.Ordinal);
    private readonly long _started = clock.GetTimestamp();
    private long _sweptTicks = -s_betweenSweeps.Ticks;

    /// <summary>Callers that are remembered.</summary>
    internal int Callers => _callers.Count;

    /// <summary>Calls that run, of all callers with limits.</summary>
    internal int Running => _callers.Values.Sum(allowance => allowance.Running);

    /// <summary>Takes a call's points and a place among the calls of its caller, which the result gives back; null: it needs none.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: there is not enough; nothing is taken.</exception>
    public CallPlace? Enter(Principal principal, int cost, ServerCallContext context)
    {
        if (principal.Sight.IsAdministrator || MethodAccesses.IsOfPublished(context.Method))
        {
            return null;
        }

        var limit = principal.IsAnonymous ? limits.Anonymous : limits.Known;
        var allowance = Of(principal.IsAnonymous ? AddressOf(context) : principal.Id, limit);
        if (!allowance.TryEnter())
        {
            throw Refused("TOO_MANY_CALLS_AT_ONCE", "Error_TooManyAtOnce", limit.MostAtOnce, s_untilOneEnds, context);
        }

        CallPlace place = new(allowance);
        try
        {
            Take(allowance, limit, cost, context);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Takes what a wrong credential costs from the address of the call.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: there is not enough.</exception>
    public void TakeOfAddress(ServerCallContext context) =>
        TakeOf(AddressOf(context), CallLimits.WrongCredentialCost, context);

    /// <summary>Takes points from an address.</summary>
    internal void TakeOf(string address, int points, ServerCallContext context) => Take(Of(address, limits.Anonymous), limits.Anonymous, points, context);

    /// <summary>What an address is counted as.</summary>
    internal static string AddressOf(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, SubscriberBytes))}/64",
        _ => address.ToString(),
    };

    private static string AddressOf(ServerCallContext context) => AddressOf(context.GetHttpContext().Connection.RemoteIpAddress);

    private void Take(Allowance allowance, CallLimit limit, int cost, ServerCallContext context)
    {
        var wait = allowance.Points.Take(cost, Now());
        if (wait > TimeSpan.Zero)
        {
            throw Refused("TOO_MANY_CALLS", "Error_TooManyCalls", limit.PointsPerSecond, wait, context);
        }
    }

    /// <summary>Time since the start, which no clock's setting moves.</summary>
    private TimeSpan Now() => clock.GetElapsedTime(_started);

    private Allowance Of(string caller, CallLimit limit)
    {
        if (_callers.TryGetValue(caller, out var known))
        {
            return known;
        }

        var now = Now();
        if (_callers.Count >= limits.MostCallers)
        {
            Sweep(now);
            caller = _callers.Count >= limits.MostCallers ? Others : caller;
        }

        return _callers.GetOrAdd(caller, _ => new Allowance(limit, now));
    }

    /// <summary>Forgets callers that a new one would not differ from. One that comes back this instant may gain what it had left.</summary>
    private void Sweep(TimeSpan now)
    {
        var swept = Interlocked.Read(ref _sweptTicks);
        if (now.Ticks - swept < s_betweenSweeps.Ticks || Interlocked.CompareExchange(ref _sweptTicks, now.Ticks, swept) != swept)
        {
            return;
        }

        foreach (var caller in _callers.Where(caller => caller.Value.IsIdle(now)))
        {
            _callers.TryRemove(caller);
        }
    }

    private RpcException Refused(string reason, string text, int limit, TimeSpan wait, ServerCallContext context)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var language = Language.Of(context);
        return RefusalStatus.Make(
            StatusCode.ResourceExhausted,
            Sentence(text, limit, seconds, Language.English),
            [
                new ErrorInfo { Domain = RefusalStatus.ErrorDomain, Reason = reason, Metadata = { ["limit"] = limit.ToString(CultureInfo.InvariantCulture) } },
                new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) },
                new LocalizedMessage { Locale = language.Name, Message = Sentence(text, limit, seconds, language) },
            ]);
    }

    private string Sentence(string text, int limit, long seconds, CultureInfo language) => sentences.Write(text, [Datum.Number(limit), Datum.Number(seconds)], language);
}
