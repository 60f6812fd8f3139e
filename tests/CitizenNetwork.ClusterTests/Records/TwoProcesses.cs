using CitizenNetwork.Storage;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>
/// Two clusters that know nothing of each other over one PostgreSQL schema, as two server processes are: each may have the
/// same grain active. <see cref="RecordFixture.Cluster"/> is here, the other one is there.
/// </summary>
public sealed class TwoProcesses : RecordFixture
{
    private readonly PostgresEngine _engine;
    private IDatabase? _database;
    private InProcessTestCluster? _other;

    public TwoProcesses()
        : this(new PostgresEngine())
    {
    }

    private TwoProcesses(PostgresEngine engine)
        : base(engine) => _engine = engine;

    public InProcessTestCluster Other => _other!;

    /// <summary>What the silos here heard of the states.</summary>
    public IEnumerable<StateFences> Fences => Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<StateFences>());

    public Task<string> ConnectionStringAsync() => _engine.ConnectionStringAsync();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestPostgres.IsThere)
        {
            _database = await _engine.OpenAsync(Clock);
            _other = await DeployAsync(_database);
        }
    }

    public override async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _other!.DisposeAsync();
            await _database.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
