using System.Data;
using System.Data.Common;
using CitizenNetwork.Storage.Telemetry;
using Dapper;
using Npgsql;

namespace CitizenNetwork.Storage.Postgres;

/// <summary>A PostgreSQL database that any number of servers share.</summary>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>Connections of one server, unless its connection string says otherwise: several servers fit into PostgreSQL's default of 100.</summary>
    private const int PoolSize = 20;

    /// <summary>Seconds to wait for a connection, from the pool or a new one.</summary>
    private const int ConnectSeconds = 5;

    /// <summary>Seconds after which a statement is given up by this side, should the other not have ended it.</summary>
    private const int CommandSeconds = 20;

    /// <summary>Seconds between questions on a quiet connection, so that a dead peer is noticed.</summary>
    private const int KeepAliveSeconds = 30;

    /// <summary>Statements that a connection keeps prepared: all of ours.</summary>
    private const int PreparedStatements = 64;

    /// <summary>
    /// What every session is held to, in milliseconds: a statement that takes too long ends, and so does a transaction that
    /// was left open, which would hold back the change feed for everybody. An answer means that the disk has it.
    /// </summary>
    private const string SessionOptions =
        "-c statement_timeout=15000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000 -c synchronous_commit=on";

    /// <summary>
    /// What a long reader is held to instead. It has no transaction number, so it holds back no feed; only what is deleted
    /// meanwhile cannot be cleaned up before it is over.
    /// </summary>
    private const string SnapshotOptions = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0";

    private PostgresDatabase(NpgsqlDataSource source, string connectionString)
    {
        Source = source;
        ConnectionString = connectionString;
    }

    static PostgresDatabase() => StoredTimes.Register();

    public string Engine => Engines.Postgres;

    internal NpgsqlDataSource Source { get; }

    /// <summary>With our settings; it holds the password and is never shown.</summary>
    internal string ConnectionString { get; }

    /// <summary>Connects, and brings the database to the shape of this program; several servers may do so at once.</summary>
    /// <param name="connectionString">As the driver takes it; what it does not say gets our defaults.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageStartupException">It cannot be reached, or a newer program wrote it.</exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var database = Connect(connectionString);
        try
        {
            await PostgresMigrator.ApplyAsync(database.Source, clock, cancellationToken);
            return database;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            await database.DisposeAsync();
            throw new StorageStartupException($"The PostgreSQL database cannot be opened: {exception.Message}", exception);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a text is a connection string that names a server and a database.</summary>
    public static bool IsConnectionString(string text) => Read(text) is { Host.Length: > 0, Database.Length: > 0 };

    /// <summary>As <see cref="OpenAsync"/>, the database left as it is.</summary>
    /// <exception cref="StorageStartupException">The connection string cannot be read.</exception>
    internal static PostgresDatabase Connect(string connectionString)
    {
        // The message of the driver may repeat what it could not read, which may be the password: it is not passed on.
        var settings = Read(connectionString)
            ?? throw new StorageStartupException("The connection string of PostgreSQL cannot be read. It looks like: Host=db;Database=citizennetwork;Username=citizennetwork;Password=…");
        settings.Options = $"{SessionOptions} {settings.Options}".TrimEnd();

        // A detail of an error may hold what a row holds.
        settings.IncludeErrorDetail = false;
        return new PostgresDatabase(NpgsqlDataSource.Create(settings), settings.ConnectionString);
    }

    private static NpgsqlConnectionStringBuilder? Read(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = new()
            {
                MaxPoolSize = PoolSize,
                Timeout = ConnectSeconds,
                CommandTimeout = CommandSeconds,
                KeepAlive = KeepAliveSeconds,
                MaxAutoPrepare = PreparedStatements,
                ApplicationName = "citizennetwork",
            };
            foreach (var (keyword, value) in new NpgsqlConnectionStringBuilder(connectionString))
            {
                settings[keyword] = value;
            }

            return settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return null;
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default) => RunAsync(work, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var answer = await work(connection);
            await transaction.CommitAsync(cancellationToken);
            return answer;
        },
        cancellationToken,
        StorageMetrics.Write);

    public async Task SnapshotAsync(Func<DbConnection, Task> work, CancellationToken cancellationToken = default)
    {
        NpgsqlConnectionStringBuilder settings = new(ConnectionString) { Pooling = false, CommandTimeout = 0 };
        settings.Options = $"{settings.Options} {SnapshotOptions}";
        try
        {
            await using NpgsqlConnection connection = new(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await connection.ExecuteAsync("SET TRANSACTION READ ONLY");
            await work(connection);
        }
        catch (Exception exception) when (exception is DbException && PostgresErrors.IsUnavailable(exception))
        {
            // Whatever else may fail is the work's own, such as the one who takes what is read.
            throw PostgresErrors.Unavailable(exception);
        }
    }

    /// <summary>
    /// Lets the owner of the tables clear dead rows out of their pages, which else waits for autovacuum. Their bytes are in the
    /// pages' free room until it is used again, and in the log until its files are: overwriting those is the operator's
    /// (VACUUM FULL, checkpoints, the retention of archived logs).
    /// </summary>
    public async Task<bool> ScrubAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlConnectionStringBuilder settings = new(ConnectionString) { Pooling = false, CommandTimeout = 0 };
        settings.Options = $"{settings.Options} {SnapshotOptions}";
        try
        {
            await using NpgsqlConnection connection = new(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "VACUUM grain_state, ledger, outbox, audit_entry, source_sighting, source_batch, erasure", commandTimeout: 0, cancellationToken: cancellationToken));
            return true;
        }
        catch (Exception exception) when (exception is DbException && PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Runs statements on a connection of the pool; each is a transaction of its own unless the work begins one.</summary>
    internal Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken, string operation = StorageMetrics.Read) =>
        StorageMetrics.MeasureAsync(Engine, operation, () => RunOnceAsync(work, cancellationToken));

    private async Task<T> RunOnceAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
    }
}
