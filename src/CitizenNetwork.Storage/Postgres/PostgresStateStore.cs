using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Storage.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace CitizenNetwork.Storage.Postgres;

/// <inheritdoc />
/// <remarks>A write is one statement: the state, its entry in the change feed and what it appends stand or fall together, at the cost of one question and answer.</remarks>
public sealed class PostgresStateStore(PostgresDatabase database, PostgresFeedSignal signal) : IStateStore
{
    /// <summary>
    /// A new row begins at a number that the feed has not come to. No earlier row of the same key came that far, so that a
    /// writer who saw a value which was cleared and written again is refused too.
    /// </summary>
    private const string InsertSql =
        """
        WITH written AS (
            INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload, updated_at)
            VALUES ($1, $2, $3, nextval(pg_get_serial_sequence('change_log', 'seq')), $4, $5)
            ON CONFLICT (grain_type, grain_key, state_name) DO NOTHING
            RETURNING version)
        """;

    private const string UpdateSql =
        """
        WITH written AS (
            UPDATE grain_state SET version = version + 1, payload = $4, updated_at = $5
            WHERE grain_type = $1 AND grain_key = $2 AND state_name = $3 AND version = $6
            RETURNING version)
        """;

    private const string LogSql =
        """
        , logged AS (
            INSERT INTO change_log (grain_type, grain_key, state_name, version, recorded_at) SELECT $1, $2, $3, version, $5 FROM written)
        """;

    private const string AppendSql =
        """
        , erased AS (
            DELETE FROM ledger WHERE grain_type = $1 AND grain_key = $2 AND kind = ANY($7) AND EXISTS (SELECT 1 FROM written))
        , added AS (
            INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at)
            SELECT $1, $2, r.kind, r.id, r.is_open, r.payload, $5
            FROM written, unnest($8::text[], $9::text[], $10::boolean[], $11::json[]) WITH ORDINALITY AS r (kind, id, is_open, payload, place) ORDER BY r.place
            ON CONFLICT (grain_type, grain_key, kind, id) DO UPDATE SET is_open = excluded.is_open, payload = excluded.payload)
        , sent AS (
            INSERT INTO outbox (id, kind, payload, created_at, due_at)
            SELECT m.id, m.kind, m.payload, $5, $5 FROM written, unnest($12::text[], $13::text[], $14::json[]) AS m (id, kind, payload)
            ON CONFLICT (id) DO NOTHING)
        """;

    private const string AnswerSql = " SELECT version FROM written";

    internal const string InsertStateSql = InsertSql + LogSql + AnswerSql;
    internal const string UpdateStateSql = UpdateSql + LogSql + AnswerSql;
    internal const string InsertAppendingSql = InsertSql + LogSql + AppendSql + AnswerSql;
    internal const string UpdateAppendingSql = UpdateSql + LogSql + AppendSql + AnswerSql;

    internal const string ClearSql =
        """
        WITH written AS (
            DELETE FROM grain_state WHERE grain_type = $1 AND grain_key = $2 AND state_name = $3 AND version = $4 RETURNING version)
        INSERT INTO change_log (grain_type, grain_key, state_name, version, recorded_at) SELECT $1, $2, $3, version + 1, $5 FROM written
        """;

    internal const string FindSql = "SELECT version, payload FROM grain_state WHERE grain_type = $1 AND grain_key = $2 AND state_name = $3";

    internal const string FindVersionSql = "SELECT version FROM grain_state WHERE grain_type = $1 AND grain_key = $2 AND state_name = $3";

    internal const string FindAllSql =
        """
        SELECT s.grain_type, s.grain_key, s.state_name, s.version, s.payload
        FROM unnest($1::text[], $2::text[], $3::text[]) AS r (grain_type, grain_key, state_name)
        JOIN grain_state s ON s.grain_type = r.grain_type COLLATE "C" AND s.grain_key = r.grain_key COLLATE "C" AND s.state_name = r.state_name COLLATE "C"
        """;

    public bool IsShared => true;

    public Task<StoredRow?> FindAsync(RowKey row, CancellationToken cancellationToken) => database.RunAsync<StoredRow?>(
        async connection =>
        {
            await using var reader = await Command(connection, FindSql, row).ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? new StoredRow(row, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
        },
        cancellationToken);

    public Task<long> FindVersionAsync(RowKey row, CancellationToken cancellationToken) => database.RunAsync(
        async connection => await Command(connection, FindVersionSql, row).ExecuteScalarAsync(cancellationToken) as long? ?? IStateStore.NoRow, cancellationToken);

    public Task<IReadOnlyList<StoredRow>> FindAllAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellationToken) => database.RunAsync<IReadOnlyList<StoredRow>>(
        async connection =>
        {
            await using NpgsqlCommand command = new(FindAllSql, connection);
            Add(command, rows.Select(row => row.Type).ToArray());
            Add(command, rows.Select(row => row.Key).ToArray());
            Add(command, rows.Select(row => row.Name).ToArray());
            return await PostgresFeed.ReadStatesAsync(command, cancellationToken);
        },
        cancellationToken);

    public async Task<long?> WriteAsync(RowKey row, string payload, long expectedVersion, Appended appended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isNew = expectedVersion == IStateStore.NoRow;
        var sql = appended.IsEmpty ? isNew ? InsertStateSql : UpdateStateSql : isNew ? InsertAppendingSql : UpdateAppendingSql;
        var version = await database.RunAsync(
            async connection =>
            {
                await using var command = Command(connection, sql, row);
                command.Parameters.Add(new NpgsqlParameter { Value = payload, NpgsqlDbType = NpgsqlDbType.Json });
                Add(command, now);
                if (!isNew || !appended.IsEmpty)
                {
                    Add(command, expectedVersion);
                }

                if (!appended.IsEmpty)
                {
                    Add(command, appended.ErasedKinds.ToArray());
                    Add(command, appended.Rows.Select(entry => entry.Kind).ToArray());
                    Add(command, appended.Rows.Select(entry => entry.Id).ToArray());
                    Add(command, appended.Rows.Select(entry => entry.IsOpen).ToArray());
                    AddJson(command, appended.Rows.Select(entry => entry.Payload));
                    Add(command, appended.Messages.Select(message => message.Id).ToArray());
                    Add(command, appended.Messages.Select(message => message.Kind).ToArray());
                    AddJson(command, appended.Messages.Select(message => message.Payload));
                }

                return await command.ExecuteScalarAsync(cancellationToken) as long?;
            },
            cancellationToken,
            StorageMetrics.Write);
        if (version is not null)
        {
            signal.Announce();
        }

        return version;
    }

    public async Task<bool> ClearAsync(RowKey row, long expectedVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cleared = await database.RunAsync(
            async connection =>
            {
                await using var command = Command(connection, ClearSql, row);
                Add(command, expectedVersion);
                Add(command, now);
                return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
            },
            cancellationToken,
            StorageMetrics.Write);
        if (cleared)
        {
            signal.Announce();
        }

        return cleared;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, RowKey row)
    {
        NpgsqlCommand command = new(sql, connection);
        Add(command, row.Type);
        Add(command, row.Key);
        Add(command, row.Name);
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static void AddJson(NpgsqlCommand command, IEnumerable<string> values) =>
        command.Parameters.Add(new NpgsqlParameter { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json });
}
