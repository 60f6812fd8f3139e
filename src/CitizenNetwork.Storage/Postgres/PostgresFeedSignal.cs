using CitizenNetwork.Storage.Feed;
using Npgsql;

namespace CitizenNetwork.Storage.Postgres;

/// <summary>
/// Tells the servers of a database of each other's commits, by <c>NOTIFY</c>. It is sent after the commit, since inside the
/// transaction it would make commits wait for each other, and once for many commits. A lost one costs a reader no more
/// than its own next look.
/// </summary>
public sealed class PostgresFeedSignal : IFeedSignal, IAsyncDisposable
{
    private const string Channel = "citizennetwork_feed";

    /// <summary>Least time between two signs of this server; what was committed meanwhile shares the next one.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Time before a lost connection is opened again.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly PostgresDatabase _database;
    private readonly SemaphoreSlim _committed = new(0, 1);
    private readonly SemaphoreSlim _heard = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;
    private readonly Task _listening;
    private int _disposed;

    public PostgresFeedSignal(PostgresDatabase database)
    {
        _database = database;
        _sending = Task.Run(SendAsync);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Says that this server committed something.</summary>
    public void Announce() => Set(_committed);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _heard.WaitAsync(atMost, cancellationToken);

    /// <summary>Stops sending and listening; a container that knows it under two types asks twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_sending, _listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static void Set(SemaphoreSlim sign)
    {
        try
        {
            if (sign.CurrentCount == 0)
            {
                sign.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else set it meanwhile, which is as good.
        }
    }

    private Task SendAsync() => RepeatAsync(async () =>
    {
        await _committed.WaitAsync(_stopping.Token);
        await using var command = _database.Source.CreateCommand($"NOTIFY {Channel}");
        await command.ExecuteNonQueryAsync(_stopping.Token);
        await Task.Delay(s_pause, _stopping.Token);
    });

    private Task ListenAsync() => RepeatAsync(async () =>
    {
        // Not of the pool, which would take it back.
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Notification += (_, _) => Set(_heard);
        await connection.OpenAsync(_stopping.Token);
        await using (NpgsqlCommand command = new($"LISTEN {Channel}", connection))
        {
            await command.ExecuteNonQueryAsync(_stopping.Token);
        }

        // What was committed before this connection listened.
        Set(_heard);
        while (true)
        {
            await connection.WaitAsync(_stopping.Token);
        }
    });

    private async Task RepeatAsync(Func<Task> work)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (Exception)
            {
                // Whatever it was: readers look by themselves meanwhile, and whoever asks the same database says what is wrong.
                await Task.Delay(s_retry, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
