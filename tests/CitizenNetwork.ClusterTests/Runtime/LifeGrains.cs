using Orleans.Concurrency;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>A number that is stored; immutable like every state of the product.</summary>
[GenerateSerializer]
[Alias("CitizenNetwork.ClusterTests.Runtime.Tally")]
public sealed record Tally(int Value = 0);

/// <summary>A grain whose activations can be told apart.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.ILifeGrain")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>A name of the activation that answered.</summary>
    [Alias("Activation")]
    Task<string> Activation();

    /// <summary>The silo that the activation lives on.</summary>
    [Alias("Silo")]
    Task<string> Silo();

    [Alias("End")]
    Task End();

    [Alias("EndAfter")]
    Task EndAfter(string gate);

    [Alias("Stay")]
    Task Stay(TimeSpan time);

    [Alias("StateWhenActivated")]
    Task<int> StateWhenActivated();

    [Alias("Value")]
    Task<int> Value();

    [Alias("Exists")]
    Task<bool> Exists();

    [Alias("Add")]
    Task<int> Add(int amount);

    /// <summary>Changes the value in memory and does not write it.</summary>
    [Alias("Pretend")]
    Task Pretend(int value);

    [Alias("Clear")]
    Task Clear();

    [Alias("Throw")]
    Task Throw(string message);

    [Alias("ThrowAtOnce")]
    Task ThrowAtOnce(string message);
}

[GrainType("test-life")]
public sealed class LifeGrain([PersistentState("tally", ClusterFixture.Storage)] IPersistentState<Tally> tally) : Grain, ILifeGrain
{
    private readonly string _activation = Guid.NewGuid().ToString();
    private int _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = tally.State.Value;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Open($"{this.GetPrimaryKeyString()}-ended-{reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(_activation);

    public Task<string> Silo() => Task.FromResult(RuntimeIdentity);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task EndAfter(string gate)
    {
        DeactivateOnIdle();
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task<int> StateWhenActivated() => Task.FromResult(_atActivation);

    public Task<int> Value() => Task.FromResult(tally.State.Value);

    public Task<bool> Exists() => Task.FromResult(tally.RecordExists);

    public async Task<int> Add(int amount)
    {
        tally.State = new Tally(tally.State.Value + amount);
        await tally.WriteStateAsync();
        return tally.State.Value;
    }

    public Task Pretend(int value)
    {
        tally.State = new Tally(value);
        return Task.CompletedTask;
    }

    public Task Clear() => tally.ClearStateAsync();

    public async Task Throw(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException($"{message} {_atActivation}");
    }

    public Task ThrowAtOnce(string message) => throw new InvalidOperationException($"{message} {_atActivation}");
}

/// <summary>A grain that begins only when its key's gate is open.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IStubbornGrain")]
public interface IStubbornGrain : IGrainWithStringKey
{
    [Alias("Ask")]
    Task<string> Ask();
}

[GrainType("test-stubborn")]
public sealed class StubbornGrain : Grain, IStubbornGrain
{
    private static readonly HashSet<string> Begun = new(StringComparer.Ordinal);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (Begun)
        {
            if (Begun.Add(this.GetPrimaryKeyString()))
            {
                throw new InvalidOperationException("Not the first time.");
            }
        }
    }

    public Task<string> Ask() => Task.FromResult(this.GetPrimaryKeyString());
}

/// <summary>A chain of grains that ends where it began.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IChainGrain")]
public interface IChainGrain : IGrainWithStringKey
{
    /// <summary>Calls the first of the keys, which calls the next.</summary>
    [Alias("Pass")]
    Task Pass(string keys);

    /// <summary>Waits for the gate, then calls another grain.</summary>
    [Alias("WaitAndEcho")]
    Task<string> WaitAndEcho(string gate, string next);

    /// <summary>Waits on its token; tells by gates that it began and that it was cancelled.</summary>
    [Alias("WaitForToken")]
    Task WaitForToken(string gate, CancellationToken cancellationToken);

    [Alias("WaitForTokenBriefly")]
    [ResponseTimeout("00:00:00.500")]
    Task WaitForTokenBriefly(string gate, CancellationToken cancellationToken);

    [Alias("Echo")]
    ValueTask<string> Echo(string text);

    [Alias("Touch")]
    ValueTask Touch();

    [AlwaysInterleave]
    [Alias("CurrentKey")]
    Task<string> CurrentKey();
}

[GrainType("test-chain")]
public sealed class ChainGrain : Grain, IChainGrain
{
    public async Task Pass(string keys)
    {
        var rest = keys.Split(',', 2);
        if (rest[0].Length > 0)
        {
            await GrainFactory.GetGrain<IChainGrain>(rest[0]).Pass(rest.Length > 1 ? rest[1] : string.Empty);
        }
    }

    public async Task<string> WaitAndEcho(string gate, string next)
    {
        Gates.Open($"{gate}-in");
        await Gates.Opened(gate);
        return await GrainFactory.GetGrain<IChainGrain>(next).Echo(gate);
    }

    public async Task WaitForToken(string gate, CancellationToken cancellationToken)
    {
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

    public Task WaitForTokenBriefly(string gate, CancellationToken cancellationToken) => WaitForToken(gate, cancellationToken);

    public ValueTask<string> Echo(string text) => ValueTask.FromResult(text);

    public ValueTask Touch() => ValueTask.CompletedTask;

    public Task<string> CurrentKey() => Task.FromResult(this.GetPrimaryKeyString());
}
