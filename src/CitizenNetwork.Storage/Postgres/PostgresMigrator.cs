using CitizenNetwork.Storage.Migrations;
using Dapper;
using Npgsql;

namespace CitizenNetwork.Storage.Postgres;

/// <summary>Brings a database to the shape that this program knows; servers that start together take turns.</summary>
internal static class PostgresMigrator
{
    /// <summary>Key of the advisory lock, any number that is ours alone: "citizen" in bytes.</summary>
    internal const long LockKey = 0x636974697A656E;

    /// <exception cref="StorageStartupException">A newer program wrote the database.</exception>
    public static async Task ApplyAsync(NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // Another server may migrate a large database for longer than a lock or a statement may otherwise take.
        await connection.ExecuteAsync("SET lock_timeout = 0; SET statement_timeout = 0");
        await connection.ExecuteAsync("SELECT pg_advisory_lock(@LockKey)", new { LockKey }, commandTimeout: 0);
        try
        {
            await ApplyAsync(connection, clock, cancellationToken);
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@LockKey); RESET lock_timeout; RESET statement_timeout", new { LockKey });
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migration (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)");
        var applied = await connection.ExecuteScalarAsync<int>("SELECT COALESCE(MAX(number), 0) FROM schema_migration");
        var known = Migration.Of("Postgres");
        if (applied > known[^1].Number)
        {
            throw new StorageStartupException(
                $"The PostgreSQL database was written by a newer version of this program (its shape is number {applied}, this version knows up to {known[^1].Number}). "
                + "Start that version, or choose another database.");
        }

        foreach (var migration in known.Where(migration => migration.Number > applied))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(migration.Sql, commandTimeout: 0);
            await connection.ExecuteAsync(
                "INSERT INTO schema_migration (number, name, applied_at) VALUES (@Number, @Name, @now)", new { migration.Number, migration.Name, now = StoredTimes.Now(clock) });
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
