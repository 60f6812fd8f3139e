using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Storage.Servers;

/// <summary>A reminder that several servers know rings once a tick, and goes on when the server that rang it is gone.</summary>
public sealed class ReminderTests
{
    private const int Ticks = 5;

    [SkippableFact]
    public async Task Reminder_OfThreeServers_RingsEachTickInOneOfThem()
    {
        await using var fleet = await Fleet.StartAsync(3, "--bell", "bell");
        await Eventually.HoldsAsync(() => Task.FromResult(fleet.Sink.Rings.Count >= Ticks), "The reminder rings.");
        var last = fleet.Sink.Rings.Last();
        fleet.Kill(fleet.Servers.ToList().FindIndex(server => server.Id == last.Process));
        await Eventually.HoldsAsync(() => Task.FromResult(fleet.Sink.Rings.Count(ring => ring.Process != last.Process && ring.Tick > last.Tick + 1) >= Ticks), "It rings on.");
        Assert.Equal(fleet.Sink.Rings.Select(ring => ring.Tick).Distinct(), fleet.Sink.Rings.Select(ring => ring.Tick));
    }
}
