using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

#pragma warning disable CA2012 // The awaiter of the one call in flight is kept, and read once.

/// <summary>A method that returns <see cref="Task"/>.</summary>
internal abstract class TaskCall : GrainRequest<VoidResult>
{
    private TaskAwaiter _running;
    private Activation? _activation;

    protected sealed override VoidResult Result => default;

    public abstract Task Invoke(object grain);

    public sealed override void Start(Activation activation)
    {
        try
        {
            _running = Invoke(activation.GrainInstance!).GetAwaiter();
        }
        catch (Exception exception)
        {
            Fail(activation, exception);
            return;
        }

        _activation = activation;
        if (_running.IsCompleted)
        {
            Finish();
        }
        else
        {
            _running.UnsafeOnCompleted(Finish);
        }
    }

    public sealed override async Task<object?> InvokeForFilter(object grain)
    {
        await Invoke(grain);
        return null;
    }

    private void Finish()
    {
        try
        {
            _running.GetResult();
        }
        catch (Exception exception)
        {
            Fail(_activation!, exception);
            return;
        }

        Succeed(_activation!);
    }
}

/// <summary>A method that returns <see cref="Task{TResult}"/>.</summary>
internal abstract class TaskCall<TResult> : GrainRequest<TResult>
{
    private TaskAwaiter<TResult> _running;
    private Activation? _activation;

    protected sealed override TResult Result => _running.GetResult();

    public abstract Task<TResult> Invoke(object grain);

    public sealed override void Start(Activation activation)
    {
        try
        {
            _running = Invoke(activation.GrainInstance!).GetAwaiter();
        }
        catch (Exception exception)
        {
            Fail(activation, exception);
            return;
        }

        _activation = activation;
        if (_running.IsCompleted)
        {
            Finish();
        }
        else
        {
            _running.UnsafeOnCompleted(Finish);
        }
    }

    public sealed override async Task<object?> InvokeForFilter(object grain) => await Invoke(grain);

    private void Finish()
    {
        try
        {
            _running.GetResult();
        }
        catch (Exception exception)
        {
            Fail(_activation!, exception);
            return;
        }

        Succeed(_activation!);
    }
}

/// <summary>A method that returns <see cref="ValueTask"/>.</summary>
internal abstract class ValueTaskCall : GrainRequest<VoidResult>
{
    private ValueTaskAwaiter _running;
    private Activation? _activation;

    protected sealed override VoidResult Result => default;

    public abstract ValueTask Invoke(object grain);

    public sealed override void Start(Activation activation)
    {
        try
        {
            _running = Invoke(activation.GrainInstance!).GetAwaiter();
        }
        catch (Exception exception)
        {
            Fail(activation, exception);
            return;
        }

        _activation = activation;
        if (_running.IsCompleted)
        {
            Finish();
        }
        else
        {
            _running.UnsafeOnCompleted(Finish);
        }
    }

    public sealed override async Task<object?> InvokeForFilter(object grain)
    {
        await Invoke(grain);
        return null;
    }

    private void Finish()
    {
        try
        {
            _running.GetResult();
        }
        catch (Exception exception)
        {
            Fail(_activation!, exception);
            return;
        }

        Succeed(_activation!);
    }
}

/// <summary>A method that returns <see cref="ValueTask{TResult}"/>.</summary>
internal abstract class ValueTaskCall<TResult> : GrainRequest<TResult>
{
    private ValueTaskAwaiter<TResult> _running;
    private Activation? _activation;

    protected sealed override TResult Result => _running.GetResult();

    public abstract ValueTask<TResult> Invoke(object grain);

    public sealed override void Start(Activation activation)
    {
        try
        {
            _running = Invoke(activation.GrainInstance!).GetAwaiter();
        }
        catch (Exception exception)
        {
            Fail(activation, exception);
            return;
        }

        _activation = activation;
        if (_running.IsCompleted)
        {
            Finish();
        }
        else
        {
            _running.UnsafeOnCompleted(Finish);
        }
    }

    public sealed override async Task<object?> InvokeForFilter(object grain) => await Invoke(grain);

    private void Finish()
    {
        try
        {
            // The source behind a value task may be read only once; its result stands in for it.
            _running = new ValueTask<TResult>(_running.GetResult()).GetAwaiter();
        }
        catch (Exception exception)
        {
            Fail(_activation!, exception);
            return;
        }

        Succeed(_activation!);
    }
}
