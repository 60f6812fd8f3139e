using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Outbox;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Storage.Servers;

/// <summary>Three server processes on one PostgreSQL answer as one would: nothing lost, nothing stale, nothing twice.</summary>
public sealed class SeveralServersTests(ITestOutputHelper output)
{
    private const int Servers = 3;
    private const int Clients = 64;
    private const int Records = 200;

    /// <summary>Ends a run that would not come to its number of conflicts; where every commit waits for a slow disk it takes minutes.</summary>
    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(10);

    [SkippableFact]
    public async Task ReadModifyWrite_OnThreeServers_IsExact()
    {
        await using var fleet = await Fleet.StartAsync(Servers);
        Counters counters = new(Records, fleet.Wires);
        await counters.CreateAsync();
        await RunAsync(counters, 3_000, null);
        await AssertAllAsync(fleet, counters, null);
        Assert.All(fleet.Sink.Deliveries, delivery => Assert.True(delivery.Value == 1, $"{delivery.Key} was sent {delivery.Value} times."));
    }

    [SkippableFact]
    public async Task ReadModifyWrite_OneServerKilledAndStartedAgain_IsExact()
    {
        await using var fleet = await Fleet.StartAsync(Servers);
        Counters counters = new(Records, fleet.Wires);
        await counters.CreateAsync();
        var killed = DateTimeOffset.MinValue;
        await RunAsync(counters, 600, async () =>
        {
            await Eventually.HoldsAsync(() => Task.FromResult(counters.Conflicts >= 200), "Clients are at work.", s_guard);
            fleet.Kill(1);
            killed = TimeProvider.System.GetUtcNow();
            await fleet.RestartAsync(1);
        });
        await AssertAllAsync(fleet, counters, killed);
    }

    private static async Task RunAsync(Counters counters, int conflicts, Func<Task>? meanwhile)
    {
        using CancellationTokenSource stop = new(s_guard);
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => counters.RunAsync(new Random(client), stop.Token))).ToList();
        var done = meanwhile?.Invoke() ?? Task.CompletedTask;
        await Eventually.HoldsAsync(
            () => Task.FromResult(counters.Conflicts >= conflicts || clients.Exists(client => client.IsCompleted) || done.IsFaulted), $"{conflicts} conflicts", s_guard);
        await done;
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.True(counters.Conflicts >= conflicts, counters.Counts);
    }

    private async Task AssertAllAsync(Fleet fleet, Counters counters, DateTimeOffset? killed)
    {
        output.WriteLine(counters.Counts);
        Dictionary<string, Actor> final = new(StringComparer.Ordinal);
        for (var record = 0; record < counters.Records; record++)
        {
            var actor = await fleet.Wires()[record % Servers].Actors.GetActorAsync(new GetActorRequest { Name = $"actors/{Counters.Id(record)}" });
            final.Add(actor.Name, actor);
        }

        counters.AssertExact(final);
        await AssertListsAsync(fleet, final);
        await AssertMessagesAsync(fleet, final, killed);
    }

    private async Task AssertListsAsync(Fleet fleet, Dictionary<string, Actor> final)
    {
        foreach (var wire in fleet.Wires())
        {
            var waited = await Eventually.HoldsAsync(
                async () =>
                {
                    List<Actor> listed = [];
                    await Pages.AllAsync(async token => await wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 200, PageToken = token }), page => page.Actors, page => page.NextPageToken, listed);
                    return listed.Count == final.Count && listed.TrueForAll(actor => actor.Equals(final[actor.Name]));
                },
                "A list shows every final value.");
            output.WriteLine($"A server's list was complete after {waited.TotalMilliseconds:0} ms.");
        }
    }

    /// <summary>One message for each revision; a killed server's claims run out first, for which the test does not wait.</summary>
    private async Task AssertMessagesAsync(Fleet fleet, Dictionary<string, Actor> final, DateTimeOffset? killed)
    {
        if (killed is { } instant)
        {
            await TestPostgres.ExecuteAsync(
                fleet.ConnectionString,
                string.Create(CultureInfo.InvariantCulture, $"UPDATE outbox SET lease_until = now() - interval '1 s' WHERE delivered_at IS NULL AND lease_until <= '{instant + OutboxPump.Lease:O}'"));
        }

        var expected = final.Values.SelectMany(actor => Enumerable.Range(1, int.Parse(actor.Etag, CultureInfo.InvariantCulture)).Select(revision => $"{actor.Name}@{revision}")).ToHashSet(StringComparer.Ordinal);
        var begun = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(() => Task.FromResult(fleet.Sink.Deliveries.Count >= expected.Count), "Every message arrives.", s_guard);
        Assert.Empty(fleet.Sink.Deliveries.Keys.Except(expected));
        output.WriteLine($"{expected.Count} messages accepted, {fleet.Sink.Deliveries.Values.Sum()} sent, the last {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms after the last write.");
    }
}
