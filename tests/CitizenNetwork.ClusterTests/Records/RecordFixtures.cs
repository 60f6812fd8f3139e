using CitizenNetwork.ClusterTests.Runtime;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain;
using CitizenNetwork.Grains.Records;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>Our grains on two silos over one database; keys keep the tests apart.</summary>
public abstract class RecordFixture(IEngine engine) : IAsyncLifetime
{
    private IDatabase? _database;

    private InProcessTestCluster? _cluster;

    public InProcessTestCluster Cluster
    {
        get
        {
            if (engine is PostgresEngine)
            {
                TestPostgres.Server();
            }

            return _cluster!;
        }
    }

    /// <summary>The rows beside the states.</summary>
    public IGrainLedger Ledger => new LedgerTable(_database!);

    internal SettableClock Clock { get; } = new();

    internal Faults Faults { get; } = new();

    public virtual async Task InitializeAsync()
    {
        // A fixture cannot skip its tests: each of them does, when it asks for the cluster.
        if (engine is PostgresEngine && !TestPostgres.IsThere)
        {
            return;
        }

        _database = await engine.OpenAsync(Clock);
        _cluster = await DeployAsync(_database);
    }

    /// <summary>Two silos with a directory of their own.</summary>
    protected async Task<InProcessTestCluster> DeployAsync(IDatabase database)
    {
        InProcessTestClusterBuilder builder = new();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(SmallReference.Value);
            silo.Services.AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, Clock);
            silo.Services.AddCitizenNetworkStorage(database).AddSingleton<RecordServices>();
            silo.Services.AddGrainStorage(StateNames.Storage, (services, _) => new FaultyStorage(services.GetRequiredService<GrainStorage>(), Faults));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    public virtual async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _cluster!.DisposeAsync();
            await _database.DisposeAsync();
        }

        await engine.DisposeAsync();
    }
}

/// <summary>On SQLite.</summary>
public class SqliteRecords() : RecordFixture(new SqliteEngine());

/// <summary>As <see cref="SqliteRecords"/>, every message copied member by member through the serializer's contract (embedded stack only).</summary>
public sealed class RoundTrippedRecords : SqliteRecords
{
    public override Task InitializeAsync() => MessageCopying.DuringAsync(base.InitializeAsync);
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresRecords() : RecordFixture(new PostgresEngine());

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
