using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Unused activations end. Only the embedded runtime takes its time from the host's clock, so only it can be tested with a fake one.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private readonly string _key = Gates.NewKey();
    private readonly FakeTime _time = new();
    private InProcessTestCluster _cluster = null!;

    private ILifeGrain Grain => _cluster.Client.GetGrain<ILifeGrain>(_key);

    public async Task InitializeAsync()
    {
        var builder = ClusterFixture.NewBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_time);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [EmbeddedFact]
    public async Task Activation_UnusedForItsAge_IsCollected()
    {
        var before = await Grain.Activation();
        _time.Advance(TimeSpan.FromMinutes(12));
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ActivationIdle}");
        Assert.NotEqual(before, await Grain.Activation(), StringComparer.Ordinal);
    }

    [EmbeddedFact]
    public async Task Activation_UsedMeanwhile_Stays()
    {
        var before = await Grain.Activation();
        _time.Advance(TimeSpan.FromMinutes(9));
        await Grain.Value();
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(before, await Grain.Activation());
    }

    [EmbeddedFact]
    public async Task Activation_ThatAskedToStay_Stays()
    {
        var before = await Grain.Activation();
        await Grain.Stay(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(before, await Grain.Activation());
    }

    [EmbeddedFact]
    public async Task Activation_WithACallInside_Stays()
    {
        var grain = _cluster.Client.GetGrain<ITurnGrain>(_key);
        var held = grain.Hold(_key);
        await Gates.Opened($"{_key}-in");
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(1, await grain.Inside());
        Gates.Open(_key);
        await held;
    }

    /// <summary>What twenty thousand activations cost is measured by the benchmarks; here, that none of them is left.</summary>
    [EmbeddedFact]
    public async Task Activations_TwentyThousandKeysTouchedOnce_AllEndAfterTheirAge()
    {
        const int Keys = 20_000;
        var before = CountedGrain.Alive;
        var ended = CountedGrain.Ended;
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(i => _cluster.Client.GetGrain<ICountedGrain>($"{_key}-{i}").Touch()));
        Assert.Equal(before + Keys, CountedGrain.Alive);

        _time.Advance(TimeSpan.FromMinutes(9));
        await _cluster.Client.GetGrain<ICountedGrain>($"{_key}-0").Touch();
        _time.Advance(TimeSpan.FromMinutes(3));
        await Gates.Opened($"counted-{ended + Keys - 1}");
        Assert.Equal(before + 1, CountedGrain.Alive);

        _time.Advance(TimeSpan.FromMinutes(9));
        await Gates.Opened($"counted-{ended + Keys}");
        Assert.Equal(before, CountedGrain.Alive);
        Assert.DoesNotContain(Enumerable.Range(0, Keys), i => _cluster.TryGetGrainContext(GrainId.Create("test-counted", $"{_key}-{i}"), out var context) && !context.Deactivated.IsCompleted);
    }
}
