using System.Text;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>
/// The yardstick on PostgreSQL: the same statements, prepared by the driver, in a schema of the same shape, with a
/// connection for each caller, a text that is ready, and nobody who is told of the commit.
/// </summary>
internal sealed class PostgresByHand : IWriteSide
{
    private readonly NpgsqlDataSource _source;
    private readonly string _payload = Encoding.UTF8.GetString(StateJson.Write(BenchRecords.Actor("atelier-velo")));
    private readonly long[] _versions;

    private PostgresByHand(NpgsqlDataSource source, int keys)
    {
        _source = source;
        _versions = new long[keys];
    }

    public string Name => "by hand";

    public static async Task<PostgresByHand> OpenAsync(string connectionString, int connections, int keys)
    {
        await using var shaped = await PostgresDatabase.OpenAsync(connectionString, TimeProvider.System);
        NpgsqlConnectionStringBuilder settings = new(shaped.ConnectionString) { MaxPoolSize = connections, ApplicationName = "by hand" };
        PostgresByHand side = new(NpgsqlDataSource.Create(settings), keys);
        for (var key = 0; key < keys; key++)
        {
            side._versions[key] = await side.InsertStateAsync(StateWriteBench.AppendingId(key));
        }

        return side;
    }

    public Task InsertAsync(string id) => InsertStateAsync(id);

    public async Task ChangeAsync(string id)
    {
        await using var connection = await _source.OpenConnectionAsync();
        long version;
        await using (var find = State(connection, PostgresStateStore.FindSql, id))
        await using (var reader = await find.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            version = reader.GetInt64(0);
            _ = reader.GetFieldValue<byte[]>(1);
        }

        await using var update = Written(connection, PostgresStateStore.UpdateStateSql, id);
        update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        await update.ExecuteScalarAsync();
    }

    public async Task AppendAsync(int key, string entryId)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = Written(connection, PostgresStateStore.UpdateAppendingSql, StateWriteBench.AppendingId(key));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _versions[key] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [BenchRecords.Kind] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [entryId] });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [false] });
        command.Parameters.Add(Json([BenchRecords.EntryJson]));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [] });
        command.Parameters.Add(Json([]));
        _versions[key] = (long)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlParameter Json(string[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json };

    private async Task<long> InsertStateAsync(string id)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = Written(connection, PostgresStateStore.InsertStateSql, id);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private NpgsqlCommand Written(NpgsqlConnection connection, string sql, string id)
    {
        var command = State(connection, sql, id);
        command.Parameters.Add(new NpgsqlParameter { Value = _payload, NpgsqlDbType = NpgsqlDbType.Json });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = TimeProvider.System.GetUtcNow() });
        return command;
    }

    private static NpgsqlCommand State(NpgsqlConnection connection, string sql, string id) => new(sql, connection)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = BenchRecords.GrainType },
            new NpgsqlParameter<string> { TypedValue = $"actors/{id}" },
            new NpgsqlParameter<string> { TypedValue = StateNames.Actor },
        },
    };
}
