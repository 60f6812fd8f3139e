using Npgsql;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>A database of its own on the server that <c>CITIZENNETWORK_POSTGRES</c> names; it goes at the end.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    public const string Variable = "CITIZENNETWORK_POSTGRES";

    private readonly string _server;
    private readonly string _name;

    private BenchPostgres(string server, string name)
    {
        _server = server;
        _name = name;
    }

    /// <summary>Null, and said so, where no server is named.</summary>
    public static async Task<BenchPostgres?> CreateAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } server)
        {
            await Console.Error.WriteLineAsync($"PostgreSQL is left out: {Variable} is not set.");
            return null;
        }

        BenchPostgres database = new(server, $"citizennetwork_bench_{Guid.NewGuid():N}");
        await ExecuteAsync(server, $"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Connection string of a new schema of it.</summary>
    public async Task<string> SchemaAsync(string schema)
    {
        NpgsqlConnectionStringBuilder settings = new(_server) { Database = _name };
        await ExecuteAsync(settings.ConnectionString, $"CREATE SCHEMA {schema}");
        settings.SearchPath = schema;
        return settings.ConnectionString;
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"DROP DATABASE {_name} WITH (FORCE)");
}
