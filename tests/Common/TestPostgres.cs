using Npgsql;

namespace CitizenNetwork.Testing;

/// <summary>
/// An empty schema in this test project's own database, on the server that <c>CITIZENNETWORK_POSTGRES</c> names (a
/// connection string of a role that may create databases). Without it the test shows as skipped.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "CITIZENNETWORK_POSTGRES";

    private static readonly Lazy<Task<string>> s_database = new(CreateDatabaseAsync);

    private readonly string _schema;

    private TestPostgres(string schema, string connectionString)
    {
        _schema = schema;
        ConnectionString = connectionString;
    }

    /// <summary>Connects to the schema.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether a server is named.</summary>
    public static bool IsThere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Connection string of the server; skips the test when there is none.</summary>
    public static string Server()
    {
        Skip.IfNot(IsThere, $"PostgreSQL: {Variable} is not set.");
        return Environment.GetEnvironmentVariable(Variable)!;
    }

    public static async Task<TestPostgres> CreateAsync()
    {
        Server();
        var database = await s_database.Value;
        var schema = $"t{Guid.NewGuid():N}";
        await ExecuteAsync(database, $"CREATE SCHEMA {schema}");
        return new TestPostgres(schema, new NpgsqlConnectionStringBuilder(database) { SearchPath = schema, MaxPoolSize = 16 }.ConnectionString);
    }

    /// <summary>Runs statements in a database, on a connection of their own.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync(await s_database.Value, $"DROP SCHEMA {_schema} CASCADE");

    private static async Task<string> CreateDatabaseAsync()
    {
        var server = Server();
        var name = $"citizennetwork_test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
            connection.Open();
            using NpgsqlCommand drop = new($"DROP DATABASE {name} WITH (FORCE)", connection);
            drop.ExecuteNonQuery();
        };
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
