using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Benchmarks.Storage;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Benchmarks.Sources;

/// <summary>
/// <c>bench sources</c>: rows that a partner registers through gRPC, new and sent again, against inserting the same records
/// by SQL, with as many at once, on both engines.
/// </summary>
internal static class SourcesBench
{
    /// <summary>Rows of one measurement.</summary>
    private const int Rows = 8_000;

    /// <summary>Rows of a batch, the most that one call takes.</summary>
    private const int BatchRows = 200;

    /// <summary>Rows that are inserted by hand at the same time: as many as the service writes of a stream.</summary>
    private const int AtOnce = 64;

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench sources");
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
            try
            {
                await using (var hand = await SqliteByHand.OpenAsync(Path.Combine(folder.FullName, "hand"), grouped: true, keys: 0))
                {
                    await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(Path.Combine(folder.FullName, "ours"), 0, 0));
                    await MeasureAsync(settings, table, "SQLite", server, hand);
                }

                await using var postgres = await BenchPostgres.CreateAsync();
                if (postgres is not null)
                {
                    await using var hand = await PostgresByHand.OpenAsync(await postgres.SchemaAsync("by_hand"), AtOnce, keys: 0);
                    await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(string.Empty, 0, 0) { Postgres = await postgres.SchemaAsync("ours") });
                    await MeasureAsync(settings, table, "PostgreSQL", server, hand);
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return table;
    }

    private static async Task MeasureAsync(BenchSettings settings, Table table, string engine, CitizenNetworkServer server, IWriteSide hand)
    {
        var count = settings.Quick ? BatchRows : Rows;
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        SourcesService.SourcesServiceClient client = new(channel);
        var rows = Enumerable.Range(0, count).Select(Row).ToList();

        // Seen by nobody, so that what is measured is the optimised code.
        await StreamAsync(client, await KeyAsync(server), "warm-up", [.. rows.Take(count / 4)]);
        await BatchesAsync(client, await KeyAsync(server), "warm-up", [.. rows.Take(count / 4)]);
        var yardstick = Add($"{engine}: inserted by SQL, {hand.Name}", await TimeAsync(() => InsertAsync(hand, count)));
        Add($"{engine}: new rows of a stream", await TimeAsync(async () => await StreamAsync(client, await KeyAsync(server), "stream", rows))).Against(yardstick);
        Add($"{engine}: the same rows sent again", await TimeAsync(async () => await StreamAsync(client, await KeyAsync(server), "stream", rows))).Against(yardstick);
        Add($"{engine}: new rows in batches of {BatchRows.ToString(CultureInfo.InvariantCulture)}", await TimeAsync(async () => await BatchesAsync(client, await KeyAsync(server), "batches", rows))).Against(yardstick);

        TableRow Add(string name, double seconds)
        {
            var row = table.Row(name, "rows/s");
            row.Value.Add(count / seconds);
            row.Report();
            return row;
        }
    }

    /// <summary>A key for each measurement: one alone may send only so many rows.</summary>
    private static async Task<Metadata> KeyAsync(CitizenNetworkServer server) => new() { { "x-api-key", await server.Services.GetRequiredService<ApiKeys>().CreateAsync($"bench-{Guid.NewGuid():N}") } };

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static Task InsertAsync(IWriteSide hand, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await hand.InsertAsync(FormattableString.Invariant($"row-{i}")));

    private static async Task StreamAsync(SourcesService.SourcesServiceClient client, Metadata key, string source, List<ActorRow> rows)
    {
        using var call = client.StreamUpserts(key);
        var answers = Task.Run(async () =>
        {
            UpsertSummary? summary = null;
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                summary = answer.Summary ?? summary;
            }

            return summary!;
        });
        for (var i = 0; i < rows.Count; i++)
        {
            await call.RequestStream.WriteAsync(new StreamUpsertsRequest { Source = i == 0 ? source : string.Empty, Actor = rows[i] });
        }

        await call.RequestStream.CompleteAsync();
        Check(await answers, rows.Count);
    }

    private static async Task BatchesAsync(SourcesService.SourcesServiceClient client, Metadata key, string source, List<ActorRow> rows)
    {
        foreach (var batch in rows.Chunk(BatchRows))
        {
            Check((await client.UpsertActorsAsync(new UpsertActorsRequest { Source = source, Rows = { batch } }, key)).Summary, batch.Length);
        }
    }

    private static void Check(UpsertSummary summary, int count)
    {
        if (summary.RefusedCount > 0 || summary.AddedCount + summary.ChangedCount + summary.UnchangedCount != count)
        {
            throw new InvalidOperationException($"Not all rows were accepted: {summary}");
        }
    }

    private static ActorRow Row(int i)
    {
        var stored = BenchRecords.Actor("atelier-velo").Record!;
        return new ActorRow
        {
            ExternalId = i.ToString(CultureInfo.InvariantCulture),
            Actor = new Actor
            {
                DisplayName = stored.DisplayName,
                Kind = ActorKind.Association,
                Description = stored.Description,
                Themes = { "mobility", "solidarity" },
                Commune = "COM-49007",
                ServedArea = { "EPCI-244900015" },
                Rna = stored.Rna,
                Roles = { ActorRole.ResourceProvider },
            },
        };
    }
}
