using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>Work that waits for the writer, and the promise made to whoever asked for it.</summary>
internal abstract class WriteUnit
{
    /// <summary>Whether it runs outside of any transaction.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Does the work and keeps the result for <see cref="Complete"/>.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <summary>Notes that the work failed alone: its savepoint is undone, the other units go on.</summary>
    public abstract void Refuse(Exception failure);

    /// <summary>Answers once the transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>Answers that the whole transaction failed.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc />
internal sealed class WriteUnit<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) : WriteUnit
{
    // Asynchronously: whoever waits must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Answer => _answer.Task;

    public override void Run(SqliteConnection connection)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _result = work(connection);
    }

    public override void Refuse(Exception failure) => _failure = failure;

    public override void Complete()
    {
        if (_failure is null)
        {
            _answer.SetResult(_result);
        }
        else
        {
            Fail(_failure);
        }
    }

    public override void Fail(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            _answer.SetCanceled(cancellationToken);
        }
        else
        {
            _answer.SetException(failure);
        }
    }
}
