using System.Collections.Immutable;
using Orleans.Concurrency;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Calls that stay inside until a gate opens, and calls that look at them meanwhile.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.ITurnGrain")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Enters (gate <c>{gate}-in</c>), waits for <paramref name="gate"/>, leaves.</summary>
    [Alias("Hold")]
    Task Hold(string gate);

    [ReadOnly]
    [Alias("HoldReading")]
    Task HoldReading(string gate);

    [AlwaysInterleave]
    [Alias("Inside")]
    Task<int> Inside();

    [AlwaysInterleave]
    [Alias("Journal")]
    Task<ImmutableArray<string>> Journal();

    /// <summary>Counts with an await between reading and writing: only turns that never run side by side get it right.</summary>
    [Alias("CountSlowly")]
    Task<int> CountSlowly();

    /// <summary>Whether code before and after an await runs on the activation's own scheduler.</summary>
    [Alias("KeepsScheduler")]
    Task<bool> KeepsScheduler();
}

/// <summary>The same, with calls that interleave.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IReentrantTurnGrain")]
public interface IReentrantTurnGrain : ITurnGrain
{
}

public abstract class TurnGrainBase : Grain
{
    private readonly List<string> _journal = [];
    private int _inside;
    private int _count;

    public async Task Hold(string gate)
    {
        _inside++;
        _journal.Add(gate);
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
        _inside--;
    }

    public Task HoldReading(string gate) => Hold(gate);

    public Task<int> Inside() => Task.FromResult(_inside);

    public Task<ImmutableArray<string>> Journal() => Task.FromResult(_journal.ToImmutableArray());

    public async Task<int> CountSlowly()
    {
        var before = _count;
        await Task.Yield();
        _count = before + 1;
        return _count;
    }

    public async Task<bool> KeepsScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        _count++;
        return !ReferenceEquals(before, TaskScheduler.Default) && ReferenceEquals(before, TaskScheduler.Current);
    }
}

[GrainType("test-turn")]
public sealed class TurnGrain : TurnGrainBase, ITurnGrain;

[Reentrant]
[GrainType("test-reentrant-turn")]
public sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;
