using Orleans.Runtime;

namespace CitizenNetwork.TestServer;

/// <summary>A grain whose reminder posts the number of each tick that it is told.</summary>
[Alias("CitizenNetwork.TestServer.IBellGrain")]
internal interface IBellGrain : IGrainWithStringKey
{
    [Alias("Remind")]
    Task Remind();
}

[GrainType("test-server-bell")]
internal sealed class BellGrain(Sink sink) : Grain, IBellGrain, IRemindable
{
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(1);

    public Task Remind() => this.RegisterOrUpdateReminder("bell", Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status) =>
        sink.RingAsync((long)Math.Round((status.CurrentTickTime - status.FirstTickTime) / status.Period, MidpointRounding.AwayFromZero));
}
