using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// One grain in memory. It is its own task scheduler: whatever continues inside it runs one piece at a time, in the
/// order of arrival, so that a grain needs no locks. Anybody may put work into the inbox with one compare-and-swap;
/// only the thread that runs the activation takes it out.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, IThreadPoolWorkItem, IWorkItemScheduler
{
    /// <summary>Pieces of work before an activation lets others use its thread.</summary>
    private const int Quantum = 256;

    private static readonly Action<object?> RunTurns = static state => ((Activation)state!).Pump();

    [ThreadStatic]
    private static Activation? _current;

    /// <summary>The answer that this thread gives once it has left the activation.</summary>
    [ThreadStatic]
    private static GrainRequest? _leaving;

    private WorkNode? _inbox;
    private GrainRequest? _answered;
    private volatile ActivationState _state;

    public Activation(LocalSilo silo, GrainClassInfo grainClass, GrainId grainId)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = grainId;
        LastUsed = silo.Collector.Epoch;
    }

    /// <summary>The activation whose turn runs on this thread.</summary>
    public static new Activation? Current => _current;

    public LocalSilo Silo { get; }

    public GrainClassInfo Class { get; }

    public GrainId GrainId { get; }

    public ActivationState State => _state;

    public object? GrainInstance { get; private set; }

    /// <summary>Made when first asked for: most grains without stored values never do.</summary>
    public IServiceProvider ActivationServices => (_scope ??= Silo.Services.CreateScope()).ServiceProvider;

    public GrainReference GrainReference => new(Silo.Calls, GrainCatalog.InterfaceOf(typeof(IGrain)), Class, GrainId.Key);

    public IWorkItemScheduler Scheduler => this;

    public override int MaximumConcurrencyLevel => 1;

    public void Post(WorkNode node)
    {
        WorkNode? head = Volatile.Read(ref _inbox);
        while (true)
        {
            node.Next = head;
            var seen = Interlocked.CompareExchange(ref _inbox, node, head);
            if (ReferenceEquals(seen, head))
            {
                break;
            }

            head = seen;
        }

        if (head is null)
        {
            // Behind what waits already: the thread's own queue is last in, first out, and under load a caller that asks
            // again and again would keep all others waiting.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void QueueAction(Action action) => Post(new ActionNode(static state => ((Action)state!)(), action));

    public void QueueAction(Action<object> action, object state) => Post(new ActionNode(action!, state));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    public void RunTask(Task task) => TryExecuteTask(task);

    void IThreadPoolWorkItem.Execute()
    {
        // One task per wake-up, not one per call: inside it TaskScheduler.Current is this activation.
        new Task(RunTurns, this).Start(this);
        if (_leaving is { } request)
        {
            _leaving = null;
            request.Answer();
        }
    }

    /// <summary>
    /// Answers when this thread has left the activation, so that the caller goes on right here instead of being queued
    /// once more. Nothing else runs before: the next piece of work sends the answer first.
    /// </summary>
    public void AnswerLater(GrainRequest request)
    {
        if (!ReferenceEquals(_current, this))
        {
            request.Answer();
            return;
        }

        AnswerNow();
        _answered = request;
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{GrainId} on {Silo.Address}";

    protected override void QueueTask(Task task)
    {
        if (ReferenceEquals(task.AsyncState, this) && _current is null)
        {
            TryExecuteTask(task);
            return;
        }

        Post(new TaskNode(task));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        ReferenceEquals(_current, this) && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Pump()
    {
        _current = this;
        var outer = ExecutionContext.Capture();
        var left = Quantum;
        while (true)
        {
            if (_state == ActivationState.Created)
            {
                BeginActivation();
                AfterWork(outer);
            }

            for (var node = TakeInbox(); node is not null;)
            {
                var next = node.Next;
                node.Next = null;
                AnswerNow();
                RunOne(node);
                AfterWork(outer);
                node = next;
                left--;
            }

            // Another thread may enter as soon as the inbox is free.
            _leaving = _answered;
            _answered = null;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _inbox, null, BusyNode.Instance), BusyNode.Instance))
            {
                break;
            }

            _answered = _leaving;
            _leaving = null;
            if (left <= 0)
            {
                AnswerNow();
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                break;
            }
        }

        _current = null;
    }

    private void AnswerNow()
    {
        if (_answered is { } request)
        {
            _answered = null;
            request.Answer();
        }
    }

    private void RunOne(WorkNode node)
    {
        try
        {
            node.Run(this);
        }
        catch (Exception exception)
        {
            Silo.LogTurnFailed(this, exception);
        }
    }

    /// <summary>Takes all that has arrived, oldest first.</summary>
    private WorkNode? TakeInbox()
    {
        var node = Interlocked.Exchange(ref _inbox, BusyNode.Instance);
        WorkNode? oldest = null;
        while (node is not null && !ReferenceEquals(node, BusyNode.Instance))
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
        }

        return oldest;
    }

    private void AfterWork(ExecutionContext? outer)
    {
        // What a turn set for itself (async locals) must not leak into the next one.
        if (outer is not null && !ReferenceEquals(ExecutionContext.Capture(), outer))
        {
            ExecutionContext.Restore(outer);
        }

        if (_turnsMayFollow)
        {
            _turnsMayFollow = false;
            StartWaiting(outer);
        }
    }
}

/// <summary>Where an activation is in its life. It only ever moves on.</summary>
internal enum ActivationState
{
    Created,
    Activating,
    Valid,
    Deactivating,
    Dead,
}
