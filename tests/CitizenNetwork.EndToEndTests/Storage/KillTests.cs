using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Storage;

/// <summary>Whatever is killed in the middle of writes, nothing that was acknowledged is lost and nothing is half-written.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 20;

    /// <summary>Acknowledgements of one round at most; the kill comes after one of them, drawn by the seed.</summary>
    private const int MostAcknowledged = 60;

    [Fact]
    public async Task Kill_OnSqlite_LosesNothingAcknowledged()
    {
        await using SqliteEngine engine = new();
        await KillAsync(key => ServerProcess.ServeAsync(engine.Folder, key), () => engine.OpenAsync(TimeProvider.System));
    }

    [SkippableFact]
    public async Task Kill_OnPostgres_LosesNothingAcknowledged()
    {
        await using var postgres = await PrivatePostgres.StartNewAsync();
        await KillAsync(key => ServerProcess.StartTestServerAsync(key, "--postgres", postgres.ConnectionString), () => OpenAsync(postgres));
    }

    /// <summary>The database goes and comes back twice under one server, which needs nobody's help.</summary>
    [SkippableFact]
    public async Task Restart_OfPostgresUnderOneServer_LosesNothingAcknowledged()
    {
        var random = Seeded();
        await using var postgres = await PrivatePostgres.StartNewAsync();
        using var server = await ServerProcess.StartTestServerAsync(string.Empty, "--postgres", postgres.ConnectionString);
        Acknowledged acknowledged = new();
        using CancellationTokenSource stop = new();
        var writing = acknowledged.WriteAsync(server, "a", _ => { }, stop.Token);
        await ReachAsync(random.Next(1, MostAcknowledged));
        await postgres.StopAsync("immediate");
        await StartedAgainAsync("stop -m immediate");
        await ReachAsync(acknowledged.Count + random.Next(1, MostAcknowledged));
        postgres.Kill();
        await StartedAgainAsync("kill -9");
        await ReachAsync(acknowledged.Count + MostAcknowledged);
        await stop.CancelAsync();
        await writing;
        await acknowledged.AssertThereAsync(server);
        await using var database = await OpenAsync(postgres);
        await acknowledged.AssertWholeAsync(database);
        Assert.InRange(acknowledged.Refused, 1, long.MaxValue);
        output.WriteLine($"{acknowledged.Count} acknowledged, {acknowledged.Refused} told UNAVAILABLE");

        async Task ReachAsync(long count) => await Eventually.HoldsAsync(
            () => Task.FromResult(acknowledged.Count >= count || writing.IsFaulted), $"{count} acknowledgements");

        async Task StartedAgainAsync(string how)
        {
            await postgres.StartAsync();
            var before = acknowledged.Count;
            var begun = Stopwatch.GetTimestamp();
            await ReachAsync(before + 1);
            output.WriteLine($"{how}: after {before} acknowledgements; the next {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms after PostgreSQL answered again");
        }
    }

    private static async Task<IDatabase> OpenAsync(PrivatePostgres postgres) => await PostgresDatabase.OpenAsync(postgres.ConnectionString, TimeProvider.System);

    private async Task KillAsync(Func<string, Task<ServerProcess>> start, Func<Task<IDatabase>> open)
    {
        var random = Seeded();
        Acknowledged acknowledged = new();
        var key = string.Empty;
        for (var round = 1; round <= Rounds; round++)
        {
            using var server = await start(key);
            key = server.Key;
            await acknowledged.AssertThereAsync(server);
            var before = acknowledged.Count;
            var instant = before + random.Next(1, MostAcknowledged);
            await acknowledged.WriteAsync(
                server,
                $"a-{round}",
                count =>
                {
                    if (count == instant)
                    {
                        server.Kill();
                    }
                },
                CancellationToken.None);
            output.WriteLine($"round {round}: killed after acknowledgement {instant - before}, {acknowledged.Count - before} acknowledged");
        }

        using (var last = await start(key))
        {
            await acknowledged.AssertThereAsync(last);
        }

        await using var database = await open();
        await acknowledged.AssertWholeAsync(database);
        Assert.InRange(acknowledged.Count, Rounds, long.MaxValue);
    }

    private Random Seeded()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CITIZENNETWORK_SEED") ?? "20261123", CultureInfo.InvariantCulture);
        output.WriteLine($"CITIZENNETWORK_SEED={seed}");
        return new Random(seed);
    }
}
