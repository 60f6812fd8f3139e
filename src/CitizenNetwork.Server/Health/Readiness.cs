namespace CitizenNetwork.Server.Health;

/// <summary>Why a server should get no calls now. For its log alone: an anonymous caller is told SERVING or NOT_SERVING.</summary>
internal enum NotReadyReason
{
    /// <summary>The catalogue is not loaded yet.</summary>
    Loading,

    /// <summary>The store did not answer lately.</summary>
    StoreUnavailable,

    /// <summary>The server stops; this is for good.</summary>
    Stopping,
}

/// <summary>One state of a server, and the way to the next.</summary>
/// <param name="reason">Null when it is ready.</param>
internal sealed class ReadinessState(NotReadyReason? reason)
{
    private readonly TaskCompletionSource<ReadinessState> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NotReadyReason? Reason { get; } = reason;

    public bool IsReady => Reason is null;

    /// <summary>Ends with the state that follows. Whoever goes from one to the next misses none, however slow.</summary>
    public Task<ReadinessState> Next => _next.Task;

    public void FollowWith(ReadinessState next) => _next.SetResult(next);
}

/// <summary>Whether this server should get calls: once it has loaded, while its store answers, until it stops.</summary>
internal sealed class Readiness
{
    private readonly Lock _lock = new();
    private readonly ILogger<Readiness> _logger;
    private bool _loaded;
    private bool _stopping;
    private bool _storeFails;
    private long _storeFailures;
    private ReadinessState _current = new(NotReadyReason.Loading);

    public Readiness(IHostApplicationLifetime lifetime, ILogger<Readiness> logger)
    {
        _logger = logger;
        lifetime.ApplicationStopping.Register(() => Change(() => _stopping = true));
    }

    public ReadinessState Current => Volatile.Read(ref _current);

    /// <summary>Whether the server has ever been complete; true for good.</summary>
    public bool IsStarted => Volatile.Read(ref _loaded);

    /// <summary>How often the store failed so far, for <see cref="StoreAnswered"/>.</summary>
    public long StoreFailures => Interlocked.Read(ref _storeFailures);

    public void Loaded() => Change(() => _loaded = true);

    /// <summary>The store did not answer a call or a question.</summary>
    public void StoreFailed() => Change(() =>
    {
        _storeFailures++;
        _storeFails = true;
    });

    /// <summary>The store answered a question.</summary>
    /// <param name="failuresBefore"><see cref="StoreFailures"/> when it was asked: an answer says nothing of a failure that came later.</param>
    public void StoreAnswered(long failuresBefore) => Change(() => _storeFails &= _storeFailures != failuresBefore);

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            NotReadyReason? reason = (_stopping, _loaded, _storeFails) switch
            {
                (true, _, _) => NotReadyReason.Stopping,
                (_, false, _) => NotReadyReason.Loading,
                (_, _, true) => NotReadyReason.StoreUnavailable,
                _ => null,
            };
            if (reason == _current.Reason)
            {
                return;
            }

            if (reason is NotReadyReason.StoreUnavailable || _current.Reason is NotReadyReason.StoreUnavailable)
            {
                _logger.LogWarning("Readiness is now {Readiness}, it was {Before}.", Name(reason), Name(_current.Reason));
            }

            ReadinessState next = new(reason);
            _current.FollowWith(next);
            Volatile.Write(ref _current, next);
        }
    }

    private static string Name(NotReadyReason? reason) => reason?.ToString() ?? "Ready";
}
