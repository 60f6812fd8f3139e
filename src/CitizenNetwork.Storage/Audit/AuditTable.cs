using System.Data.Common;
using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Audit;

/// <summary>What a reading of the whole chain found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Redacted">Of these, whose fact was redacted.</param>
/// <param name="FirstWrong">Number of the first entry that does not follow on the one before, or that is missing; null: the chain holds.</param>
/// <param name="Head">Hash of the last entry, to be noted elsewhere: a chain that was cut short holds too.</param>
/// <param name="Waiting">Facts that are stored and not in the chain yet.</param>
public sealed record AuditVerdict(long Entries, long Redacted, long? FirstWrong, byte[] Head, long Waiting);

/// <summary>
/// The audit trail. A write leaves its fact in the ledger, in its own transaction; a server moves what waits there into the
/// chain, one transaction at a time, so that writers never wait for each other at the end of the chain.
/// </summary>
public sealed class AuditTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Entries of one page of a reading.</summary>
    public const int PageSize = 500;

    /// <summary>Grain type under which facts wait that no grain wrote.</summary>
    private const string OwnType = "audit";

    // The first statement of a transaction that lengthens the chain: whoever else does waits here.
    // SQLite has one writer anyway.
    private const string LockPostgresSql = "LOCK TABLE audit_entry IN EXCLUSIVE MODE";

    internal const string HeadSql = "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1";

    // The kind is in the text: a plan for any kind would read the whole ledger, since other kinds have most of its rows.
    internal const string WaitingSql = $"SELECT seq, grain_key, payload, recorded_at FROM ledger WHERE kind = '{LedgerKinds.Audit}' ORDER BY recorded_at LIMIT @limit";

    internal const string CountWaitingSql = $"SELECT COUNT(*) FROM ledger WHERE kind = '{LedgerKinds.Audit}'";

    internal const string AddSqliteSql =
        """
        INSERT INTO audit_entry (number, recorded_at, subject, fact, salt, fact_hash, hash)
        VALUES (@Number, @RecordedAt, @Subject, @Fact, @Salt, @FactHash, @Hash)
        """;

    internal const string AddPostgresSql =
        """
        INSERT INTO audit_entry (number, recorded_at, subject, fact, salt, fact_hash, hash)
        VALUES (@Number, @RecordedAt, @Subject, @Fact::json, @Salt, @FactHash, @Hash)
        """;

    internal const string MovedSql = "DELETE FROM ledger WHERE seq = @Seq";

    internal const string ListSql = "SELECT number, recorded_at, subject, fact, salt, fact_hash, hash FROM audit_entry WHERE number > @after ORDER BY number LIMIT @limit";

    internal const string ListSubjectSql =
        "SELECT number, recorded_at, subject, fact, salt, fact_hash, hash FROM audit_entry WHERE subject = @subject AND number > @after ORDER BY number LIMIT @limit";

    internal const string RedactSql = "UPDATE audit_entry SET subject = NULL, fact = NULL, salt = NULL WHERE subject = @subject";

    internal const string NoteSqliteSql =
        "INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at) VALUES (@type, @subject, @kind, @id, false, @fact, @now)";

    internal const string NotePostgresSql =
        "INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at) VALUES (@type, @subject, @kind, @id, false, @fact::json, @now)";

    private readonly bool _isPostgres = database.Engine != Engines.Sqlite;

    /// <summary>Notes a fact that is no write of a record, such as a disclosure.</summary>
    public Task NoteAsync(string subject, AuditFact fact, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        var text = Encoding.UTF8.GetString(StateJson.Write(fact));
        return database.WriteAsync(
            connection => connection.ExecuteAsync(
                _isPostgres ? NotePostgresSql : NoteSqliteSql, new { type = OwnType, subject, kind = LedgerKinds.Audit, id = Guid.CreateVersion7().ToString(), fact = text, now }),
            cancellationToken);
    }

    /// <summary>Moves facts that wait into the chain, in the order of their times, at most <paramref name="limit"/>.</summary>
    /// <returns>Facts moved.</returns>
    public Task<int> SealAsync(int limit, CancellationToken cancellationToken = default) => database.WriteAsync(
        async connection =>
        {
            if (_isPostgres)
            {
                await connection.ExecuteAsync(LockPostgresSql);
            }

            var (number, hash) = await HeadAsync(connection);
            var waiting = (await connection.QueryAsync<WaitingRow>(WaitingSql, new { limit })).ToList();
            foreach (var row in waiting)
            {
                var entry = AuditEntry.Next(++number, hash, row.RecordedAt, row.GrainKey, row.Payload);
                await connection.ExecuteAsync(_isPostgres ? AddPostgresSql : AddSqliteSql, entry);
                await connection.ExecuteAsync(MovedSql, row);
                hash = entry.Hash;
            }

            return waiting.Count;
        },
        cancellationToken);

    /// <summary>Entries after a number, in their order.</summary>
    /// <param name="after">0: from the first.</param>
    /// <param name="subject">Only those about this resource name; empty: all.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(long after, string subject, int limit, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<AuditEntry>>(
            async connection => [.. (await connection.QueryAsync<EntryRow>(subject.Length == 0 ? ListSql : ListSubjectSql, new { after, subject, limit })).Select(row => row.ToEntry())],
            cancellationToken);

    /// <summary>Reads the whole chain and says whether it holds.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken = default)
    {
        // First, so that what is added meanwhile does not look as if it were too much.
        var (end, _) = await database.ReadAsync(HeadAsync, cancellationToken);
        var (number, redacted, hash) = (0L, 0L, AuditEntry.Origin.ToArray());
        long? wrong = null;
        while (wrong is null && number < end && await ListAsync(number, string.Empty, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page.TakeWhile(entry => entry.Number <= end))
            {
                if (entry.Number != ++number || !entry.Follows(hash))
                {
                    wrong = number;
                    break;
                }

                redacted += entry.Fact is null ? 1 : 0;
                hash = entry.Hash;
            }
        }

        wrong ??= number < end ? number + 1 : null;
        var waiting = await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(CountWaitingSql), cancellationToken);
        return new AuditVerdict(number, redacted, wrong, hash, waiting);
    }

    /// <summary>Takes out of all entries about a record what they say; that they are, and when, stays.</summary>
    /// <returns>Entries redacted.</returns>
    public Task<int> RedactAsync(string subject, CancellationToken cancellationToken = default) =>
        database.WriteAsync(connection => connection.ExecuteAsync(RedactSql, new { subject }), cancellationToken);

    private static async Task<(long Number, byte[] Hash)> HeadAsync(DbConnection connection) =>
        await connection.QuerySingleOrDefaultAsync<HeadRow>(HeadSql) is { } head ? (head.Number, head.Hash) : (0, AuditEntry.Origin.ToArray());

    private sealed class HeadRow
    {
        public long Number { get; init; }

        public byte[] Hash { get; init; } = [];
    }

    private sealed class WaitingRow
    {
        public long Seq { get; init; }

        public string GrainKey { get; init; } = "";

        public string Payload { get; init; } = "";

        public DateTimeOffset RecordedAt { get; init; }
    }

    private sealed class EntryRow
    {
        public long Number { get; init; }

        public DateTimeOffset RecordedAt { get; init; }

        public string? Subject { get; init; }

        public string? Fact { get; init; }

        public byte[]? Salt { get; init; }

        public byte[] FactHash { get; init; } = [];

        public byte[] Hash { get; init; } = [];

        public AuditEntry ToEntry() => new(Number, RecordedAt, Subject, Fact, Salt, FactHash, Hash);
    }
}
