using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.ApiKeys;

/// <inheritdoc cref="IApiKeys" />
public sealed class ApiKeyTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IApiKeys
{
    /// <summary>The first key is no more than an administrator's.</summary>
    internal const string FirstSql =
        """
        INSERT INTO api_key (id, hash, label, is_administrator, source, created_at)
        SELECT @Id, @Hash, @label, @IsAdministrator, @Source, @now WHERE NOT EXISTS (SELECT 1 FROM api_key) ON CONFLICT (id) DO NOTHING
        """;

    internal const string PutSql =
        """
        INSERT INTO api_key (id, hash, label, is_administrator, source, created_at, grants, expires_at)
        VALUES (@Id, @Hash, @label, @IsAdministrator, @Source, @now, @grants, @ExpiresAt)
        ON CONFLICT (id) DO UPDATE
        SET hash = excluded.hash, label = excluded.label, is_administrator = excluded.is_administrator, source = excluded.source, created_at = excluded.created_at,
            grants = excluded.grants, expires_at = excluded.expires_at, last_used_at = NULL, old_hash = NULL, old_until = NULL
        """;

    internal const string AnySql = "SELECT COUNT(*) FROM (SELECT 1 FROM api_key LIMIT 1) known";

    internal const string FindSql = "SELECT id, hash, is_administrator, source, grants, expires_at, old_hash, old_until FROM api_key WHERE id = @id";

    internal const string ShowSql = $"SELECT {Shown} FROM api_key WHERE id = @id";

    internal const string ListSql =
        $"""
        SELECT {Shown} FROM api_key
        WHERE id > @afterId AND (@source = '' OR source = @source) ORDER BY id LIMIT @limit
        """;

    internal const string RotateSql = "UPDATE api_key SET old_hash = hash, old_until = @oldUntil, hash = @hash WHERE id = @id";

    internal const string ForgetOldSql = "UPDATE api_key SET old_hash = NULL, old_until = NULL WHERE id = @id";

    internal const string UsedSql = "UPDATE api_key SET last_used_at = @at WHERE id = @id AND (last_used_at IS NULL OR last_used_at < @at)";

    internal const string RemoveSql = "DELETE FROM api_key WHERE id = @id";

    private const string Shown = "id, label, is_administrator, source, created_at, grants, expires_at, last_used_at, old_until";

    public Task<bool> AnyAsync() => database.ReadAsync(async connection => await connection.ExecuteScalarAsync<int>(AnySql) > 0);

    public async Task<bool> TryPutFirstAsync(StoredKey key, string label)
    {
        var now = StoredTimes.Now(clock);
        return await database.WriteAsync(connection => connection.ExecuteAsync(FirstSql, new { key.Id, key.Hash, key.IsAdministrator, key.Source, label, now })) == 1;
    }

    public Task PutAsync(StoredKey key, string label)
    {
        var now = StoredTimes.Now(clock);
        var grants = key.Given is { } given ? GrantText.Write(given) : null;
        return database.WriteAsync(connection => connection.ExecuteAsync(PutSql, new { key.Id, key.Hash, key.IsAdministrator, key.Source, label, now, grants, key.ExpiresAt }));
    }

    public Task<StoredKey?> FindAsync(string id) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }) is { } row
            ? new StoredKey(row.Id, row.Hash, row.IsAdministrator, row.Source)
            {
                Given = row.Grants is { } grants ? GrantText.Read(grants) : null,
                ExpiresAt = row.ExpiresAt,
                OldHash = row.OldHash,
                OldUntil = row.OldUntil,
            }
            : null);

    public Task<ListedKey?> ShowAsync(string id) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(ShowSql, new { id }) is { } row ? ToListed(row) : null);

    public Task<IReadOnlyList<ListedKey>> ListAsync(string afterId, string source, int limit) => database.ReadAsync<IReadOnlyList<ListedKey>>(
        async connection => [.. (await connection.QueryAsync<Row>(ListSql, new { afterId, source, limit })).Select(ToListed)]);

    public Task<bool> RotateAsync(string id, byte[] hash, DateTimeOffset oldUntil) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(RotateSql, new { id, hash, oldUntil }) == 1);

    public Task<bool> ForgetOldAsync(string id) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(ForgetOldSql, new { id }) == 1);

    public Task UsedAsync(string id, DateTimeOffset at) =>
        database.WriteAsync(connection => connection.ExecuteAsync(UsedSql, new { id, at }));

    public Task<bool> RemoveAsync(string id) =>
        database.WriteAsync(async connection => await connection.ExecuteAsync(RemoveSql, new { id }) == 1);

    private static ListedKey ToListed(Row row) => new(
        row.Id,
        row.Label,
        StoredKey.GrantsOf(row.Grants is { } grants ? GrantText.Read(grants) : null, row.IsAdministrator, row.Source),
        row.Source,
        row.CreatedAt,
        row.ExpiresAt,
        row.LastUsedAt,
        row.OldUntil);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public bool IsAdministrator { get; init; }

        public string? Source { get; init; }

        public string Label { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public string? Grants { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public DateTimeOffset? LastUsedAt { get; init; }

        public byte[]? OldHash { get; init; }

        public DateTimeOffset? OldUntil { get; init; }
    }
}
