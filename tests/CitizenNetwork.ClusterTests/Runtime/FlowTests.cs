using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>What goes along with calls, and what comes back: tokens, request context, sequences.</summary>
[Collection(SharedCluster.Name)]
public sealed class FlowTests(ClusterFixture fixture)
{
    private readonly string _key = Gates.NewKey();

    private IFlowGrain Grain => fixture.Grains.GetGrain<IFlowGrain>(_key);

    [Fact]
    public async Task Builder_WithoutACount_DeploysTwoSilos()
    {
        await using var cluster = new InProcessTestClusterBuilder().Build();
        await cluster.DeployAsync();
        Assert.Equal(2, cluster.Silos.Count);
    }

    [Fact]
    public async Task Token_PassedAlongAChain_ReachesTheLastGrain()
    {
        using CancellationTokenSource source = new();
        var call = Grain.WaitAlong($"{_key}-2,{_key}-3,{_key}-4", _key, source.Token);
        await Gates.Opened($"{_key}-in");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Gates.Opened($"{_key}-cancelled");
    }

    [Fact]
    public async Task RequestContext_ChangedInACall_GoesToNestedCallsAndNeverBack()
    {
        RequestContext.Set("who", "the caller");
        var seen = await Grain.ContextAround($"{_key}-next");
        Assert.Equal(("the caller", "the first grain", "the first grain"), (seen[0], seen[1], seen[2]));
        Assert.Equal("the caller", RequestContext.Get("who"));
        RequestContext.Clear();
    }

    [Fact]
    public async Task RequestContext_Removed_DoesNotTravel()
    {
        RequestContext.Set("who", "the caller");
        Assert.True(RequestContext.Remove("who"));
        Assert.False(RequestContext.Remove("who"));
        Assert.Null(await Grain.ChangeContext());
    }

    [Fact]
    public async Task AsyncEnumerable_CancelledByTheCaller_EndsOnBothSides()
    {
        using CancellationTokenSource source = new();
        await using var numbers = Grain.Numbers(source.Token).GetAsyncEnumerator(source.Token);
        Assert.True(await numbers.MoveNextAsync());
        var next = numbers.MoveNextAsync();

        // A step that is cancelled before it runs is never run, and there is nothing to end at the callee.
        await Gates.Opened($"{_key}-numbers-in");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await Gates.Opened($"{_key}-numbers-cancelled");
    }

    [Fact]
    public async Task AsyncEnumerable_WhoseActivationEnded_IsAborted()
    {
        var numbers = Grain.Numbers(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());
        await Grain.End();
        await Gates.Opened($"{_key}-ended");
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await numbers.MoveNextAsync());
        await numbers.DisposeAsync();
    }

    [Fact]
    public async Task StatelessWorker_WithMoreCallsThanWorkers_LetsTheRestWait()
    {
        var worker = fixture.Cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IWorkerGrain>(_key);
        var calls = Enumerable.Range(1, 3).Select(i => worker.Work($"{_key}-{i}")).ToList();
        var inside = Enumerable.Range(1, 3).ToDictionary(i => i, i => Gates.Opened($"{_key}-{i}-in"));
        var first = await FirstOf(inside);
        var second = await FirstOf(inside);
        var third = Assert.Single(inside.Keys);
        Assert.False(Gates.IsOpen($"{_key}-{third}-in"));

        // It waits for one of the two; which one is the runtime's choice.
        Gates.Open($"{_key}-{first}");
        Gates.Open($"{_key}-{second}");
        await Gates.Opened($"{_key}-{third}-in");
        Gates.Open($"{_key}-{third}");
        await Task.WhenAll(calls);
    }

    private static async Task<int> FirstOf(Dictionary<int, Task> waiting)
    {
        var done = await Task.WhenAny(waiting.Values);
        var number = waiting.Single(entry => entry.Value == done).Key;
        waiting.Remove(number);
        return number;
    }
}
