using CitizenNetwork.Contracts;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.ApiKeys;

/// <inheritdoc cref="IApiKeys" />
public sealed class SqliteApiKeys(SqliteDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock) : IApiKeys
{
    public Task<bool> AnyAsync() => database.ReadAsync(connection =>
    {
        using var command = connection.Command("SELECT EXISTS (SELECT 1 FROM api_key)");
        return (long)command.ExecuteScalar()! != 0;
    });

    public Task PutAsync(string id, byte[] hash, string label)
    {
        var createdAt = SqliteCommands.Time(clock);
        return database.WriteAsync(connection =>
        {
            using var command = connection.Command(
                "INSERT INTO api_key (id, hash, label, created_at) VALUES ($id, $hash, $label, $created_at) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, label = excluded.label, created_at = excluded.created_at",
                ("$id", id),
                ("$hash", hash),
                ("$label", label),
                ("$created_at", createdAt));
            return command.ExecuteNonQuery();
        });
    }

    public Task<byte[]?> FindHashAsync(string id) => database.ReadAsync(connection =>
    {
        using var command = connection.Command("SELECT hash FROM api_key WHERE id = $id", ("$id", id));
        return (byte[]?)command.ExecuteScalar();
    });
}
