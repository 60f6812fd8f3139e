using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Two silos for all tests that only call grains; keys keep the tests apart.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public const string Storage = "test";

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public static InProcessTestClusterBuilder NewBuilder(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) => silo.Services.AddGrainStorage(Storage, static (_, _) => new ControlledStorage()));
        return builder;
    }

    public async Task InitializeAsync()
    {
        Cluster = NewBuilder(2).Build();
        await Cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

/// <summary>The tests that share one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<ClusterFixture>
{
    public const string Name = "Shared cluster";
}
