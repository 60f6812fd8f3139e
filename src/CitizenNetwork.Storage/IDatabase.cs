using System.Data.Common;
using CitizenNetwork.Storage.Migrations;
using Dapper;

namespace CitizenNetwork.Storage;

/// <summary>
/// A database of either engine, for the tables whose statements both understand. Their texts take parameters as
/// <c>@name</c> and times as <see cref="DateTimeOffset"/> (<see cref="StoredTimes"/>).
/// </summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary><c>sqlite</c> or <c>postgresql</c>, as telemetry and messages name it.</summary>
    string Engine { get; }

    /// <summary>Reads; each statement sees the last committed state.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes in one transaction and answers once it is on the disk; what the work throws undoes it. The work must neither
    /// begin nor end transactions, nor wait for anything but its own statements.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer; the write may or may not have been made.</exception>
    Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>Number of the last migration that the database went through.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    Task<int> MigrationAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(connection => connection.ExecuteScalarAsync<int>(Migration.Newest), cancellationToken);

    /// <summary>
    /// Clears what deleted and overwritten rows left in the files, as far as the engine lets its user. Writers wait, or not,
    /// as the engine has it.
    /// </summary>
    /// <returns>False: somebody reads what was before; it is to be tried again.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    Task<bool> ScrubAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads on a connection of its own, all statements as of one instant, for as long as it takes; writers go on meanwhile.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    Task SnapshotAsync(Func<DbConnection, Task> work, CancellationToken cancellationToken = default);
}
