using System.Data.Common;
using System.Text;
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

    // A list of values is written out for SQLite and an array for PostgreSQL.
    internal const string AmongSqliteSql = "IN @names";

    internal const string AmongPostgresSql = "= ANY(@names)";

    internal const string LastSql =
        """
        SELECT seen.record_name, COALESCE(sync.id, '') AS sync_id, seen.seen_at
        FROM source_sighting seen LEFT JOIN source_sync sync ON sync.source = seen.source AND sync.number = seen.sync_number
        WHERE seen.record_name
        """;

    internal const string SinceSql = "SELECT record_name FROM source_sighting WHERE sync_number >= @number AND record_name";

    private readonly string _among = database.Engine == Engines.Sqlite ? AmongSqliteSql : AmongPostgresSql;

    /// <summary>Notes that rows came, as of the synchronisation of their source that was begun last.</summary>
    /// <param name="source">Their source.</param>
    /// <param name="names">Records that they stand for, each once, at most <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task NoteAsync(string source, IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        if (names.Count == 0)
        {
            return Task.CompletedTask;
        }

        // Always in one order, so that no two servers wait for each other's rows.
        DynamicParameters values = new(new { source, now = StoredTimes.Now(clock) });
        StringBuilder sql = new("INSERT INTO source_sighting (record_name, source, sync_number, seen_at) VALUES ");
        foreach (var (i, name) in names.Order(StringComparer.Ordinal).Index())
        {
            values.Add($"n{i}", name);
            sql.Append(i == 0 ? "" : ", ").Append($"(@n{i}, @source, (SELECT COALESCE(MAX(number), 0) FROM source_sync WHERE source = @source), @now)");
        }

        sql.Append(" ON CONFLICT (record_name) DO UPDATE SET sync_number = excluded.sync_number, seen_at = excluded.seen_at");
        return database.WriteAsync(connection => connection.ExecuteAsync(sql.ToString(), values), cancellationToken);
    }

    /// <summary>Those of at most <see cref="MaxRows"/> records whose row came since a synchronisation of their source was begun.</summary>
    public Task<HashSet<string>> SeenSinceAsync(long number, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) => names.Count == 0
        ? Task.FromResult(new HashSet<string>())
        : database.ReadAsync(async connection => (await connection.QueryAsync<string>($"{SinceSql} {_among}", new { number, names = names.ToArray() })).ToHashSet(StringComparer.Ordinal), cancellationToken);

    /// <summary>When the rows of at most <see cref="MaxRows"/> records last came, by the records' names.</summary>
    public Task<Dictionary<string, Sighting>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) => names.Count == 0
        ? Task.FromResult(new Dictionary<string, Sighting>())
        : database.ReadAsync(ReadAsync(names), cancellationToken);

    private Func<DbConnection, Task<Dictionary<string, Sighting>>> ReadAsync(IReadOnlyCollection<string> names) => async connection =>
        (await connection.QueryAsync<Row>($"{LastSql} {_among}", new { names = names.ToArray() }))
            .ToDictionary(row => row.RecordName, row => new Sighting(row.RecordName, row.SyncId, row.SeenAt), StringComparer.Ordinal);

    private sealed class Row
    {
        public string RecordName { get; init; } = "";

        public string SyncId { get; init; } = "";

        public DateTimeOffset SeenAt { get; init; }
    }
}
