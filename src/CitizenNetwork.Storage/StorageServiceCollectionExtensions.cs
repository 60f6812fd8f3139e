using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;

namespace CitizenNetwork.Storage;

/// <summary>Registers where the service keeps what it knows.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Keeps everything in an opened SQLite database. The caller opens it before the host is built, so that a folder in
    /// use ends the program with one clear message, and disposes it after the host has stopped.
    /// </summary>
    public static IServiceCollection AddCitizenNetworkSqlite(this IServiceCollection services, SqliteDatabase database)
    {
        services.AddSingleton(database);
        services.AddSingleton<SqliteGrainStorage>();
        services.AddSingleton<SqliteStateReader>();
        services.AddSingleton<IStateReader>(provider => provider.GetRequiredService<SqliteStateReader>());
        services.AddSingleton<SqliteApiKeys>();
        services.AddSingleton<IApiKeys>(provider => provider.GetRequiredService<SqliteApiKeys>());
        services.AddSingleton<SqliteReminderTable>();
        services.AddSingleton<IReminderTable>(provider => provider.GetRequiredService<SqliteReminderTable>());
        services.AddSingleton<IStorageProbe, SqliteProbe>();
        return services.AddGrainStorage(StateNames.Storage, (provider, _) => provider.GetRequiredService<SqliteGrainStorage>());
    }
}
