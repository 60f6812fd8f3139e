using System.Text;
using System.Text.Json;
using CitizenNetwork.Storage.States;
using Dapper;

namespace CitizenNetwork.Storage.Privacy;

/// <summary>A row of the ledger, of whatever grain.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="GrainKey">Key of its grain.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">JSON.</param>
public sealed record FoundRow(long Seq, string GrainKey, string Kind, string Payload);

/// <summary>A message of the outbox.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">JSON.</param>
public sealed record FoundMessage(string Id, string Kind, string Payload);

/// <summary>
/// Finds and removes what holds some texts, wherever it stands. Nothing keeps an index of who is named where, and nothing
/// should: these statements read their tables from end to end, which is rare and takes seconds.
/// </summary>
public sealed class PersonTable(IDatabase database)
{
    // A list of texts is an array for PostgreSQL; for SQLite, which has none, it is JSON.
    internal const string StatesSqliteSql =
        """
        SELECT grain_type, grain_key, state_name, version, payload FROM grain_state
        WHERE EXISTS (SELECT 1 FROM json_each(@texts) WHERE instr(grain_key || payload, value) > 0)
        """;

    internal const string StatesPostgresSql =
        "SELECT grain_type, grain_key, state_name, version, payload::text AS payload FROM grain_state WHERE grain_key || payload::text LIKE ANY(@texts)";

    internal const string RowsSqliteSql =
        """
        SELECT seq, grain_key, kind, payload FROM ledger
        WHERE EXISTS (SELECT 1 FROM json_each(@texts) WHERE instr(grain_key || payload, value) > 0) ORDER BY seq
        """;

    internal const string RowsPostgresSql =
        "SELECT seq, grain_key, kind, payload::text AS payload FROM ledger WHERE grain_key || payload::text LIKE ANY(@texts) ORDER BY seq";

    internal const string MessagesSqliteSql =
        "SELECT id, kind, payload FROM outbox WHERE EXISTS (SELECT 1 FROM json_each(@texts) WHERE instr(payload, value) > 0) ORDER BY id";

    internal const string MessagesPostgresSql = "SELECT id, kind, payload::text AS payload FROM outbox WHERE payload::text LIKE ANY(@texts) ORDER BY id";

    internal const string KeysSql = "SELECT grain_key FROM grain_state";

    internal const string RemoveRowSql = "DELETE FROM ledger WHERE seq = @Seq";

    internal const string RewriteRowSqliteSql = "UPDATE ledger SET payload = @Payload WHERE seq = @Seq";

    internal const string RewriteRowPostgresSql = "UPDATE ledger SET payload = @Payload::json WHERE seq = @Seq";

    internal const string RemoveMessageSql = "DELETE FROM outbox WHERE id = @Id";

    internal const string RemoveSightingSql = "DELETE FROM source_sighting WHERE record_name = @name";

    internal const string RemoveBatchesSql = "DELETE FROM source_batch WHERE source = @source";

    private readonly bool _isSqlite = database.Engine == Engines.Sqlite;

    /// <summary>States whose key or content holds one of the texts.</summary>
    public Task<IReadOnlyList<StoredRow>> StatesAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken = default) => ReadAsync<StateRow, StoredRow>(
        _isSqlite ? StatesSqliteSql : StatesPostgresSql,
        texts,
        row => new StoredRow(new RowKey(row.GrainType, row.GrainKey, row.StateName), row.Version, Encoding.UTF8.GetBytes(row.Payload)),
        cancellationToken);

    /// <summary>Rows of the ledger whose grain or content holds one of the texts, in their order.</summary>
    public Task<IReadOnlyList<FoundRow>> RowsAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken = default) => ReadAsync<LedgerRow, FoundRow>(
        _isSqlite ? RowsSqliteSql : RowsPostgresSql, texts, row => new FoundRow(row.Seq, row.GrainKey, row.Kind, row.Payload), cancellationToken);

    /// <summary>Messages, sent or not, that hold one of the texts.</summary>
    public Task<IReadOnlyList<FoundMessage>> MessagesAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken = default) => ReadAsync<MessageRow, FoundMessage>(
        _isSqlite ? MessagesSqliteSql : MessagesPostgresSql, texts, row => new FoundMessage(row.Id, row.Kind, row.Payload), cancellationToken);

    /// <summary>Keys of all states.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken = default)
    {
        List<string> keys = [];
        await database.SnapshotAsync(async connection => keys.AddRange(await connection.QueryAsync<string>(KeysSql)), cancellationToken);
        return keys;
    }

    /// <summary>Removes rows, writes others anew, and forgets messages, sightings of records and answers to sources, in one transaction.</summary>
    /// <param name="removed">Rows that go.</param>
    /// <param name="rewritten">Rows with their new content.</param>
    /// <param name="messages">Messages that go.</param>
    /// <param name="names">Records whose rows were seen.</param>
    /// <param name="sources">Sources whose answered batches go: one that is sent again is then done again, and changes nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task RemoveAsync(
        IReadOnlyCollection<FoundRow> removed,
        IReadOnlyCollection<FoundRow> rewritten,
        IReadOnlyCollection<FoundMessage> messages,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> sources,
        CancellationToken cancellationToken = default) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(RemoveRowSql, removed);
            await connection.ExecuteAsync(_isSqlite ? RewriteRowSqliteSql : RewriteRowPostgresSql, rewritten);
            await connection.ExecuteAsync(RemoveMessageSql, messages);
            await connection.ExecuteAsync(RemoveSightingSql, names.Select(name => new { name }));
            await connection.ExecuteAsync(RemoveBatchesSql, sources.Select(source => new { source }));
            return 0;
        },
        cancellationToken);

    private async Task<IReadOnlyList<T>> ReadAsync<TRow, T>(string sql, IReadOnlyCollection<string> texts, Func<TRow, T> convert, CancellationToken cancellationToken)
    {
        // Ids hold none of the signs that LIKE knows; mail addresses may.
        object list = _isSqlite
            ? JsonSerializer.Serialize(texts)
            : texts.Select(text => $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%").ToArray();
        List<T> found = [];
        await database.SnapshotAsync(async connection => found.AddRange((await connection.QueryAsync<TRow>(new CommandDefinition(sql, new { texts = list }, commandTimeout: 0, cancellationToken: cancellationToken))).Select(convert)), cancellationToken);
        return found;
    }

    private sealed class StateRow
    {
        public string GrainType { get; init; } = "";

        public string GrainKey { get; init; } = "";

        public string StateName { get; init; } = "";

        public long Version { get; init; }

        public string Payload { get; init; } = "";
    }

    private sealed class LedgerRow
    {
        public long Seq { get; init; }

        public string GrainKey { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Payload { get; init; } = "";
    }

    private sealed class MessageRow
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Payload { get; init; } = "";
    }
}
