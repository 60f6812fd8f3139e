using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Audit;
using CitizenNetwork.Storage.Backup;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.Reminders;
using CitizenNetwork.Storage.Sources;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Storage.States;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;

namespace CitizenNetwork.Storage;

/// <summary>Registers where the service keeps what it knows.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Keeps everything in an opened database. The caller opens it before the host is built, so that a folder in use or a
    /// server that does not answer ends the program with one clear message, and disposes it after the host has stopped.
    /// </summary>
    public static IServiceCollection AddCitizenNetworkStorage(this IServiceCollection services, IDatabase database)
    {
        services.AddSingleton(database);
        switch (database)
        {
            case SqliteDatabase sqlite:
                services.AddSingleton(sqlite);
                services.AddSingleton<IStateStore, SqliteStateStore>();
                services.AddSingleton<IChangeFeed, SqliteFeed>();
                services.AddSingleton<IFeedSignal, SqliteFeedSignal>();
                break;
            case PostgresDatabase postgres:
                services.AddSingleton(postgres);
                services.AddSingleton<IStateStore, PostgresStateStore>();
                services.AddSingleton<IChangeFeed, PostgresFeed>();
                services.AddSingleton<PostgresFeedSignal>();
                services.AddSingleton<IFeedSignal>(provider => provider.GetRequiredService<PostgresFeedSignal>());
                services.AddSingleton<ReminderClaims>();
                services.AddKeyedSingleton<Func<GrainId, string, TickStatus, Task<bool>>>(
                    ReminderClaims.Key, (provider, _) => provider.GetRequiredService<ReminderClaims>().TryClaimAsync);
                break;
            default:
                throw new ArgumentException($"No engine keeps {database.GetType()}.", nameof(database));
        }

        services.AddSingleton<StateFences>();
        services.AddSingleton<IStateFences>(provider => provider.GetRequiredService<StateFences>());
        services.AddSingleton<LedgerTable>();
        services.AddSingleton<IGrainLedger>(provider => provider.GetRequiredService<LedgerTable>());
        services.AddSingleton<AuditTable>();
        services.AddSingleton<PersonTable>().AddSingleton<ErasureTable>().AddSingleton<StateRewriter>();
        services.AddSingleton<OutboxTable>();
        services.AddSingleton<IApiKeys, ApiKeyTable>();
        services.AddSingleton<SyncTable>().AddSingleton<SightingTable>().AddSingleton<BatchTable>();
        services.AddSingleton<ReminderTable>();
        services.AddSingleton<IReminderTable>(provider => provider.GetRequiredService<ReminderTable>());
        services.AddSingleton<IStorageProbe, StorageProbe>();
        services.AddSingleton<BackupWriter>();
        services.AddSingleton<GrainStorage>();
        return services.AddGrainStorage(StateNames.Storage, (provider, _) => provider.GetRequiredService<GrainStorage>());
    }
}
