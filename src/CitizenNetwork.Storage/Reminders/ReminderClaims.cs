using Orleans.Runtime;

namespace CitizenNetwork.Storage.Reminders;

/// <summary>
/// Lets each tick of a reminder ring in one server of those that share a database. Every server reads all reminders and
/// wakes at the same tick; the first to claim it goes on. The embedded runtime asks before it rings; the official one
/// shares the reminders out among its silos.
/// </summary>
public sealed class ReminderClaims(ReminderTable table)
{
    /// <summary>Key of the service, <c>Func&lt;GrainId, string, TickStatus, Task&lt;bool&gt;&gt;</c>, that the embedded runtime asks.</summary>
    public const string Key = "citizennetwork.reminder-claims";

    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>True for the one server that rings this tick.</summary>
    public Task<bool> TryClaimAsync(GrainId grain, string reminderName, TickStatus status) => table.TryClaimAsync(grain, reminderName, TickOf(status), _owner);

    /// <summary>
    /// Number of the tick, the first being 0. A server whose clock is off by less than half a period counts the same number.
    /// </summary>
    internal static long TickOf(TickStatus status) =>
        Math.Max(0, (long)Math.Round((status.CurrentTickTime - status.FirstTickTime) / status.Period, MidpointRounding.AwayFromZero));
}
