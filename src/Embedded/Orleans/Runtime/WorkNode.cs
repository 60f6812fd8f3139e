namespace Orleans.Runtime;

/// <summary>One piece of work in an activation's inbox; it is its own list node.</summary>
internal abstract class WorkNode
{
    public WorkNode? Next { get; set; }

    /// <summary>Runs inside the activation's turn.</summary>
    public abstract void Run(Activation activation);
}

/// <summary>A continuation of a turn.</summary>
internal sealed class TaskNode(Task task) : WorkNode
{
    public override void Run(Activation activation) => activation.RunTask(task);
}

/// <summary>Work of the runtime itself.</summary>
internal sealed class ActionNode(Action<object?> action, object? state) : WorkNode
{
    public override void Run(Activation activation) => action(state);
}

/// <summary>Stands in an inbox's head while its activation is scheduled.</summary>
internal sealed class BusyNode : WorkNode
{
    public static readonly BusyNode Instance = new();

    public override void Run(Activation activation) => throw new InvalidOperationException("Not work.");
}
