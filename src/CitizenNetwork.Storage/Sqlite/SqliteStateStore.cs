using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <inheritdoc />
public sealed class SqliteStateStore(SqliteDatabase database) : IStateStore
{
    /// <summary>
    /// A new row begins at the number of its own change in the feed. No earlier row of the same key came that far, so that
    /// a writer who saw a value which was cleared and written again is refused too.
    /// </summary>
    internal const string InsertSql =
        """
        INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload, updated_at)
        VALUES ($type, $key, $name, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0) + 1, $payload, $now)
        ON CONFLICT (grain_type, grain_key, state_name) DO NOTHING
        RETURNING version
        """;

    internal const string UpdateSql =
        """
        UPDATE grain_state SET version = version + 1, payload = $payload, updated_at = $now
        WHERE grain_type = $type AND grain_key = $key AND state_name = $name AND version = $expected
        RETURNING version
        """;

    internal const string FindSql = "SELECT version, payload FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name";

    internal const string FindVersionSql = "SELECT version FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name";

    internal const string ClearSql = "DELETE FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name AND version = $expected";

    internal const string LogSql = "INSERT INTO change_log (grain_type, grain_key, state_name, version, recorded_at) VALUES ($type, $key, $name, $version, $now)";

    /// <summary>The folder's lock keeps every other process out.</summary>
    public bool IsShared => false;

    public Task<StoredRow?> FindAsync(RowKey row, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, row), cancellationToken);

    public Task<long> FindVersionAsync(RowKey row, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Kept(FindVersionSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name)).ExecuteScalar() as long? ?? IStateStore.NoRow,
        cancellationToken);

    public Task<IReadOnlyList<StoredRow>> FindAllAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredRow>>(
        connection => [.. rows.Select(row => Find(connection, row)).OfType<StoredRow>()], cancellationToken);

    public Task<long?> WriteAsync(RowKey row, string payload, long expectedVersion, Appended appended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var time = StoredTimes.Text(now);
        return database.WriteAsync(
            connection =>
            {
                var version = Write(connection, row, payload, expectedVersion, time);
                if (version is { } written)
                {
                    Log(connection, row, written, time);
                    if (!appended.IsEmpty)
                    {
                        SqliteAppending.Append(connection, row, appended, time);
                    }
                }

                return version;
            },
            cancellationToken);
    }

    public Task<bool> ClearAsync(RowKey row, long expectedVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var time = StoredTimes.Text(now);
        return database.WriteAsync(
            connection =>
            {
                var cleared = connection.Kept(ClearSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name), ("$expected", expectedVersion)).ExecuteNonQuery() == 1;
                if (cleared)
                {
                    Log(connection, row, expectedVersion + 1, time);
                }

                return cleared;
            },
            cancellationToken);
    }

    private static long? Write(SqliteConnection connection, RowKey row, string payload, long expected, string now) => (expected == IStateStore.NoRow
        ? connection.Kept(InsertSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name), ("$payload", payload), ("$now", now))
        : connection.Kept(UpdateSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name), ("$payload", payload), ("$now", now), ("$expected", expected)))
        .ExecuteScalar() as long?;

    private static void Log(SqliteConnection connection, RowKey row, long version, string now) =>
        connection.Kept(LogSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name), ("$version", version), ("$now", now)).ExecuteNonQuery();

    private static StoredRow? Find(SqliteConnection connection, RowKey row)
    {
        using var reader = connection.Kept(FindSql, ("$type", row.Type), ("$key", row.Key), ("$name", row.Name)).ExecuteReader();
        return reader.Read() ? new StoredRow(row, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
