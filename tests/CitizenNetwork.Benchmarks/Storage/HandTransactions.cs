using System.Threading.Channels;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>What one writes first: whoever comes has the connection alone and commits for itself.</summary>
internal sealed class HandTransactions(Action<string> execute) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connection = new(1, 1);

    public async Task RunAsync(Action work)
    {
        await _connection.WaitAsync();
        try
        {
            execute("BEGIN IMMEDIATE");
            work();
            execute("COMMIT");
        }
        finally
        {
            _connection.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// What one writes next: a thread commits for all that wait. It knows neither savepoints nor failures nor a limit, so it
/// does less than the service's writer.
/// </summary>
internal sealed class HandGroupCommit : IAsyncDisposable
{
    private readonly Channel<(Action Work, TaskCompletionSource Done)> _queue = Channel.CreateUnbounded<(Action, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<string> _execute;
    private readonly Task _loop;

    public HandGroupCommit(Action<string> execute)
    {
        _execute = execute;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task RunAsync(Action work)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite((work, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _loop;
    }

    private void Loop()
    {
        List<TaskCompletionSource> waiting = [];
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _execute("BEGIN IMMEDIATE");
            while (_queue.Reader.TryRead(out var unit))
            {
                unit.Work();
                waiting.Add(unit.Done);
            }

            _execute("COMMIT");
            waiting.ForEach(done => done.SetResult());
            waiting.Clear();
        }
    }
}
