using System.Text.Json;
using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Sources;

/// <summary>
/// When each row of a source last came. It is kept beside the records, because an unchanged row must change nothing of its
/// record; losing an entry costs a record that is reported missing, and never one that is not.
/// </summary>
public sealed class SightingTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Most rows of one statement.</summary>
    public const int MaxRows = 500;

    // A list of names is an array for PostgreSQL; for SQLite, which has none, it is JSON.
    private const string AmongSqlite = "record_name IN (SELECT value FROM json_each(@names))";

    private const string AmongPostgres = "record_name = ANY(@names)";

    private const string Note =
        "@source, (SELECT COALESCE(MAX(number), 0) FROM source_sync WHERE source = @source), @now";

    private const string Noted = "ON CONFLICT (record_name) DO UPDATE SET sync_number = excluded.sync_number, seen_at = excluded.seen_at";

    // "true" tells SQLite where the selection ends.
    internal const string NoteSqliteSql =
        $"INSERT INTO source_sighting (record_name, source, sync_number, seen_at) SELECT value, {Note} FROM json_each(@names) WHERE true {Noted}";

    internal const string NotePostgresSql =
        $"INSERT INTO source_sighting (record_name, source, sync_number, seen_at) SELECT name, {Note} FROM unnest(@names) AS came (name) {Noted}";

    private const string Last =
        """
        SELECT seen.record_name, COALESCE(sync.id, '') AS sync_id, seen.seen_at
        FROM source_sighting seen LEFT JOIN source_sync sync ON sync.source = seen.source AND sync.number = seen.sync_number
        WHERE seen.
        """;

    internal const string LastSqliteSql = $"{Last}{AmongSqlite}";

    internal const string LastPostgresSql = $"{Last}{AmongPostgres}";

    private const string Since = "SELECT record_name FROM source_sighting WHERE sync_number >= @number AND";

    internal const string SinceSqliteSql = $"{Since} {AmongSqlite}";

    internal const string SincePostgresSql = $"{Since} {AmongPostgres}";

    private readonly bool _isSqlite = database.Engine == Engines.Sqlite;

    /// <summary>Notes that rows came, as of the synchronisation of their source that was begun last.</summary>
    /// <param name="source">Their source.</param>
    /// <param name="names">Records that they stand for, each once, at most <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task NoteAsync(string source, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default)
    {
        if (names.Count == 0)
        {
            return Task.CompletedTask;
        }

        // Always in one order, so that no two servers wait for each other's rows.
        var values = new { source, names = List(names.Order(StringComparer.Ordinal)), now = StoredTimes.Now(clock) };
        return database.WriteAsync(connection => connection.ExecuteAsync(_isSqlite ? NoteSqliteSql : NotePostgresSql, values), cancellationToken);
    }

    /// <summary>Those of at most <see cref="MaxRows"/> records whose row came since a synchronisation of their source was begun.</summary>
    public Task<HashSet<string>> SeenSinceAsync(long number, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) => names.Count == 0
        ? Task.FromResult(new HashSet<string>())
        : database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(_isSqlite ? SinceSqliteSql : SincePostgresSql, new { number, names = List(names) })).ToHashSet(StringComparer.Ordinal),
            cancellationToken);

    /// <summary>When the rows of at most <see cref="MaxRows"/> records last came, by the records' names.</summary>
    public Task<Dictionary<string, Sighting>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) => names.Count == 0
        ? Task.FromResult(new Dictionary<string, Sighting>())
        : database.ReadAsync(
            async connection => (await connection.QueryAsync<Row>(_isSqlite ? LastSqliteSql : LastPostgresSql, new { names = List(names) }))
                .ToDictionary(row => row.RecordName, row => new Sighting(row.RecordName, row.SyncId, row.SeenAt), StringComparer.Ordinal),
            cancellationToken);

    private object List(IEnumerable<string> names) => _isSqlite ? JsonSerializer.Serialize(names) : names.ToArray();

    private sealed class Row
    {
        public string RecordName { get; init; } = "";

        public string SyncId { get; init; } = "";

        public DateTimeOffset SeenAt { get; init; }
    }
}
