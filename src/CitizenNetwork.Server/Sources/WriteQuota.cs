using System.Collections.Concurrent;
using System.Globalization;
using CitizenNetwork.Contracts;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Server.Sources;

/// <summary>
/// How many rows a key may send: a bucket a key, filled steadily. It is kept in this server's memory, so that a key that
/// calls several servers gets as much from each, and a restart fills it.
/// </summary>
internal sealed class WriteQuota([FromKeyedServices(Clock.Key)] TimeProvider clock, Sentences sentences)
{
    /// <summary>Rows that a bucket gains a minute, about half of what a small machine can write.</summary>
    public const int RowsPerMinute = 12_000;

    /// <summary>Rows that a full bucket holds: what a source can send at once after a pause.</summary>
    public const int MostRowsAtOnce = 20_000;

    private const double SecondsPerMinute = 60;

    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new();

    /// <summary>Takes rows from the bucket of the key that opened a call.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: there are not enough; none is taken.</exception>
    public void Take(string key, int rows, ServerCallContext context)
    {
        var now = TimeSpan.FromTicks(clock.GetUtcNow().Ticks);
        var wait = _buckets.GetOrAdd(key, _ => new TokenBucket(RowsPerMinute / SecondsPerMinute, MostRowsAtOnce, now)).Take(rows, now);
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var language = Language.Of(context);
        var (english, told) = (Sentence(seconds, Language.English), Sentence(seconds, language));
        throw RefusalStatus.Make(
            StatusCode.ResourceExhausted,
            english,
            [
                new ErrorInfo { Domain = RefusalStatus.ErrorDomain, Reason = "WRITE_QUOTA", Metadata = { ["rows_per_minute"] = RowsPerMinute.ToString(CultureInfo.InvariantCulture) } },
                new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = $"key:{key}", Description = told } } },
                new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) },
                new LocalizedMessage { Locale = language.Name, Message = told },
            ]);
    }

    private string Sentence(long seconds, CultureInfo language) =>
        sentences.Write("Error_WriteQuota", [Domain.Refusals.Datum.Number(RowsPerMinute), Domain.Refusals.Datum.Number(seconds)], language);
}
