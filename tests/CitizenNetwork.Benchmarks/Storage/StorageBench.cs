using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Storage.Sqlite;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary><c>bench storage</c>: writes against the same statements by hand, activations with a long past, and the change feed, on both engines.</summary>
internal static class StorageBench
{
    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench storage");
        await OnSqliteAsync(settings, table);
        await OnPostgresAsync(settings, table);
        return table;
    }

    private static async Task OnSqliteAsync(BenchSettings settings, Table table)
    {
        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        try
        {
            await using (var each = await SqliteByHand.OpenAsync(Below("each"), grouped: false, StateWriteBench.Keys))
            await using (var group = await SqliteByHand.OpenAsync(Below("group"), grouped: true, StateWriteBench.Keys))
            await using (var ours = await OurSide.OpenAsync(await SqliteDatabase.OpenAsync(Below("ours"), TimeProvider.System), StateWriteBench.Keys))
            {
                await StateWriteBench.RunAsync(settings, table, "SQLite", [each, group, ours]);
            }

            await using (var database = await SqliteDatabase.OpenAsync(Below("ledger"), TimeProvider.System))
            {
                await ActivationBench.RunAsync(settings, table, "SQLite", database);
            }

            await FeedBench.OnSqliteAsync(settings, table, Below("feed"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Below(string name) => Path.Combine(folder.FullName, name);
    }

    private static async Task OnPostgresAsync(BenchSettings settings, Table table)
    {
        await using var postgres = await BenchPostgres.CreateAsync();
        if (postgres is null)
        {
            table.Note($"PostgreSQL was left out: {BenchPostgres.Variable} was not set.");
            return;
        }

        await using (var hand = await PostgresByHand.OpenAsync(await postgres.SchemaAsync("by_hand"), StateWriteBench.MaxCallers, StateWriteBench.Keys))
        await using (var ours = await OurSide.OpenAsync(await PostgresDatabase.OpenAsync(await postgres.SchemaAsync("ours"), TimeProvider.System), StateWriteBench.Keys))
        {
            await StateWriteBench.RunAsync(settings, table, "PostgreSQL", [hand, ours]);
        }

        var ledger = await postgres.SchemaAsync("ledger");
        await using (var database = await PostgresDatabase.OpenAsync(ledger, TimeProvider.System))
        {
            await ActivationBench.RunAsync(settings, table, "PostgreSQL", database);
        }

        await FeedBench.OnPostgresAsync(settings, table, await postgres.SchemaAsync("feed"));
    }
}
