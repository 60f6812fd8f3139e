using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>What a state's write puts beside it, in the writer's transaction.</summary>
internal static class SqliteAppending
{
    internal const string EraseSql = "DELETE FROM ledger WHERE grain_type = $type AND grain_key = $key AND kind = $kind";

    internal const string RowSql =
        """
        INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at) VALUES ($type, $key, $kind, $id, $open, $payload, $now)
        ON CONFLICT (grain_type, grain_key, kind, id) DO UPDATE SET is_open = excluded.is_open, payload = excluded.payload
        """;

    internal const string MessageSql =
        "INSERT INTO outbox (id, kind, payload, created_at, due_at) VALUES ($id, $kind, $payload, $now, $now) ON CONFLICT (id) DO NOTHING";

    public static void Append(SqliteConnection connection, RowKey row, Appended appended, string now)
    {
        foreach (var kind in appended.ErasedKinds)
        {
            connection.Kept(EraseSql, ("$type", row.Type), ("$key", row.Key), ("$kind", kind)).ExecuteNonQuery();
        }

        foreach (var entry in appended.Rows)
        {
            connection.Kept(
                RowSql,
                ("$type", row.Type),
                ("$key", row.Key),
                ("$kind", entry.Kind),
                ("$id", entry.Id),
                ("$open", entry.IsOpen),
                ("$payload", entry.Payload),
                ("$now", now)).ExecuteNonQuery();
        }

        foreach (var message in appended.Messages)
        {
            connection.Kept(MessageSql, ("$id", message.Id), ("$kind", message.Kind), ("$payload", message.Payload), ("$now", now)).ExecuteNonQuery();
        }
    }
}
