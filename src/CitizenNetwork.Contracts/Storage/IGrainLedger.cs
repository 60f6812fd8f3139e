using System.Collections.Immutable;
using Orleans.Runtime;

namespace CitizenNetwork.Contracts.Storage;

/// <summary>A row as a grain writes it, with <see cref="Appended"/>.</summary>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
/// <param name="Id">Unique in its grain and kind.</param>
/// <param name="IsOpen">Whether the grain still needs it in memory: it is read when the grain is activated.</param>
/// <param name="Payload">JSON.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.ledger-entry")]
public sealed record LedgerEntry(string Kind, string Id, bool IsOpen, string Payload);

/// <summary>A row as it is stored.</summary>
/// <param name="Seq">Grows in the order in which the grain wrote its rows; kept when a row is replaced.</param>
/// <param name="Id">Unique in its grain and kind.</param>
/// <param name="IsOpen">See <see cref="LedgerEntry"/>.</param>
/// <param name="Payload">JSON.</param>
/// <param name="RecordedAt">When it was first written, UTC.</param>
public sealed record LedgerRow(long Seq, string Id, bool IsOpen, string Payload, DateTimeOffset RecordedAt);

/// <summary>
/// The rows of a grain that grow without bound and so cannot be part of its state. They are written with the state
/// (<see cref="Appended"/>) and read here: the open ones when the grain is activated, the past when somebody asks for it.
/// A grain reads what it wrote itself: no call waits for another writer.
/// </summary>
public interface IGrainLedger
{
    /// <summary>Open rows of one kind, oldest first. Their number is what the grain bounds by its own rules.</summary>
    Task<ImmutableArray<LedgerRow>> ReadOpenAsync(GrainId grain, string kind, CancellationToken cancellationToken = default);

    /// <summary>One row, open or not; null when there is none.</summary>
    Task<LedgerRow?> FindAsync(GrainId grain, string kind, string id, CancellationToken cancellationToken = default);

    /// <summary>Rows written before a place, newest first, at most <paramref name="limit"/>.</summary>
    /// <param name="grain">Whose rows.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="beforeSeq">Only rows with a lower number; <see cref="long.MaxValue"/>: from the newest.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ImmutableArray<LedgerRow>> ReadPastAsync(GrainId grain, string kind, long beforeSeq, int limit, CancellationToken cancellationToken = default);
}

/// <summary>Kinds of ledger rows.</summary>
public static class LedgerKinds
{
    /// <summary>A change that was made, by its request id: the hash of its content.</summary>
    public const string Request = "request";

    /// <summary>The answer to such a change; gone when the record is deleted.</summary>
    public const string Answer = "answer";

    /// <summary>What happened to an initiative, by revision.</summary>
    public const string Journal = "journal";

    /// <summary>What was decided about a pair of records, by number.</summary>
    public const string Decision = "decision";

    /// <summary>The weights of a network, by version.</summary>
    public const string Weights = "weights";

    /// <summary>What an actor consents to, by number; open until it is withdrawn.</summary>
    public const string Consent = "consent";

    /// <summary>What was done, by revision, until it is moved into the audit chain.</summary>
    public const string Audit = "audit";
}
