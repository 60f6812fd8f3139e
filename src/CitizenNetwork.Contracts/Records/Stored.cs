using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CitizenNetwork.Contracts.Storage;

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
[GenerateSerializer, Immutable, Alias("citizennetwork.write-request")]
public sealed record WriteRequest(string RequestId, string ContentHash, long? ExpectedRevision);

/// <summary>A change as the state remembered it before there was a ledger; still read, no longer written.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.accepted-request`1")]
public sealed record AcceptedRequest<T>(string Id, string ContentHash, Snapshot<T>? Answer)
    where T : class;

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
[GenerateSerializer, Immutable, Alias("citizennetwork.stored`1")]
public sealed record Stored<T>(
    int V, T? Record, long Revision, DateTimeOffset CreateTime, DateTimeOffset UpdateTime, ImmutableArray<AcceptedRequest<T>> Requests) : IAppending
    where T : class
{
    public const int CurrentVersion = 1;

    /// <summary>Most bytes of one state in its stored form.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <inheritdoc />
    [Id(0), JsonIgnore]
    public Appended Appended { get; init; } = Appended.Nothing;

    /// <summary>The answer to a reader, or null once deleted.</summary>
    public Snapshot<T>? ToSnapshot() => Record is null ? null : new Snapshot<T>(Record, Revision, CreateTime, UpdateTime);
}
