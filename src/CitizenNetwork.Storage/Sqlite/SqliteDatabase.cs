using System.Data.Common;
using System.Threading.Channels;
using CitizenNetwork.Storage.Telemetry;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>
/// An SQLite database in a folder of its own, held by this process alone: one writer with group commit, and a few
/// connections that read the last committed state without waiting for it.
/// </summary>
public sealed class SqliteDatabase : IDatabase
{
    /// <summary>Name of the database file in its folder.</summary>
    public const string FileName = "citizennetwork.db";

    /// <summary>Name of the file whose lock says that a server uses the folder.</summary>
    public const string LockName = "citizennetwork.lock";

    /// <summary>Connections that read at the same time.</summary>
    private const int ReadConnections = 4;

    /// <summary>How long to wait for somebody outside, such as a backup tool, who locks the file.</summary>
    private const int BusySeconds = 5;

    private readonly FileStream _lock;
    private readonly SqliteWriter _writer;
    private readonly IDisposable _observedQueue;
    private readonly Channel<SqliteConnection> _readers = Channel.CreateBounded<SqliteConnection>(ReadConnections);
    private int _disposed;

    private SqliteDatabase(string folder, FileStream heldLock, SqliteConnection writer, IEnumerable<SqliteConnection> readers)
    {
        Folder = folder;
        _lock = heldLock;
        foreach (var reader in readers)
        {
            _readers.Writer.TryWrite(reader);
        }

        _writer = new SqliteWriter(writer);
        _observedQueue = StorageMetrics.ObserveQueue(Engine, () => _writer.Waiting);
    }

    static SqliteDatabase() => StoredTimes.Register();

    public string Engine => Engines.Sqlite;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Opens the database of a folder, makes it when there is none, and brings it to the shape of this program.</summary>
    /// <param name="folder">Folder of the database; made when missing.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <param name="cancellationToken">Gives up before the folder is touched.</param>
    /// <exception cref="StorageStartupException">Another server uses the folder, a newer program wrote it, or it cannot be opened.</exception>
    public static Task<SqliteDatabase> OpenAsync(string folder, TimeProvider clock, CancellationToken cancellationToken = default) =>
        Task.Run(() => Open(Path.GetFullPath(folder), clock), cancellationToken);

    /// <summary>
    /// Runs work on the writer's connection, in a savepoint of a transaction that other units may share, and answers once
    /// it is on the disk. What the work throws undoes its savepoint and reaches the caller. The work must neither begin
    /// nor end transactions, nor keep the connection.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer; the write may or may not have been made.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken = default) =>
        StorageMetrics.MeasureAsync(Engine, StorageMetrics.Write, () => _writer.WriteAsync(work, cancellationToken));

    /// <summary>Runs work on a connection that only reads; each statement sees the last committed state.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken = default) =>
        StorageMetrics.MeasureAsync(Engine, StorageMetrics.Read, () => ReadOnceAsync(work, cancellationToken));

    private async Task<T> ReadOnceAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        SqliteConnection connection;
        try
        {
            connection = await _readers.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw SqliteCommands.Closed(exception);
        }

        try
        {
            // The driver only knows blocking calls; a grain's turn must not wait for the disk.
            return await Task.Run(() => work(connection), cancellationToken);
        }
        catch (SqliteException exception) when (SqliteCommands.IsUnavailable(exception))
        {
            throw SqliteCommands.Unavailable(exception);
        }
        finally
        {
            _readers.Writer.TryWrite(connection);
        }
    }

    // The driver's asynchronous calls are blocking ones, so the task is over when it is returned.
    Task<T> IDatabase.ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        ReadAsync(connection => work(connection).GetAwaiter().GetResult(), cancellationToken);

    Task<T> IDatabase.WriteAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(connection => work(connection).GetAwaiter().GetResult(), cancellationToken);

    public Task SnapshotAsync(Func<DbConnection, Task> work, CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            if (_disposed != 0)
            {
                throw SqliteCommands.Closed(new ObjectDisposedException(nameof(SqliteDatabase)));
            }

            try
            {
                // The first statement of the transaction takes the instant; the write-ahead log keeps it until the connection closes.
                await using var connection = Connect(Folder, SqliteOpenMode.ReadOnly);
                connection.Execute("BEGIN");
                await work(connection);
            }
            catch (SqliteException exception) when (SqliteCommands.IsUnavailable(exception))
            {
                throw SqliteCommands.Unavailable(exception);
            }
        },
        cancellationToken);

    /// <summary>
    /// Writes the whole file anew, since freed pages and the room between rows keep what was there, and then empties the
    /// write-ahead log. Takes about a second for 100 MB, in which writers wait.
    /// </summary>
    public Task<bool> ScrubAsync(CancellationToken cancellationToken = default) => _writer.RunAloneAsync(
        connection =>
        {
            connection.Execute("VACUUM");
            using var checkpoint = connection.Command("PRAGMA wal_checkpoint(TRUNCATE)");

            // The first column: whether a reader kept the log from being emptied.
            return checkpoint.ExecuteScalar() is 0L;
        },
        cancellationToken);

    /// <summary>Waits for running reads and queued writes, closes, and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _observedQueue.Dispose();
        for (var i = 0; i < ReadConnections; i++)
        {
            await (await _readers.Reader.ReadAsync()).DisposeAsync();
        }

        _readers.Writer.TryComplete();

        // Last of all connections: closing it moves the write-ahead log into the database file.
        await _writer.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private static SqliteDatabase Open(string folder, TimeProvider clock)
    {
        Stack<IDisposable> opened = [];
        try
        {
            Directory.CreateDirectory(folder);
            var heldLock = Keep(Lock(folder));
            var writer = Keep(Connect(folder, SqliteOpenMode.ReadWriteCreate));
            SwitchToWriteAheadLog(writer, folder);
            SqliteMigrator.Apply(writer, folder, clock);
            var readers = Enumerable.Range(0, ReadConnections).Select(_ => Keep(Connect(folder, SqliteOpenMode.ReadOnly))).ToList();
            return new SqliteDatabase(folder, heldLock, writer, readers);
        }
        catch (Exception exception)
        {
            foreach (var resource in opened)
            {
                resource.Dispose();
            }

            if (exception is IOException or UnauthorizedAccessException or SqliteException)
            {
                throw new StorageStartupException($"The database in '{folder}' cannot be opened: {exception.Message}", exception);
            }

            throw;
        }

        T Keep<T>(T resource)
            where T : IDisposable
        {
            opened.Push(resource);
            return resource;
        }
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            // Held by the operating system until this process ends, however it ends: nobody has to clean up after a crash.
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            throw new StorageStartupException($"Another server uses the folder '{folder}'. Stop it, or choose another folder.", exception);
        }
    }

    // The runtime has no exception type of its own for this: ERROR_SHARING_VIOLATION, EAGAIN of Linux, EAGAIN of macOS.
    private static bool IsHeldByAnother(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;

    private static SqliteConnection Connect(string folder, SqliteOpenMode mode)
    {
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = Path.Combine(folder, FileName),
            Mode = mode,
            DefaultTimeout = BusySeconds,
            ForeignKeys = true,

            // A pool of the driver would keep the file open after we closed it.
            Pooling = false,
        };
        SqliteConnection connection = new(settings.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void SwitchToWriteAheadLog(SqliteConnection connection, string folder)
    {
        using var command = connection.Command("PRAGMA journal_mode = WAL");
        if (command.ExecuteScalar() is not "wal")
        {
            throw new StorageStartupException($"The file system of '{folder}' cannot hold a write-ahead log. Choose a folder on a local disk.");
        }
    }
}
