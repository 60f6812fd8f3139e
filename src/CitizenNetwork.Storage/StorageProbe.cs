using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage;

/// <inheritdoc cref="IStorageProbe" />
public sealed class StorageProbe(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IStorageProbe
{
    internal const string ReadSql = "SELECT id FROM heartbeat WHERE id = 1";

    internal const string WriteSql = "UPDATE heartbeat SET beat_at = @now WHERE id = 1";

    public Task ProbeReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(ReadSql, cancellationToken: cancellationToken)), cancellationToken);

    public Task ProbeWriteAsync(CancellationToken cancellationToken)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(connection => connection.ExecuteAsync(new CommandDefinition(WriteSql, new { now }, cancellationToken: cancellationToken)), cancellationToken);
    }
}
