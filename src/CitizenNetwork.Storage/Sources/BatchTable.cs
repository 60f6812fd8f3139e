using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Sources;

/// <summary>An answered batch of a source.</summary>
/// <param name="Hash">SHA-256 of the request, hexadecimal.</param>
/// <param name="Answer">The answer as it went over the wire.</param>
public sealed record StoredBatch(string Hash, byte[] Answer);

/// <summary>Answers to batches that bore a request id.</summary>
public sealed class BatchTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    internal const string PutSql =
        """
        INSERT INTO source_batch (source, request_id, hash, answer, recorded_at) VALUES (@source, @requestId, @Hash, @Answer, @now)
        ON CONFLICT (source, request_id) DO NOTHING
        """;

    internal const string FindSql = "SELECT hash, answer FROM source_batch WHERE source = @source AND request_id = @requestId";

    internal const string SweepSql =
        """
        DELETE FROM source_batch WHERE (source, request_id) IN
            (SELECT source, request_id FROM source_batch WHERE recorded_at < @before ORDER BY recorded_at LIMIT @limit)
        """;

    public Task<StoredBatch?> FindAsync(string source, string requestId, CancellationToken cancellationToken = default) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { source, requestId }) is { } row ? new StoredBatch(row.Hash, row.Answer) : null,
        cancellationToken);

    /// <summary>Keeps an answer unless one is kept already.</summary>
    public Task PutAsync(string source, string requestId, StoredBatch batch, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(connection => connection.ExecuteAsync(PutSql, new { source, requestId, batch.Hash, batch.Answer, now }), cancellationToken);
    }

    /// <summary>Forgets answers that were given before a time.</summary>
    /// <returns>Answers forgotten, at most <paramref name="limit"/>.</returns>
    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        database.WriteAsync(connection => connection.ExecuteAsync(SweepSql, new { before, limit }), cancellationToken);

    private sealed class Row
    {
        public string Hash { get; init; } = "";

        public byte[] Answer { get; init; } = [];
    }
}
