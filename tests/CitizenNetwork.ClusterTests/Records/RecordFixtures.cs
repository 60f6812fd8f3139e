using CitizenNetwork.ClusterTests.Runtime;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>Our grains on two silos over one storage; keys keep the tests apart.</summary>
public abstract class RecordFixture : IAsyncLifetime
{
    public InProcessTestCluster Cluster { get; private set; } = null!;

    internal SettableClock Clock { get; } = new();

    internal Faults Faults { get; } = new();

    public virtual async Task InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(SmallReference.Value);
            silo.Services.AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, Clock);
            AddStorage(silo);
            silo.Services.AddGrainStorage(StateNames.Storage, (services, _) => new FaultyStorage(Storage(services), Faults));
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public virtual async Task DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>Registers what <see cref="Storage"/> finds.</summary>
    protected abstract void AddStorage(ISiloBuilder silo);

    /// <summary>The storage that the faults are put around.</summary>
    protected abstract IGrainStorage Storage(IServiceProvider services);
}

/// <summary>On the runtime's own storage in memory.</summary>
public class MemoryRecords : RecordFixture
{
    protected override void AddStorage(ISiloBuilder silo) => silo.AddMemoryGrainStorage("memory");

    protected override IGrainStorage Storage(IServiceProvider services) => services.GetRequiredKeyedService<IGrainStorage>("memory");
}

/// <summary>As <see cref="MemoryRecords"/>, every message copied member by member through the serializer's contract (embedded stack only).</summary>
public sealed class RoundTrippedRecords : MemoryRecords
{
    public override Task InitializeAsync() => MessageCopying.DuringAsync(base.InitializeAsync);
}

/// <summary>On our storage in SQLite.</summary>
public sealed class SqliteRecords : RecordFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");
    private SqliteDatabase _database = null!;

    public override async Task InitializeAsync()
    {
        _database = await SqliteDatabase.OpenAsync(_folder.FullName, Clock);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void AddStorage(ISiloBuilder silo)
    {
    }

    protected override IGrainStorage Storage(IServiceProvider services) => new SqliteGrainStorage(_database, Clock, []);
}

/// <summary>The product's clock; a test sets it.</summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>As little of the territory as the rules need.</summary>
internal static class SmallReference
{
    public static Reference Value { get; } = new(
        Domain.Territories.TerritoryTable.Parse(new StringReader(
            """
            COM-49007	Angers	DEP-49|PAYS-99100	157000	47.4784	-0.5632	49000|49100
            COM-49353	Trélazé	DEP-49|PAYS-99100	15500	47.4451	-0.4638	49800
            DEP-49	Maine-et-Loire	PAYS-99100	830000	47.3900	-0.5600	
            PAYS-99100	France		68000000	46.5000	2.5000	
            """)),
        new Domain.Themes.ThemeList([new("culture", "culture", "culture", ""), new("repair", "réparation", "repair", "")]));
}
