using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.ApiKeys;

/// <inheritdoc cref="IApiKeys" />
public sealed class ApiKeyTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IApiKeys
{
    private const string InsertSql = "INSERT INTO api_key (id, hash, label, is_administrator, created_at)";

    internal const string FirstSql =
        $"{InsertSql} SELECT @Id, @Hash, @label, @IsAdministrator, @now WHERE NOT EXISTS (SELECT 1 FROM api_key) ON CONFLICT (id) DO NOTHING";

    internal const string PutSql =
        $"""
        {InsertSql} VALUES (@Id, @Hash, @label, @IsAdministrator, @now)
        ON CONFLICT (id) DO UPDATE
        SET hash = excluded.hash, label = excluded.label, is_administrator = excluded.is_administrator, created_at = excluded.created_at
        """;

    internal const string AnySql = "SELECT COUNT(*) FROM (SELECT 1 FROM api_key LIMIT 1) known";

    internal const string FindSql = "SELECT id, hash, is_administrator FROM api_key WHERE id = @id";

    public Task<bool> AnyAsync() => database.ReadAsync(async connection => await connection.ExecuteScalarAsync<int>(AnySql) > 0);

    public async Task<bool> TryPutFirstAsync(StoredKey key, string label) => await ExecuteAsync(FirstSql, key, label) == 1;

    public Task PutAsync(StoredKey key, string label) => ExecuteAsync(PutSql, key, label);

    public Task<StoredKey?> FindAsync(string id) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }) is { } row ? new StoredKey(row.Id, row.Hash, row.IsAdministrator) : null);

    private Task<int> ExecuteAsync(string sql, StoredKey key, string label)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(connection => connection.ExecuteAsync(sql, new { key.Id, key.Hash, key.IsAdministrator, label, now }));
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public bool IsAdministrator { get; init; }
    }
}
