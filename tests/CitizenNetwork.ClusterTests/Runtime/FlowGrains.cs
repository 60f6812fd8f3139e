using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Calls that go on to another grain, with what goes along.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IFlowGrain")]
public interface IFlowGrain : IGrainWithStringKey
{
    /// <summary>Passes its token to the last of the keys, which waits for it.</summary>
    [Alias("WaitAlong")]
    Task WaitAlong(string keys, string gate, CancellationToken cancellationToken);

    /// <summary>What this grain's request context holds before, in and after a call that changes it for itself.</summary>
    [Alias("ContextAround")]
    Task<ImmutableArray<string?>> ContextAround(string next);

    [Alias("ChangeContext")]
    Task<string?> ChangeContext();

    [Alias("Numbers")]
    IAsyncEnumerable<int> Numbers(CancellationToken cancellationToken);

    [Alias("End")]
    Task End();
}

[GrainType("test-flow")]
public sealed class FlowGrain : Grain, IFlowGrain
{
    private int _calls;

    public async Task WaitAlong(string keys, string gate, CancellationToken cancellationToken)
    {
        var rest = keys.Split(',', 2);
        if (rest[0].Length > 0)
        {
            await GrainFactory.GetGrain<IFlowGrain>(rest[0]).WaitAlong(rest.Length > 1 ? rest[1] : string.Empty, gate, cancellationToken);
            return;
        }

        Gates.Open($"{gate}-in");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Gates.Open($"{gate}-cancelled");
        }
    }

    public async Task<ImmutableArray<string?>> ContextAround(string next)
    {
        var before = RequestContext.Get("who") as string;
        RequestContext.Set("who", "the first grain");
        var inside = await GrainFactory.GetGrain<IFlowGrain>(next).ChangeContext();
        return [before, inside, RequestContext.Get("who") as string];
    }

    public Task<string?> ChangeContext()
    {
        _calls++;
        var value = RequestContext.Get("who") as string;
        RequestContext.Set("who", "the second grain");
        return Task.FromResult(value);
    }

    public async IAsyncEnumerable<int> Numbers([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _calls++;
        yield return _calls;
        try
        {
            Gates.Open($"{this.GetPrimaryKeyString()}-numbers-in");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Gates.Open($"{this.GetPrimaryKeyString()}-numbers-cancelled");
        }
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Open($"{this.GetPrimaryKeyString()}-ended");
        return Task.CompletedTask;
    }
}

/// <summary>Grains of which there are many; they only say how many there are.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.ICountedGrain")]
public interface ICountedGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();
}

[GrainType("test-counted")]
public sealed class CountedGrain : Grain, ICountedGrain
{
    private static int _alive;
    private static int _ended;
    private bool _touched;

    /// <summary>Activations that began and did not end.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    /// <summary>Activations that ended.</summary>
    public static int Ended => Volatile.Read(ref _ended);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _alive);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _alive);
        Gates.Open($"counted-{Interlocked.Increment(ref _ended)}");
        return Task.CompletedTask;
    }

    public Task Touch()
    {
        _touched = true;
        return Task.CompletedTask;
    }

    public override string ToString() => $"{this.GetPrimaryKeyString()} {_touched}";
}

/// <summary>A grain that notes, in one list with others, what happens when its silo stops.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IStoppingGrain")]
public interface IStoppingGrain : IGrainWithStringKey
{
    /// <summary>Enters (gate <c>{gate}-in</c>), waits for the gate, leaves.</summary>
    [Alias("Hold")]
    Task Hold(string journal, string gate);
}

[GrainType("test-stopping")]
public sealed class StoppingGrain : Grain, IStoppingGrain
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Journals = new(StringComparer.Ordinal);
    private string _journal = "";

    public static IEnumerable<string> Journal(string name) => Journals.GetValueOrDefault(name, []);

    public async Task Hold(string journal, string gate)
    {
        _journal = journal;
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
        Note($"left {gate}");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note($"ended {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    private void Note(string text) => Journals.GetOrAdd(_journal, _ => new()).Enqueue(text);
}
