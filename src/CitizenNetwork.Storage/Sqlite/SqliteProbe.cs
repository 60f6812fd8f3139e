using CitizenNetwork.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Sqlite;

/// <inheritdoc cref="IStorageProbe" />
public sealed class SqliteProbe(SqliteDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IStorageProbe
{
    public Task ProbeReadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Kept("SELECT beat_at FROM heartbeat WHERE id = 1").ExecuteScalar(),
        cancellationToken);

    public Task ProbeWriteAsync(CancellationToken cancellationToken)
    {
        var now = SqliteCommands.Time(clock);
        return database.WriteAsync(connection => connection.Kept("UPDATE heartbeat SET beat_at = $now WHERE id = 1", ("$now", now)).ExecuteNonQuery(), cancellationToken);
    }
}
