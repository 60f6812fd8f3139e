using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Storage.States;

/// <summary>The statements about <c>grain_state</c>, which each engine has in its own words.</summary>
public interface IStateStore
{
    /// <summary>Version that stands for "no row": rows begin above it.</summary>
    const long NoRow = 0;

    /// <summary>Whether another process may write the same database, so that what is in memory needs confirmation.</summary>
    bool IsShared { get; }

    Task<StoredRow?> FindAsync(RowKey row, CancellationToken cancellationToken);

    /// <summary>Stored version, or <see cref="NoRow"/>.</summary>
    Task<long> FindVersionAsync(RowKey row, CancellationToken cancellationToken);

    /// <summary>Those of the rows that exist.</summary>
    Task<IReadOnlyList<StoredRow>> FindAllAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the state where the stored version is the expected one (<see cref="NoRow"/>: where there is none), and in the
    /// same transaction its entry in the change feed and what it appends.
    /// </summary>
    /// <returns>The new version; null when the stored version is another one, and then nothing is written.</returns>
    Task<long?> WriteAsync(RowKey row, string payload, long expectedVersion, Appended appended, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes the row where its version is the expected one; false when it is not, and then nothing is written.</summary>
    Task<bool> ClearAsync(RowKey row, long expectedVersion, DateTimeOffset now, CancellationToken cancellationToken);
}
