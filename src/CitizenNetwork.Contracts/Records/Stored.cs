using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Contracts.Records;

/// <summary>A record as its grain answers it.</summary>
/// <param name="Record">The domain's record.</param>
/// <param name="Revision">1 on create, one more at each change; the etag of the API.</param>
/// <param name="CreateTime">UTC.</param>
/// <param name="UpdateTime">UTC.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.snapshot`1")]
public sealed record Snapshot<T>(T Record, long Revision, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
    where T : class;

/// <summary>What a caller says beside the content of a change.</summary>
/// <param name="RequestId">UUID of the caller; empty: no protection against a second delivery.</param>
/// <param name="ContentHash">SHA-256 of the request, hexadecimal: the same id with another content is refused (AIP-155).</param>
/// <param name="ExpectedRevision">Revision that the caller saw; null: whatever is stored (AIP-154).</param>
/// <param name="BoundSource">Source that the caller's key is bound to: it touches only what that source registered. Empty: not bound.</param>
/// <param name="Contact">What becomes of the record's contact; null: it stays.</param>
/// <param name="IsDryRun">True: a row of a source is checked and compared, and nothing is written.</param>
/// <param name="KeyId">Public part of the caller's key, where a history says who; empty: not known.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.write-request")]
public sealed record WriteRequest(string RequestId, string ContentHash, long? ExpectedRevision, string BoundSource = "", ContactChange? Contact = null, bool IsDryRun = false, string KeyId = "");

/// <summary>A new contact of a record.</summary>
/// <param name="Value">Null: it is erased.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.contact-change")]
public sealed record ContactChange(Contact? Value);

/// <summary>What a record's grain did with a row of a source.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Revision">Version of the record; 0 when the row was refused.</param>
/// <param name="Refusal">Why; only when it was refused.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.upserted")]
public sealed record Upserted(UpsertOutcome Outcome, long Revision, Refusal? Refusal)
{
    public static implicit operator Upserted(Refusal refusal) => new(UpsertOutcome.Refused, 0, refusal);
}

/// <summary>A change as the state remembered it before there was a ledger; still read, no longer written.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.accepted-request`1")]
public sealed record AcceptedRequest<T>(string Id, string ContentHash, Snapshot<T>? Answer)
    where T : class;

/// <summary>A <see cref="Stored{T}"/> of whatever record, for what goes through all of them.</summary>
public interface IStored
{
    /// <summary>The record; null once deleted.</summary>
    object? Content { get; }

    long Revision { get; }

    SourceReference? Source { get; }

    Contact? Contact { get; }

    string MergedInto { get; }

    /// <summary>Nothing of it but that its name was used: neither record nor contact, nor the row of a source that it stood for.</summary>
    IStored Erased(DateTimeOffset now);

    /// <summary>The same without its contact.</summary>
    IStored WithoutContact(DateTimeOffset now);

    /// <summary>Another record in the place of this one.</summary>
    /// <param name="content">Of the same type.</param>
    /// <param name="mergedInto">Record that stands for it; empty: it stands for itself.</param>
    /// <param name="rows">Rows of its ledger, written with it.</param>
    /// <param name="now">UTC.</param>
    IStored With(object content, string mergedInto, ImmutableArray<LedgerEntry> rows, DateTimeOffset now);
}

/// <summary>
/// The state of a grain that holds one record. Written as JSON that begins with the version of its shape; old versions
/// are read for ever. New fields are appended as parameters with a default.
/// </summary>
/// <param name="V">Version of this shape: <see cref="CurrentVersion"/>.</param>
/// <param name="Record">The record; null once deleted.</param>
/// <param name="Revision">Number of changes made.</param>
/// <param name="CreateTime">UTC.</param>
/// <param name="UpdateTime">UTC.</param>
/// <param name="Requests">Recent changes of a state that was written before there was a ledger; they move there with the next write.</param>
/// <param name="Source">Row of a source that it stands for; null: none. Kept when the record is deleted.</param>
/// <param name="Contact">How to reach somebody about it; in no answer, since it is in no record.</param>
/// <param name="MergedInto">Record that stands for it since the two were merged; empty: it stands for itself.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.stored`1")]
public sealed record Stored<T>(
    int V,
    T? Record,
    long Revision,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime,
    ImmutableArray<AcceptedRequest<T>> Requests,
    SourceReference? Source = null,
    Contact? Contact = null,
    string MergedInto = "") : IAppending, IStored
    where T : class
{
    public const int CurrentVersion = 1;

    /// <summary>Most bytes of one state in its stored form.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <inheritdoc />
    [Id(0), JsonIgnore]
    public Appended Appended { get; init; } = Appended.Nothing;

    /// <summary>The record that readers see: null once deleted, while its source has withdrawn it, and while another one stands for it.</summary>
    [JsonIgnore]
    public T? Shown => Source is { IsWithdrawn: true } || MergedInto.Length > 0 ? null : Record;

    object? IStored.Content => Record;

    IStored IStored.Erased(DateTimeOffset now) => new Stored<T>(CurrentVersion, null, Revision + 1, CreateTime, now, []);

    IStored IStored.WithoutContact(DateTimeOffset now) => this with { Revision = Revision + 1, UpdateTime = now, Requests = [], Contact = null };

    IStored IStored.With(object content, string mergedInto, ImmutableArray<LedgerEntry> rows, DateTimeOffset now) => this with
    {
        Record = (T)content,
        Revision = Revision + 1,
        UpdateTime = now,
        Requests = [],
        MergedInto = mergedInto,
        Appended = new Appended(rows, [], []),
    };

    /// <summary>The answer to a reader, or null.</summary>
    public Snapshot<T>? ToSnapshot() => Shown is null ? null : new Snapshot<T>(Shown, Revision, CreateTime, UpdateTime);
}
