using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Privacy;

/// <summary>An erasure that somebody asked for.</summary>
/// <param name="Id">Its id; later ones follow earlier ones.</param>
/// <param name="NameHash">See <see cref="ErasureTable.HashOf"/>.</param>
/// <param name="IsWhole">True: everything; false: a contact alone.</param>
/// <param name="Principal">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="DoneAt">UTC; null: it goes on.</param>
/// <param name="Pending">Names of the records that it is about, that of the person first; empty once it is done.</param>
public sealed record StoredErasure(
    string Id, string NameHash, bool IsWhole, string Principal, string Reason, DateTimeOffset BegunAt, DateTimeOffset? DoneAt, IReadOnlyList<string> Pending);

/// <summary>The register of erasures: that they happened is kept, with who, when and why, and nothing of who was erased.</summary>
public sealed class ErasureTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    internal const string BeginSqliteSql =
        """
        INSERT INTO erasure (id, name_hash, is_whole, principal, reason, begun_at, pending)
        VALUES (@Id, @NameHash, @IsWhole, @Principal, @Reason, @BegunAt, @names)
        """;

    internal const string BeginPostgresSql =
        """
        INSERT INTO erasure (id, name_hash, is_whole, principal, reason, begun_at, pending)
        VALUES (@Id, @NameHash, @IsWhole, @Principal, @Reason, @BegunAt, @names::json)
        """;

    internal const string DoneSql = "UPDATE erasure SET done_at = COALESCE(done_at, @now), pending = NULL WHERE id = @id";

    internal const string FindSql = $"{Columns} WHERE id = @id";

    internal const string ListSql = $"{Columns} WHERE id > @after ORDER BY id LIMIT @limit";

    internal const string PendingSql = $"{Columns} WHERE done_at IS NULL ORDER BY id";

    private const string Columns = "SELECT id, name_hash, is_whole, principal, reason, begun_at, done_at, pending FROM erasure";

    private readonly string _beginSql = database.Engine == Engines.Sqlite ? BeginSqliteSql : BeginPostgresSql;

    /// <summary>What the register keeps of a resource name. Ids of individuals are random: nobody finds the name by trying all.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Notes that an erasure begins, and of what: whoever comes after a crash completes it.</summary>
    public async Task<StoredErasure> BeginAsync(IReadOnlyList<string> names, bool isWhole, string principal, string reason, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        StoredErasure erasure = new(Guid.CreateVersion7(now).ToString(), HashOf(names[0]), isWhole, principal, reason, now, null, names);
        await database.WriteAsync(connection => connection.ExecuteAsync(_beginSql, Values(erasure)), cancellationToken);
        return erasure;
    }

    /// <summary>Notes that everything is done; what it was about is forgotten.</summary>
    public Task<StoredErasure> DoneAsync(string id, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync(DoneSql, new { id, now });
                return (await connection.QuerySingleAsync<Row>(FindSql, new { id })).ToErasure();
            },
            cancellationToken);
    }

    /// <summary>Erasures that were begun and are not done.</summary>
    public Task<IReadOnlyList<StoredErasure>> PendingAsync(CancellationToken cancellationToken = default) => ReadAsync(PendingSql, new { }, cancellationToken);

    /// <summary>Erasures after an id, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<StoredErasure>> ListAsync(string after, int limit, CancellationToken cancellationToken = default) => ReadAsync(ListSql, new { after, limit }, cancellationToken);

    /// <summary>Takes an erasure of another register, with what it is about here, unless it is known.</summary>
    public Task AdoptAsync(StoredErasure erasure, CancellationToken cancellationToken = default) => database.WriteAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id = erasure.Id }) is null ? await connection.ExecuteAsync(_beginSql, Values(erasure)) : 0,
        cancellationToken);

    private static object Values(StoredErasure erasure) => new
    {
        erasure.Id,
        erasure.NameHash,
        erasure.IsWhole,
        erasure.Principal,
        erasure.Reason,
        erasure.BegunAt,
        names = JsonSerializer.Serialize(erasure.Pending),
    };

    private Task<IReadOnlyList<StoredErasure>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredErasure>>(
        async connection => [.. (await connection.QueryAsync<Row>(sql, parameters)).Select(row => row.ToErasure())], cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string NameHash { get; init; } = "";

        public bool IsWhole { get; init; }

        public string Principal { get; init; } = "";

        public string Reason { get; init; } = "";

        public DateTimeOffset BegunAt { get; init; }

        public DateTimeOffset? DoneAt { get; init; }

        public string? Pending { get; init; }

        public StoredErasure ToErasure() => new(
            Id, NameHash, IsWhole, Principal, Reason, BegunAt, DoneAt, Pending is null ? [] : JsonSerializer.Deserialize<List<string>>(Pending) ?? []);
    }
}
