using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Storage.Sqlite;

namespace CitizenNetwork.Testing;

/// <summary>An empty database of one engine, which a test may open again and again: a second opening is a restart.</summary>
public interface IEngine : IAsyncDisposable
{
    Task<IDatabase> OpenAsync(TimeProvider clock);
}

/// <summary>SQLite in a folder of its own.</summary>
public sealed class SqliteEngine : IEngine
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");

    public string Folder => _folder.FullName;

    public async Task<IDatabase> OpenAsync(TimeProvider clock) => await SqliteDatabase.OpenAsync(Folder, clock);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>PostgreSQL, in a schema of its own; whoever opens it is skipped where there is no server.</summary>
public sealed class PostgresEngine : IEngine
{
    private TestPostgres? _schema;

    /// <summary>Connection string of the schema.</summary>
    public async Task<string> ConnectionStringAsync() => (_schema ??= await TestPostgres.CreateAsync()).ConnectionString;

    public async Task<IDatabase> OpenAsync(TimeProvider clock) => await PostgresDatabase.OpenAsync(await ConnectionStringAsync(), clock);

    public async ValueTask DisposeAsync()
    {
        if (_schema is not null)
        {
            await _schema.DisposeAsync();
        }
    }
}
