using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CitizenNetwork.ClusterTests.Runtime;

[Collection(SharedCluster.Name)]
public sealed class ActivationTests(ClusterFixture fixture)
{
    private readonly string _key = Gates.NewKey();

    private ILifeGrain Grain => fixture.Grains.GetGrain<ILifeGrain>(_key);

    [Fact]
    public async Task Call_FromAllSides_ReachesOneActivation()
    {
        var factories = fixture.Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>()).Append(fixture.Grains).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => factories[i % factories.Count].GetGrain<ILifeGrain>(_key).Activation()));
        Assert.Equal(3, factories.Count);
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Call_ToManyKeys_UsesBothSilos()
    {
        var silos = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => fixture.Grains.GetGrain<ILifeGrain>($"{_key}-{i}").Silo()));
        Assert.Equal(2, silos.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task State_BeforeAnyWrite_IsTheDefaultAndDoesNotExist()
    {
        Assert.Equal(0, await Grain.StateWhenActivated());
        Assert.False(await Grain.Exists());
    }

    [Fact]
    public async Task State_Written_IsReadBeforeTheNextActivation()
    {
        Assert.Equal(5, await Grain.Add(5));
        Assert.True(await Grain.Exists());
        await EndAsync();
        Assert.Equal(5, await Grain.StateWhenActivated());
    }

    [Fact]
    public async Task State_ChangedWithoutWriting_IsForgotten()
    {
        await Grain.Add(1);
        await Grain.Pretend(100);
        await EndAsync();
        Assert.Equal(1, await Grain.Value());
    }

    [Fact]
    public async Task State_Cleared_DoesNotExist()
    {
        await Grain.Add(1);
        await Grain.Clear();
        await EndAsync();
        Assert.False(await Grain.Exists());
    }

    [Fact]
    public async Task InconsistentState_OutOfACall_EndsTheActivationAndTheNextCallReads()
    {
        await Grain.Add(1);
        var before = await Grain.Activation();
        ControlledStorage.ChangeBehind(Grain.GetGrainId(), "tally", new Tally(40));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.Add(1));
        Assert.Equal(42, await Grain.Add(2));
        Assert.NotEqual(before, await Grain.Activation(), StringComparer.Ordinal);
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ApplicationError}");
    }

    [Fact]
    public async Task DeactivateOnIdle_DuringACall_LetsItEndAndActivatesAnew()
    {
        var before = await Grain.Activation();
        var ending = Grain.EndAfter(_key);
        await Gates.Opened($"{_key}-in");
        var next = Grain.Activation();
        Gates.Open(_key);
        await ending;
        Assert.NotEqual(before, await next, StringComparer.Ordinal);
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ApplicationRequested}");
    }

    [Fact]
    public async Task Activation_ThatFails_FailsTheCallAndLeavesNothingBehind()
    {
        var grain = fixture.Grains.GetGrain<IStubbornGrain>(_key);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(grain.Ask);
        Assert.Equal("Not the first time.", exception.Message);
        Assert.Equal(_key, await grain.Ask());
    }

    [Fact]
    public async Task Exception_OfAMethod_ReachesTheCallerWithTypeAndStack()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.Throw("late"));
        Assert.Equal("late 0", exception.Message);
        Assert.Contains(nameof(LifeGrain.Throw), exception.StackTrace, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.ThrowAtOnce("early"));
        Assert.Equal("early 0", exception.Message);
        Assert.Equal(0, await Grain.Value());
    }

    [Fact]
    public async Task ValueTask_Methods_ReturnTheirResult()
    {
        var grain = fixture.Grains.GetGrain<IChainGrain>(_key);
        Assert.Equal("x", await grain.Echo("x"));
        await grain.Touch();
    }

    [Fact]
    public void GetGrain_Twice_GivesEqualReferences()
    {
        Assert.Equal(Grain, fixture.Grains.GetGrain<ILifeGrain>(_key));
        Assert.Equal($"test-life/{_key}", Grain.GetGrainId().ToString());
        Assert.Equal(_key, Grain.GetPrimaryKeyString());
    }

    private async Task EndAsync()
    {
        await Grain.End();
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ApplicationRequested}");
    }
}
