using CitizenNetwork.Testing;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Calls that get no answer, or are no longer wanted.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private readonly string _key = Gates.NewKey();
    private InProcessTestCluster _cluster = null!;

    private IGrainFactory Grains => _cluster.Client;

    public async Task InitializeAsync()
    {
        var builder = ClusterFixture.NewBuilder(2);
        builder.ConfigureSilo((_, silo) => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1)));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Call_ThatGetsNoAnswer_EndsWithATimeout()
    {
        var grain = Grains.GetGrain<ITurnGrain>(_key);
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Hold(_key));
        Gates.Open(_key);
    }

    [Fact]
    public async Task Chain_ThatReturnsToABusyGrain_EndsWithATimeout()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grains.GetGrain<IChainGrain>($"{_key}-a").Pass($"{_key}-b,{_key}-a"));
        Assert.Equal("still here", await Grains.GetGrain<IChainGrain>($"{_key}-a").Echo("still here"));
    }

    [EmbeddedFact]
    public async Task Chain_ThatReturnsToABusyGrain_IsNamedInTheMessage()
    {
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => Grains.GetGrain<IChainGrain>($"{_key}-a").Pass($"{_key}-b,{_key}-a"));
        Assert.True(exception.Message.Contains($"client -> test-chain/{_key}-a.Pass -> test-chain/{_key}-b.Pass -> test-chain/{_key}-a.Pass", StringComparison.Ordinal), exception.Message);
    }

    [Fact]
    public async Task Token_CancelledByTheCaller_CancelsTheCallee()
    {
        using var source = new CancellationTokenSource();
        var call = Grains.GetGrain<IChainGrain>(_key).WaitForToken(_key, source.Token);
        await Gates.Opened($"{_key}-in");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Gates.Opened($"{_key}-cancelled");
    }

    [Fact]
    public async Task Token_CancelledBeforeTheCall_MakesNoCall()
    {
        var token = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grains.GetGrain<IChainGrain>(_key).WaitForToken(_key, token));
        Assert.Equal(_key, await Grains.GetGrain<IChainGrain>(_key).CurrentKey());
    }

    [Fact]
    public async Task Token_WhenTheCallerGaveUp_IsCancelled()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grains.GetGrain<IChainGrain>(_key).WaitForTokenBriefly(_key, CancellationToken.None));
        await Gates.Opened($"{_key}-cancelled");
    }

    [Fact]
    public async Task Chain_OfDifferentGrains_GoesThrough() =>
        await Grains.GetGrain<IChainGrain>($"{_key}-0").Pass(string.Join(',', Enumerable.Range(1, 20).Select(i => $"{_key}-{i}")));
}
