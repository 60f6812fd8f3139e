using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.States;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>
/// Time from a write's answer to its being in a catalogue. Whole servers in this process over one database: one writes, one
/// follows as servers do, one follows without the signal, by its regular look alone. The same writes are looked for in all.
/// </summary>
internal static class FeedBench
{
    private const int Writes = 500;
    private const int LoadWriters = 16;
    private const int LoadKeys = 1_024;

    /// <summary>Mean time between two writes that are followed.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(40);

    public static async Task OnPostgresAsync(BenchSettings settings, Table table, string connectionString)
    {
        if (!settings.Wants("PostgreSQL: seen"))
        {
            return;
        }

        await using var writing = await StartAsync(connectionString);
        await using var following = await StartAsync(connectionString);
        await using var looking = await StartAsync(connectionString, services => services.AddSingleton<IFeedSignal, NoSignal>());
        Follower[] followers = [new("in its own catalogue", writing), new("in another server's catalogue", following), new("in another server's catalogue, without the signal", looking)];
        await RunAsync(settings, table, "PostgreSQL", writing, followers);
    }

    public static async Task OnSqliteAsync(BenchSettings settings, Table table, string folder)
    {
        if (!settings.Wants("SQLite: seen"))
        {
            return;
        }

        await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(folder, 0, 0));
        await RunAsync(settings, table, "SQLite", server, [new("in its own catalogue, the only one", server)]);
    }

    private static Task<CitizenNetworkServer> StartAsync(string connectionString, Action<IServiceCollection>? configure = null) =>
        CitizenNetworkServer.StartAsync(new ServerSettings("", 0, 0) { Postgres = connectionString }, configure);

    private static async Task RunAsync(BenchSettings settings, Table table, string engine, CitizenNetworkServer writing, Follower[] followers)
    {
        var storage = writing.Services.GetRequiredService<GrainStorage>();
        await MeasureAsync($"{engine}: seen {{0}}, {1 / s_pause.TotalSeconds:N0} writes/s", settings, table, storage, followers);
        using CancellationTokenSource ending = new();
        var load = Enumerable.Range(0, LoadWriters).Select(writer => Task.Run(() => LoadAsync(storage, writer, ending.Token))).ToArray();
        await MeasureAsync($"{engine}: seen {{0}}, beside {LoadWriters} writers in a closed loop", settings, table, storage, followers);
        await ending.CancelAsync();
        table.Row($"{engine}: what these {LoadWriters} writers wrote meanwhile", "writes").Value.Add((await Task.WhenAll(load)).Sum());
    }

    private static async Task MeasureAsync(string name, BenchSettings settings, Table table, GrainStorage storage, Follower[] followers)
    {
        var round = Guid.NewGuid().ToString("N")[..8];
        using SightWatch watch = new([.. followers.Select(follower => follower.Catalogue)]);
        Random random = new(1);
        for (var number = 0; number < (settings.Quick ? Writes / 20 : Writes); number++)
        {
            // Not in step with anybody's regular look.
            await Task.Delay(s_pause * 2 * random.NextDouble());
            var id = $"sonde-{round}-{number}";
            var sight = watch.Expect(new ActorId(id));
            await storage.WriteStateAsync(StateNames.Actor, Grain(id), new GrainState<Stored<Actor>>(BenchRecords.Actor(id), null));
            sight.Acknowledge();
        }

        await watch.AllSeenAsync();
        foreach (var (follower, place) in followers.Select((follower, place) => (follower, place)))
        {
            var latencies = watch.LatenciesOf(place);
            var row = table.Row(string.Format(System.Globalization.CultureInfo.InvariantCulture, name, follower.Name), "ms, median");
            row.Value.Add(latencies.Percentile(0.5) / 1000);
            row.P50.Add(latencies.Percentile(0.5));
            row.P99.Add(latencies.Percentile(0.99));
            row.Report();
        }
    }

    private static async Task<long> LoadAsync(GrainStorage storage, int writer, CancellationToken ending)
    {
        var states = Enumerable.Range(0, LoadKeys / LoadWriters).Select(key => $"charge-{writer}-{key}").Select(id => new GrainState<Stored<Actor>>(BenchRecords.Actor(id), null)).ToArray();
        var written = 0L;
        while (!ending.IsCancellationRequested)
        {
            var state = states[written++ % states.Length];
            state.State = state.State with { Revision = state.State.Revision + 1 };
            await storage.WriteStateAsync(StateNames.Actor, Grain(state.State.Record!.Id.Value), state);
        }

        return written;
    }

    private static GrainId Grain(string id) => GrainId.Create(BenchRecords.GrainType, new ActorId(id).Name);

    private sealed record Follower(string Name, CitizenNetworkServer Server)
    {
        public Matching.Catalogue.Catalogue Catalogue => Server.Services.GetRequiredService<Matching.Catalogue.Catalogue>();
    }

    /// <summary>Leaves a follower with its regular look.</summary>
    private sealed class NoSignal : IFeedSignal
    {
        public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => Task.Delay(atMost, cancellationToken);
    }
}
