using CitizenNetwork.Testing;

namespace CitizenNetwork.ClusterTests.Runtime;

[Collection(SharedCluster.Name)]
public sealed class TurnTests(ClusterFixture fixture)
{
    private readonly string _key = Gates.NewKey();

    [Fact]
    public async Task Call_WhileAnotherRuns_WaitsForItsTurn()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var first = grain.Hold($"{_key}-1");
        await Gates.Opened($"{_key}-1-in");
        var second = grain.Hold($"{_key}-2");

        // The answer to a later call proves that the earlier one had arrived.
        Assert.Equal(1, await grain.Inside());
        Gates.Open($"{_key}-1");
        await Gates.Opened($"{_key}-2-in");
        await first;
        Gates.Open($"{_key}-2");
        await second;
    }

    [Fact]
    public async Task Calls_ManyWithAwaitsInside_NeverRunSideBySide()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var counts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.CountSlowly()));
        Assert.Equal(Enumerable.Range(1, 200), counts.Order());
    }

    [EmbeddedFact]
    public async Task Calls_FromOneCaller_RunInArrivalOrder()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var counts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.CountSlowly()));
        Assert.Equal(Enumerable.Range(1, 200), counts);
    }

    [Fact]
    public async Task Call_ToAnotherGrain_RunsInParallel()
    {
        var first = fixture.Grains.GetGrain<ITurnGrain>($"{_key}-a").Hold($"{_key}-a");
        var second = fixture.Grains.GetGrain<ITurnGrain>($"{_key}-b").Hold($"{_key}-b");
        await Gates.Opened($"{_key}-a-in");
        await Gates.Opened($"{_key}-b-in");
        Gates.Open($"{_key}-b");
        await second;
        Assert.False(first.IsCompleted);
        Gates.Open($"{_key}-a");
        await first;
    }

    [Fact]
    public async Task Call_ToReentrantGrain_Interleaves()
    {
        var grain = fixture.Grains.GetGrain<IReentrantTurnGrain>(_key);
        var first = grain.Hold($"{_key}-1");
        await Gates.Opened($"{_key}-1-in");
        var second = grain.Hold($"{_key}-2");
        await Gates.Opened($"{_key}-2-in");
        Assert.Equal(2, await grain.Inside());
        Gates.Open($"{_key}-1");
        Gates.Open($"{_key}-2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task AlwaysInterleave_WhileACallRuns_AnswersAtOnce()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var held = grain.Hold(_key);
        await Gates.Opened($"{_key}-in");
        Assert.Equal(1, await grain.Inside());
        Gates.Open(_key);
        await held;
    }

    [Fact]
    public async Task ReadOnly_WhileReadOnlyRuns_Interleaves()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var first = grain.HoldReading($"{_key}-1");
        await Gates.Opened($"{_key}-1-in");
        var second = grain.HoldReading($"{_key}-2");
        await Gates.Opened($"{_key}-2-in");
        Gates.Open($"{_key}-1");
        Gates.Open($"{_key}-2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task ReadOnly_WhileAWriterRuns_Waits()
    {
        var grain = fixture.Grains.GetGrain<ITurnGrain>(_key);
        var writer = grain.Hold($"{_key}-w");
        await Gates.Opened($"{_key}-w-in");
        var reader = grain.HoldReading($"{_key}-r");
        Assert.Equal(1, await grain.Inside());
        Gates.Open($"{_key}-w");
        await Gates.Opened($"{_key}-r-in");
        await writer;
        Gates.Open($"{_key}-r");
        await reader;
        Assert.Equal([$"{_key}-w", $"{_key}-r"], (await grain.Journal()).ToArray());
    }

    [Fact]
    public async Task Await_InsideAGrain_StaysOnItsScheduler() =>
        Assert.True(await fixture.Grains.GetGrain<ITurnGrain>(_key).KeepsScheduler());
}
