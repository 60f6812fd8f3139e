using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>A grain that notes when its reminders ring.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IBellGrain")]
public interface IBellGrain : IGrainWithStringKey
{
    [Alias("Remind")]
    Task Remind(string name, TimeSpan dueTime, TimeSpan period);

    /// <summary>Removes a reminder twice with what was read once.</summary>
    [Alias("ForgetTwice")]
    Task ForgetTwice(string name);

    [Alias("Names")]
    Task<ImmutableArray<string>> Names();

    /// <summary>What the request context held when a reminder rang last; null: nothing.</summary>
    [Alias("ContextOfRing")]
    Task<string?> ContextOfRing();
}

[GrainType("test-bell")]
public sealed class BellGrain : Grain, IBellGrain, IRemindable
{
    private static readonly ConcurrentDictionary<string, ImmutableList<DateTime>> All = new(StringComparer.Ordinal);
    private string? _context;

    /// <summary>The times at which a grain's reminder rang, over all activations and clusters of this process.</summary>
    public static ImmutableList<DateTime> RingsOf(string key, string name) => All.GetValueOrDefault($"{key}-{name}", []);

    public Task Remind(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task ForgetTwice(string name)
    {
        var reminder = (await this.GetReminder(name))!;
        await this.UnregisterReminder(reminder);
        await this.UnregisterReminder(reminder);
    }

    public async Task<ImmutableArray<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public Task<string?> ContextOfRing() => Task.FromResult(_context);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _context = RequestContext.Get("who") as string;
        var name = $"{this.GetPrimaryKeyString()}-{reminderName}";
        var rings = All.AddOrUpdate(name, _ => [status.CurrentTickTime], (_, rung) => rung.Add(status.CurrentTickTime));
        Gates.Open($"{name}-{rings.Count}");
        return reminderName.StartsWith("failing", StringComparison.Ordinal) && rings.Count == 1
            ? Task.FromException(new InvalidOperationException("Not the first time."))
            : Task.CompletedTask;
    }
}
