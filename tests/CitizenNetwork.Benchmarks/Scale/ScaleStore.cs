using System.Text;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>Generated records in an SQLite file, as servers store them, and a whole server that starts on it.</summary>
internal static class ScaleStore
{
    /// <summary>Records made at once, and written in one transaction.</summary>
    private const int Batch = 8_192;

    private const string InsertSql =
        "INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload, updated_at) VALUES ($type, $key, $name, 1, $payload, '2026-11-23T08:00:00Z')";

    public static async Task WriteAsync(string folder, GeneratedTerritory generated)
    {
        await using var database = await SqliteDatabase.OpenAsync(folder, TimeProvider.System);
        await WriteAsync(database, "actor", StateNames.Actor, generated.Actors, i => generated.Actor(i));
        await WriteAsync(database, "resource", StateNames.Resource, generated.Resources, i => generated.Resource(i));
        await WriteAsync(database, "fundingcall", StateNames.FundingCall, generated.Calls, i => generated.Call(i));
        await WriteAsync(database, "hostingoffer", StateNames.HostingOffer, generated.Offers, i => generated.Offer(i));
    }

    /// <summary>Reads all states as a start does, and does nothing with them.</summary>
    public static async Task<int> ReadAsync(string folder)
    {
        await using var database = await SqliteDatabase.OpenAsync(folder, TimeProvider.System);
        return await new SqliteFeed(database).ReadAllAsync().CountAsync();
    }

    /// <summary>A server that learns nothing from the texts: that is another bench's subject.</summary>
    public static Task<CitizenNetworkServer> StartAsync(string folder) => CitizenNetworkServer.StartAsync(
        new ServerSettings(folder, 0, 0),
        services => services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(TextLearning))));

    private static async Task WriteAsync<T>(SqliteDatabase database, string type, string state, int count, Func<int, Entry<T>> make)
        where T : class
    {
        foreach (var batch in Enumerable.Range(0, count).Chunk(Batch))
        {
            var entries = Array.ConvertAll(batch, i => make(i));
            await database.WriteAsync(connection =>
            {
                using var insert = connection.CreateCommand();
                insert.CommandText = InsertSql;
                insert.Parameters.AddWithValue("$type", type);
                insert.Parameters.AddWithValue("$name", state);
                var (key, payload) = (insert.Parameters.Add("$key", SqliteType.Text), insert.Parameters.Add("$payload", SqliteType.Text));
                foreach (var entry in entries)
                {
                    key.Value = entry.Name;
                    payload.Value = Encoding.UTF8.GetString(
                        StateJson.Write(new Stored<T>(Stored<T>.CurrentVersion, entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime, [])));
                    insert.ExecuteNonQuery();
                }

                return entries.Length;
            });
        }
    }
}
