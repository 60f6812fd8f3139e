using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>A silo within an ordinary host. The real library needs clustering to be configured first.</summary>
public sealed class HostTests
{
    [EmbeddedFact]
    public async Task UseOrleans_InAHost_RunsAroundItsOtherServices()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<CallingService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CallingService>());
        builder.UseOrleans();
        var host = builder.Build();
        await host.StartAsync();
        var service = host.Services.GetRequiredService<CallingService>();
        await host.StopAsync();
        Assert.Equal(["start", "stop"], service.Answers);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [EmbeddedFact]
    public async Task UseOrleans_OnAHostBuilder_GivesAClient()
    {
        using var host = new HostBuilder().UseOrleans(static _ => { }).Build();
        await host.StartAsync();
        Assert.Equal("x", await host.Services.GetRequiredService<IClusterClient>().GetGrain<IChainGrain>(Gates.NewKey()).Echo("x"));
        await host.StopAsync();
    }

    /// <summary>Calls a grain while it starts and while it stops.</summary>
    private sealed class CallingService(IGrainFactory grains) : IHostedService
    {
        public List<string> Answers { get; } = [];

        public Task StartAsync(CancellationToken cancellationToken) => AskAsync("start");

        public Task StopAsync(CancellationToken cancellationToken) => AskAsync("stop");

        private async Task AskAsync(string text) => Answers.Add(await grains.GetGrain<IChainGrain>(Gates.NewKey()).Echo(text));
    }
}
