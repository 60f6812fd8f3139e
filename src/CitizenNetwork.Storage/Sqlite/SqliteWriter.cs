using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>
/// The only writer of a database file. Units that wait while a commit reaches the disk share the next one (group
/// commit), each in a savepoint of its own, so that the cost of a flush is divided among them and a unit that fails
/// harms no other.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Most units of one transaction: bounds how long the first of them waits.</summary>
    public const int MaxBatch = 256;

    /// <summary>Most units that wait: beyond it, callers wait to enter instead of filling the memory.</summary>
    public const int MaxQueue = 4096;

    private readonly SqliteConnection _connection;
    private readonly Channel<WriteUnit> _queue = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(MaxQueue) { SingleReader = true });
    private readonly Task _loop;

    /// <param name="connection">Opened; from now on used and disposed by the writer.</param>
    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;

        // A thread of its own: waiting for the disk must not take one from the pool that serves requests.
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Units that wait for a commit to begin.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Work in a savepoint of a transaction.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => EnterAsync(new WriteUnit<T>(work, cancellationToken), cancellationToken);

    /// <summary>Work outside of any transaction.</summary>
    public Task<T> RunAloneAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => EnterAsync(new WriteUnit<T>(work, cancellationToken) { IsAlone = true }, cancellationToken);

    private async Task<T> EnterAsync<T>(WriteUnit<T> unit, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(unit, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw SqliteCommands.Closed(exception);
        }

        return await unit.Answer;
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private void Loop()
    {
        List<WriteUnit> batch = new(MaxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            WriteUnit? alone = null;
            while (alone is null && batch.Count < MaxBatch && _queue.Reader.TryRead(out var unit))
            {
                if (unit.IsAlone)
                {
                    alone = unit;
                }
                else
                {
                    batch.Add(unit);
                }
            }

            if (batch.Count > 0)
            {
                Commit(batch);
                batch.Clear();
            }

            if (alone is not null)
            {
                RunAlone(alone);
            }
        }
    }

    private void RunAlone(WriteUnit unit)
    {
        try
        {
            unit.Run(_connection);
        }
        catch (Exception exception)
        {
            unit.Refuse(exception is SqliteException driver && SqliteCommands.IsUnavailable(driver) ? SqliteCommands.Unavailable(driver) : exception);
        }

        unit.Complete();
    }

    private void Commit(List<WriteUnit> batch)
    {
        try
        {
            _connection.Kept("BEGIN IMMEDIATE").ExecuteNonQuery();
            foreach (var unit in batch)
            {
                RunInSavepoint(unit);
            }

            _connection.Kept("COMMIT").ExecuteNonQuery();
        }
        catch (Exception exception)
        {
            RollBack();
            foreach (var unit in batch)
            {
                // One exception for each: several callers rethrow them at the same time.
                unit.Fail(SqliteCommands.Unavailable(exception));
            }

            return;
        }

        foreach (var unit in batch)
        {
            unit.Complete();
        }
    }

    private void RunInSavepoint(WriteUnit unit)
    {
        _connection.Kept("SAVEPOINT unit").ExecuteNonQuery();
        try
        {
            unit.Run(_connection);
        }
        catch (Exception exception) when (InTransaction)
        {
            _connection.Execute("ROLLBACK TO unit");
            unit.Refuse(exception is SqliteException driver && SqliteCommands.IsUnavailable(driver) ? SqliteCommands.Unavailable(driver) : exception);
        }

        _connection.Kept("RELEASE unit").ExecuteNonQuery();
    }

    /// <summary>False once SQLite has undone the whole transaction by itself, as it may when the disk is full or fails.</summary>
    private bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    private void RollBack()
    {
        try
        {
            if (InTransaction)
            {
                _connection.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The units are answered with the first failure. Should the transaction really stay open, the next BEGIN
            // fails, and rolling back is tried again.
        }
    }
}
