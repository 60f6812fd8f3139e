using CitizenNetwork.Contracts;

namespace CitizenNetwork.Server.Administration;

/// <summary>When this server was started: asked for once while it starts.</summary>
internal sealed class StartTime([FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    public DateTimeOffset Value { get; } = clock.GetUtcNow();
}
