using System.Collections.Immutable;

namespace CitizenNetwork.Storage.Backup;

/// <summary>How a column is written in a backup and kept by an engine.</summary>
internal enum ColumnKind
{
    Text,

    /// <summary>JSON, kept to the byte: a string in the backup.</summary>
    Json,

    /// <summary>32 bits.</summary>
    Integer,

    /// <summary>64 bits.</summary>
    Number,

    Flag,

    /// <summary>Base64 in the backup.</summary>
    Bytes,

    /// <summary>UTC, ISO 8601 in the backup.</summary>
    Time,
}

internal sealed record BackupColumn(string Name, ColumnKind Kind, bool IsNullable = false);

/// <param name="Name">Name of the table.</param>
/// <param name="Order">Columns by which its rows follow each other.</param>
/// <param name="Columns">Its columns in their order.</param>
internal sealed record BackupTable(string Name, string Order, ImmutableArray<BackupColumn> Columns)
{
    public string Names { get; } = string.Join(", ", Columns.Select(column => column.Name));
}

/// <summary>
/// A backup: gzip of JSON lines. A header, a line for each row of each table, and a trailer with the number of rows and the
/// SHA-256 of all lines before it (line ends included), without which a backup is not whole. It knows no engine: what one
/// wrote the other restores. The change feed is left out, since no place in it means anything to a restored database.
/// </summary>
internal static class BackupFormat
{
    public const string Name = "citizennetwork-backup";

    /// <summary>Version of this format; one more when a column or table joins, and older ones are read for ever: the column is null, the table empty.</summary>
    public const int Version = 4;

    /// <summary>Most bytes of one line: a state of 64 KiB takes at most 6 times as much, a message may be longer.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    /// <summary>Property of a row's line that names its table.</summary>
    public const string TableProperty = "t";

    public static ImmutableArray<BackupTable> Tables { get; } =
    [
        new("grain_state", "grain_type, grain_key, state_name",
        [
            new("grain_type", ColumnKind.Text), new("grain_key", ColumnKind.Text), new("state_name", ColumnKind.Text),
            new("version", ColumnKind.Number), new("payload", ColumnKind.Json), new("updated_at", ColumnKind.Time),
        ]),
        new("ledger", "seq",
        [
            new("seq", ColumnKind.Number), new("grain_type", ColumnKind.Text), new("grain_key", ColumnKind.Text), new("kind", ColumnKind.Text),
            new("id", ColumnKind.Text), new("is_open", ColumnKind.Flag), new("payload", ColumnKind.Json), new("recorded_at", ColumnKind.Time),
        ]),
        new("outbox", "id",
        [
            new("id", ColumnKind.Text), new("kind", ColumnKind.Text), new("payload", ColumnKind.Json), new("created_at", ColumnKind.Time),
            new("due_at", ColumnKind.Time), new("attempts", ColumnKind.Integer), new("lease_owner", ColumnKind.Text, IsNullable: true),
            new("lease_until", ColumnKind.Time, IsNullable: true), new("delivered_at", ColumnKind.Time, IsNullable: true),
            new("failed_at", ColumnKind.Time, IsNullable: true), new("last_error", ColumnKind.Text, IsNullable: true),
        ]),
        new("reminder", "grain_type, grain_key, name",
        [
            new("grain_type", ColumnKind.Text), new("grain_key", ColumnKind.Text), new("name", ColumnKind.Text), new("grain_hash", ColumnKind.Number),
            new("start_at", ColumnKind.Text), new("period_ticks", ColumnKind.Number), new("etag", ColumnKind.Text),
            new("claimed_tick", ColumnKind.Number), new("claimed_by", ColumnKind.Text, IsNullable: true),
        ]),
        new("api_key", "id",
        [
            new("id", ColumnKind.Text), new("hash", ColumnKind.Bytes), new("label", ColumnKind.Text), new("created_at", ColumnKind.Time),
            new("is_administrator", ColumnKind.Flag), new("source", ColumnKind.Text, IsNullable: true), new("grants", ColumnKind.Text, IsNullable: true),
            new("expires_at", ColumnKind.Time, IsNullable: true), new("last_used_at", ColumnKind.Time, IsNullable: true),
            new("old_hash", ColumnKind.Bytes, IsNullable: true), new("old_until", ColumnKind.Time, IsNullable: true),
        ]),
        new("source_sync", "id",
        [
            new("id", ColumnKind.Text), new("source", ColumnKind.Text), new("number", ColumnKind.Number), new("collections", ColumnKind.Text),
            new("state", ColumnKind.Integer), new("begun_at", ColumnKind.Time), new("finished_at", ColumnKind.Time, IsNullable: true),
        ]),
        new("source_sighting", "record_name",
        [
            new("record_name", ColumnKind.Text), new("source", ColumnKind.Text), new("sync_number", ColumnKind.Number), new("seen_at", ColumnKind.Time),
        ]),
        new("source_batch", "source, request_id",
        [
            new("source", ColumnKind.Text), new("request_id", ColumnKind.Text), new("hash", ColumnKind.Text), new("answer", ColumnKind.Bytes),
            new("recorded_at", ColumnKind.Time),
        ]),
        new("audit_entry", "number",
        [
            new("number", ColumnKind.Number), new("recorded_at", ColumnKind.Time), new("subject", ColumnKind.Text, IsNullable: true),
            new("fact", ColumnKind.Json, IsNullable: true), new("salt", ColumnKind.Bytes, IsNullable: true), new("fact_hash", ColumnKind.Bytes), new("hash", ColumnKind.Bytes),
        ]),
        new("erasure", "id",
        [
            new("id", ColumnKind.Text), new("name_hash", ColumnKind.Text), new("is_whole", ColumnKind.Flag), new("principal", ColumnKind.Text),
            new("reason", ColumnKind.Text), new("begun_at", ColumnKind.Time), new("done_at", ColumnKind.Time, IsNullable: true),
            new("pending", ColumnKind.Json, IsNullable: true),
        ]),
    ];
}

/// <summary>What a backup says of itself in its first line.</summary>
/// <param name="Engine">Engine it was taken from.</param>
/// <param name="Migration">Number of that engine's last migration.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="FeedEpoch">Life of the change feed it was taken from.</param>
public sealed record BackupHeader(string Engine, int Migration, DateTimeOffset CreatedAt, string FeedEpoch);
