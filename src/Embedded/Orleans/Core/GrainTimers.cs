namespace Orleans.Runtime;

/// <summary>A timer whose ticks are turns of its grain.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a grain timer ticks and what its ticks may do.</summary>
public readonly struct GrainTimerCreationOptions
{
    public GrainTimerCreationOptions()
    {
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    public required TimeSpan DueTime { get; init; }

    public required TimeSpan Period { get; init; }

    /// <summary>Ticks may run between the turns of calls.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks keep the activation from being collected.</summary>
    public bool KeepAlive { get; init; }
}
