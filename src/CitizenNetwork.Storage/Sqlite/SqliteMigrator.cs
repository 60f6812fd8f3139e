using CitizenNetwork.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>Brings a database to the shape that this program knows. Called by the holder of the folder's lock only.</summary>
internal static class SqliteMigrator
{
    /// <exception cref="StorageStartupException">A newer program wrote the database.</exception>
    public static void Apply(SqliteConnection connection, string folder, TimeProvider clock)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT");
        var applied = Newest(connection);
        var known = Migration.Of("Sqlite");
        if (applied > known[^1].Number)
        {
            throw new StorageStartupException(
                $"The database in '{folder}' was written by a newer version of this program (its shape is number {applied}, this version knows up to {known[^1].Number}). "
                + "Start that version, or choose another folder.");
        }

        foreach (var migration in known.Where(migration => migration.Number > applied))
        {
            // Dropped without a commit, the transaction is rolled back: a step is made whole or not at all.
            using var transaction = connection.BeginTransaction();
            using var step = connection.Command(migration.Sql);
            step.Transaction = transaction;
            step.ExecuteNonQuery();
            using var record = connection.Command(
                "INSERT INTO schema_migration (number, name, applied_at) VALUES ($number, $name, $applied_at)",
                ("$number", migration.Number),
                ("$name", migration.Name),
                ("$applied_at", StoredTimes.Text(StoredTimes.Now(clock))));
            record.Transaction = transaction;
            record.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static long Newest(SqliteConnection connection)
    {
        using var command = connection.Command(Migration.Newest);
        return (long)command.ExecuteScalar()!;
    }
}
