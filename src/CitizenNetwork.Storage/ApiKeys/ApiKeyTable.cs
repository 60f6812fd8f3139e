using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.ApiKeys;

/// <inheritdoc cref="IApiKeys" />
public sealed class ApiKeyTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IApiKeys
{
    private const string InsertSql = "INSERT INTO api_key (id, hash, label, is_administrator, source, created_at)";

    internal const string FirstSql =
        $"{InsertSql} SELECT @Id, @Hash, @label, @IsAdministrator, @Source, @now WHERE NOT EXISTS (SELECT 1 FROM api_key) ON CONFLICT (id) DO NOTHING";

    internal const string PutSql =
        $"""
        {InsertSql} VALUES (@Id, @Hash, @label, @IsAdministrator, @Source, @now)
        ON CONFLICT (id) DO UPDATE
        SET hash = excluded.hash, label = excluded.label, is_administrator = excluded.is_administrator, source = excluded.source, created_at = excluded.created_at
        """;

    internal const string AnySql = "SELECT COUNT(*) FROM (SELECT 1 FROM api_key LIMIT 1) known";

    internal const string FindSql = "SELECT id, hash, is_administrator, source FROM api_key WHERE id = @id";

    internal const string ListSql =
        """
        SELECT id, label, is_administrator, source, created_at FROM api_key
        WHERE id > @afterId AND (@source = '' OR source = @source) ORDER BY id LIMIT @limit
        """;

    internal const string RemoveSql = "DELETE FROM api_key WHERE id = @id";

    public Task<bool> AnyAsync() => database.ReadAsync(async connection => await connection.ExecuteScalarAsync<int>(AnySql) > 0);

    public async Task<bool> TryPutFirstAsync(StoredKey key, string label) => await ExecuteAsync(FirstSql, key, label) == 1;

    public Task PutAsync(StoredKey key, string label) => ExecuteAsync(PutSql, key, label);

    public Task<StoredKey?> FindAsync(string id) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }) is { } row ? new StoredKey(row.Id, row.Hash, row.IsAdministrator, row.Source) : null);

    public Task<IReadOnlyList<ListedKey>> ListAsync(string afterId, string source, int limit) => database.ReadAsync<IReadOnlyList<ListedKey>>(
        async connection =>
        [
            .. (await connection.QueryAsync<Row>(ListSql, new { afterId, source, limit }))
                .Select(row => new ListedKey(row.Id, row.Label, row.IsAdministrator, row.Source, row.CreatedAt)),
        ]);

    public Task<bool> RemoveAsync(string id) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(RemoveSql, new { id }) == 1);

    private Task<int> ExecuteAsync(string sql, StoredKey key, string label)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(connection => connection.ExecuteAsync(sql, new { key.Id, key.Hash, key.IsAdministrator, key.Source, label, now }));
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public bool IsAdministrator { get; init; }

        public string? Source { get; init; }

        public string Label { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }
    }
}
