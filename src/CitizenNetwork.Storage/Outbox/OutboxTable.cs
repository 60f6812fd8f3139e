using CitizenNetwork.Contracts.Storage;
using Dapper;

namespace CitizenNetwork.Storage.Outbox;

/// <summary>A message that this server has claimed.</summary>
/// <param name="Message">What to deliver.</param>
/// <param name="Attempts">Deliveries tried, this one included.</param>
public sealed record ClaimedMessage(OutboxMessage Message, int Attempts);

/// <summary>
/// Messages that wait to leave. A server claims some for a while and delivers them; when it dies, its claim runs out and
/// another delivers them again, under the same id. So a message is delivered at least once, and a receiver that remembers
/// ids accepts it once.
/// </summary>
public sealed class OutboxTable(IDatabase database)
{
    private const string DueSql =
        "SELECT id FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT @limit";

    private const string ReturningSql = "RETURNING id, kind, payload, attempts";

    internal const string ClaimSqliteSql = $"UPDATE outbox SET lease_owner = @owner, lease_until = @until, attempts = attempts + 1 WHERE id IN ({DueSql}) {ReturningSql}";

    // Servers that claim at the same time pass over each other's rows instead of waiting for them.
    internal const string ClaimPostgresSql =
        $"UPDATE outbox SET lease_owner = @owner, lease_until = @until, attempts = attempts + 1 WHERE id = ANY(ARRAY({DueSql} FOR UPDATE SKIP LOCKED)) {ReturningSql}";

    internal const string DeliveredSql = "UPDATE outbox SET delivered_at = @now, lease_owner = NULL, lease_until = NULL WHERE id = @id AND lease_owner = @owner";

    internal const string PostponeSql =
        "UPDATE outbox SET due_at = @due, failed_at = @failed, last_error = @error, lease_owner = NULL, lease_until = NULL WHERE id = @id AND lease_owner = @owner";

    private const string OldSql = "SELECT id FROM outbox WHERE delivered_at < @before ORDER BY delivered_at LIMIT @limit";

    internal const string SweepSqliteSql = $"DELETE FROM outbox WHERE id IN ({OldSql})";

    // As an array: PostgreSQL cannot tell how few a limited selection is, and would read the whole table to join it.
    internal const string SweepPostgresSql = $"DELETE FROM outbox WHERE id = ANY(ARRAY({OldSql}))";

    internal const string CountWaitingSql = "SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL";

    private readonly string _claimSql = database.Engine == Engines.Sqlite ? ClaimSqliteSql : ClaimPostgresSql;

    private readonly string _sweepSql = database.Engine == Engines.Sqlite ? SweepSqliteSql : SweepPostgresSql;

    /// <summary>Takes messages that are due, the longest due first, at most <paramref name="limit"/>, for this owner until a time.</summary>
    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(string owner, DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        database.WriteAsync<IReadOnlyList<ClaimedMessage>>(
            async connection =>
            [
                .. (await connection.QueryAsync<Row>(_claimSql, new { owner, now, until, limit }))
                    .Select(row => new ClaimedMessage(new OutboxMessage(row.Id, row.Kind, row.Payload), row.Attempts)),
            ],
            cancellationToken);

    /// <summary>Notes that a message was accepted; false when the claim had passed to another server.</summary>
    public Task<bool> DeliveredAsync(string id, string owner, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(DeliveredSql, new { id, owner, now }) == 1, cancellationToken);

    /// <summary>Gives a message back to be tried again at a time, or for good when <paramref name="failed"/> is set.</summary>
    public Task<bool> PostponeAsync(string id, string owner, DateTimeOffset due, DateTimeOffset? failed, string error, CancellationToken cancellationToken = default) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(PostponeSql, new { id, owner, due, failed, error }) == 1, cancellationToken);

    /// <summary>Forgets messages that were delivered before a time.</summary>
    /// <returns>Messages forgotten, at most <paramref name="limit"/>.</returns>
    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        database.WriteAsync(connection => connection.ExecuteAsync(_sweepSql, new { before, limit }), cancellationToken);

    /// <summary>Messages that still wait, those given up left out.</summary>
    public Task<long> CountWaitingAsync(CancellationToken cancellationToken = default) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(CountWaitingSql), cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Payload { get; init; } = "";

        public int Attempts { get; init; }
    }
}
