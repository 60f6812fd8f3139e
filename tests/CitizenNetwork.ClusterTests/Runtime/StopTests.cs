using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>What becomes of grains and calls when silos stop.</summary>
public sealed class StopTests
{
    private readonly string _key = Gates.NewKey();

    [Fact]
    public async Task StopSilo_WithGrains_DeactivatesThemInOrder()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        await cluster.Client.GetGrain<ILifeGrain>(_key).Activation();
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await Gates.Opened($"{_key}-ended-{DeactivationReasonCode.ShuttingDown}");
    }

    [EmbeddedFact]
    public async Task StopSilo_WithACallInside_LetsItEnd()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        var held = cluster.Client.GetGrain<ITurnGrain>(_key).Hold(_key);
        await Gates.Opened($"{_key}-in");
        var stopping = cluster.StopSiloAsync(cluster.Silos[0]);
        Assert.False(held.IsCompleted);
        Gates.Open(_key);
        await held;
        await stopping;
    }

    [EmbeddedFact]
    public async Task StopSilo_WithACallThatCallsOn_LetsItEnd()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        var held = cluster.Client.GetGrain<IChainGrain>(_key).WaitAndEcho(_key, $"{_key}-next");
        await Gates.Opened($"{_key}-in");
        var stopping = cluster.StopSiloAsync(cluster.Silos[0]);
        Gates.Open(_key);
        Assert.Equal(_key, await held);
        await stopping;
    }

    [EmbeddedFact]
    public async Task Call_AfterTheLastSiloStopped_IsRefused()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        var local = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ILifeGrain>(_key);
        var grain = cluster.Client.GetGrain<ILifeGrain>(_key);
        await grain.Activation();
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Activation);
        await Assert.ThrowsAsync<SiloUnavailableException>(local.Activation);
    }

    [EmbeddedFact]
    public async Task KillSilo_WithACallInside_TellsTheCallerAndMovesTheKey()
    {
        await using var cluster = ClusterFixture.NewBuilder(2).Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITurnGrain>(_key);
        var held = grain.Hold(_key);
        await Gates.Opened($"{_key}-in");
        var home = cluster.Silos.Single(silo => Hosts(cluster, silo, grain.GetGrainId()));
        await cluster.KillSiloAsync(home);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        Assert.Equal(1, await grain.CountSlowly());
        Gates.Open(_key);
    }

    [EmbeddedFact]
    public async Task StopSilo_WithCallsInsideAndWaiting_FinishesThemThenEndsTheirGrain()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IStoppingGrain>(_key);
        var first = grain.Hold(_key, $"{_key}-1");
        await Gates.Opened($"{_key}-1-in");
        var second = grain.Hold(_key, $"{_key}-2");
        var stopping = await BeginStopAsync(cluster, CancellationToken.None);
        Gates.Open($"{_key}-1");
        await Gates.Opened($"{_key}-2-in");
        Assert.False(stopping.IsCompleted);
        Gates.Open($"{_key}-2");
        await Task.WhenAll(first, second, stopping);
        Assert.Equal([$"left {_key}-1", $"left {_key}-2", $"ended {DeactivationReasonCode.ShuttingDown}"], StoppingGrain.Journal(_key));
    }

    [EmbeddedFact]
    public async Task StopSilo_OutOfTime_EndsAndTellsWhoeverWaits()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        var held = cluster.Client.GetGrain<ITurnGrain>(_key).Hold(_key);
        await Gates.Opened($"{_key}-in");
        using CancellationTokenSource shutdown = new();
        var stopping = await BeginStopAsync(cluster, shutdown.Token);
        Assert.False(held.IsCompleted);
        await shutdown.CancelAsync();
        await stopping;
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        Gates.Open(_key);
    }

    [EmbeddedFact]
    public async Task StopSilo_WithACallThatNeverEnds_KeepsTheHostsShutdownTimeout()
    {
        var builder = ClusterFixture.NewBuilder(1);
        builder.ConfigureSiloHost((_, host) => host.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var held = cluster.Client.GetGrain<ITurnGrain>(_key).Hold(_key);
        await Gates.Opened($"{_key}-in");
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        Gates.Open(_key);
    }

    [Fact]
    public async Task StopSilo_OfTwo_MovesItsGrainsWithTheirState()
    {
        await using var cluster = ClusterFixture.NewBuilder(2).Build();
        await cluster.DeployAsync();
        var grains = Enumerable.Range(0, 20).Select(i => cluster.Client.GetGrain<ILifeGrain>($"{_key}-{i}")).ToList();
        await Task.WhenAll(grains.Select(grain => grain.Add(1)));
        await cluster.StopSiloAsync(cluster.Silos[1]);
        Assert.All(await Task.WhenAll(grains.Select(grain => grain.Add(1))), value => Assert.Equal(2, value));
        Assert.Single((await Task.WhenAll(grains.Select(grain => grain.Silo()))).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StartAdditionalSilo_Later_TakesGrains()
    {
        await using var cluster = ClusterFixture.NewBuilder(1).Build();
        await cluster.DeployAsync();
        await cluster.StartAdditionalSiloAsync();
        await cluster.WaitForLivenessToStabilizeAsync();
        var silos = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => cluster.Client.GetGrain<ILifeGrain>($"{_key}-{i}").Silo()));
        Assert.Equal(2, silos.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Begins to stop the only silo; it refuses new calls when this returns.</summary>
    private async Task<Task> BeginStopAsync(InProcessTestCluster cluster, CancellationToken cancellationToken)
    {
        var silo = cluster.Silos[0];
        var local = silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IChainGrain>($"{_key}-new");
        var stopping = silo.StopSiloAsync(cancellationToken);
        while (true)
        {
            try
            {
                await local.Echo("still open");
                await Task.Yield();
            }
            catch (SiloUnavailableException)
            {
                return stopping;
            }
        }
    }

    private static bool Hosts(InProcessTestCluster cluster, InProcessSiloHandle silo, GrainId grainId) =>
        cluster.TryGetGrainContext(grainId, out var context) && context.ToString()!.EndsWith(silo.SiloAddress.ToString(), StringComparison.Ordinal);
}
