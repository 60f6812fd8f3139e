using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CitizenNetwork.Storage.Backup;

/// <summary>What was restored.</summary>
/// <param name="Header">Of the backup.</param>
/// <param name="Rows">Number of rows by table.</param>
public sealed record Restored(BackupHeader Header, ImmutableSortedDictionary<string, long> Rows);

/// <summary>Restores a backup into an empty database, whole or not at all. No server may use the database meanwhile.</summary>
public static class DatabaseRestore
{
    /// <summary>Restores in one transaction, which is committed once the backup has shown that it is whole.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="open">Opens the database; asked once the backup's header was read.</param>
    /// <param name="cancellationToken">Gives up, with nothing written.</param>
    /// <exception cref="RestoreException">The backup is no good, or the database not empty.</exception>
    /// <exception cref="StorageStartupException">The database cannot be opened.</exception>
    public static async Task<Restored> RunAsync(Stream file, Func<Task<IDatabase>> open, CancellationToken cancellationToken = default)
    {
        await using var backup = await BackupReader.OpenAsync(file, cancellationToken);
        await using var database = await open();
        try
        {
            return await database.WriteAsync(connection => RestoreAsync(backup, connection, cancellationToken), cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            throw new RestoreException($"{exception.Message} Nothing was restored.", exception);
        }
        catch (Exception exception) when (exception is DbException or OverflowException)
        {
            throw new RestoreException($"The backup is damaged: the database does not take one of its rows ({exception.Message}). Nothing was restored.", exception);
        }
    }

    private static async Task<Restored> RestoreAsync(BackupReader backup, DbConnection connection, CancellationToken cancellationToken)
    {
        await using IRestoreTarget target = connection is NpgsqlConnection postgres ? new PostgresRestoreTarget(postgres) : new SqliteRestoreTarget((SqliteConnection)connection);
        await target.LockAsync(cancellationToken);
        foreach (var table in BackupFormat.Tables)
        {
            if (await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM {table.Name} LIMIT 1) AS first_row") != 0)
            {
                throw new RestoreException("The database is not empty: a backup is restored into an empty one only. Nothing was changed.");
            }
        }

        await foreach (var row in backup.ReadAsync(cancellationToken))
        {
            await target.AddAsync(row, cancellationToken);
        }

        await target.FinishAsync(cancellationToken);
        return new Restored(backup.Header, backup.Counts);
    }
}

/// <summary>How an engine takes the rows of a backup, inside a transaction.</summary>
internal interface IRestoreTarget : IAsyncDisposable
{
    /// <summary>Keeps others from starting or writing until the transaction is over.</summary>
    Task LockAsync(CancellationToken cancellationToken);

    /// <summary>Adds a row; rows of one table come together.</summary>
    Task AddAsync(BackupRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Lets numbers go on above those restored (a new state begins above every version that ever was, see the state
    /// stores), and begins a new life of the change feed.
    /// </summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
