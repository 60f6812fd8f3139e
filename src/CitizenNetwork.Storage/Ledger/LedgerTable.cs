using System.Collections.Immutable;
using CitizenNetwork.Contracts.Storage;
using Dapper;
using Orleans.Runtime;

namespace CitizenNetwork.Storage.Ledger;

/// <inheritdoc />
public sealed class LedgerTable(IDatabase database) : IGrainLedger
{
    private const string Columns = "SELECT seq, id, is_open, payload, recorded_at FROM ledger WHERE grain_type = @type AND grain_key = @key AND kind = @kind";

    // An equality: SQLite then takes the index of the open rows for the narrower one; without, it walks through the past.
    internal const string OpenSql = $"{Columns} AND is_open = true ORDER BY seq";

    internal const string FindSql = $"{Columns} AND id = @id";

    internal const string PastSql = $"{Columns} AND seq < @before ORDER BY seq DESC LIMIT @limit";

    private const string OldSql = "SELECT seq FROM ledger WHERE kind = @kind AND recorded_at < @before ORDER BY recorded_at LIMIT @limit";

    internal const string SweepSqliteSql = $"DELETE FROM ledger WHERE seq IN ({OldSql})";

    // As an array: PostgreSQL cannot tell how few a limited selection is, and would read the whole table to join it.
    internal const string SweepPostgresSql = $"DELETE FROM ledger WHERE seq = ANY(ARRAY({OldSql}))";

    private readonly string _sweepSql = database.Engine == Engines.Sqlite ? SweepSqliteSql : SweepPostgresSql;

    public Task<ImmutableArray<LedgerRow>> ReadOpenAsync(GrainId grain, string kind, CancellationToken cancellationToken = default) =>
        ReadAsync(OpenSql, new { type = $"{grain.Type}", key = $"{grain.Key}", kind }, cancellationToken);

    public async Task<LedgerRow?> FindAsync(GrainId grain, string kind, string id, CancellationToken cancellationToken = default) =>
        (await ReadAsync(FindSql, new { type = $"{grain.Type}", key = $"{grain.Key}", kind, id }, cancellationToken)).FirstOrDefault();

    public Task<ImmutableArray<LedgerRow>> ReadPastAsync(GrainId grain, string kind, long beforeSeq, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(PastSql, new { type = $"{grain.Type}", key = $"{grain.Key}", kind, before = beforeSeq, limit }, cancellationToken);

    /// <summary>Forgets rows of a kind that were written before a time, the oldest first, at most <paramref name="limit"/>.</summary>
    /// <returns>Rows forgotten.</returns>
    public Task<int> SweepAsync(string kind, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        database.WriteAsync(connection => connection.ExecuteAsync(_sweepSql, new { kind, before, limit }), cancellationToken);

    private Task<ImmutableArray<LedgerRow>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Row>(sql, parameters))
            .Select(row => new LedgerRow(row.Seq, row.Id, row.IsOpen, row.Payload, row.RecordedAt)).ToImmutableArray(),
        cancellationToken);

    private sealed class Row
    {
        public long Seq { get; init; }

        public string Id { get; init; } = "";

        public bool IsOpen { get; init; }

        public string Payload { get; init; } = "";

        public DateTimeOffset RecordedAt { get; init; }
    }
}
