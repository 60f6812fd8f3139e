using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>A registered reminder.</summary>
    public interface IGrainReminder
    {
        string ReminderName { get; }
    }

    /// <summary>When a reminder rings, and when it was meant to begin.</summary>
    public readonly struct TickStatus
    {
        public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
        {
            FirstTickTime = firstTickTime;
            Period = period;
            CurrentTickTime = timeStamp;
        }

        public DateTime FirstTickTime { get; }

        public TimeSpan Period { get; }

        public DateTime CurrentTickTime { get; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>");
    }

    /// <summary>A reminder could not be registered or removed.</summary>
    public sealed class ReminderException : OrleansException
    {
        public ReminderException(string message)
            : base(message)
        {
        }
    }
}

namespace Orleans
{
    /// <summary>A grain that reminders can wake.</summary>
    public interface IRemindable : IGrain
    {
        Task ReceiveReminder(string reminderName, TickStatus status);
    }

    /// <summary>Where reminders are kept.</summary>
    public interface IReminderTable
    {
        Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        Task<ReminderTableData> ReadRows(GrainId grainId);

        /// <summary>Rows whose grain's uniform hash lies after <paramref name="begin"/>, up to and with <paramref name="end"/>; the range may wrap.</summary>
        Task<ReminderTableData> ReadRows(uint begin, uint end);

        Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

        /// <summary>Writes a row and gives its new ETag.</summary>
        Task<string?> UpsertRow(ReminderEntry entry);

        /// <summary>Removes a row if its ETag is still the given one.</summary>
        Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

        Task TestOnlyClearTable();

        Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    /// <summary>One reminder as it is stored.</summary>
    public sealed class ReminderEntry
    {
        public GrainId GrainId { get; set; }

        public string ReminderName { get; set; } = null!;

        public DateTime StartAt { get; set; }

        public TimeSpan Period { get; set; }

        public string? ETag { get; set; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"<{GrainId}, {ReminderName}, {StartAt:O}, {Period}, {ETag}>");
    }

    /// <summary>Stored reminders.</summary>
    public sealed class ReminderTableData
    {
        public ReminderTableData()
        {
            Reminders = [];
        }

        public ReminderTableData(IEnumerable<ReminderEntry> list) => Reminders = [.. list];

        public ReminderTableData(ReminderEntry entry) => Reminders = [entry];

        public IList<ReminderEntry> Reminders { get; }

        public override string ToString() => $"[{Reminders.Count} reminders: {string.Join(", ", Reminders)}]";
    }
}

namespace Orleans.Timers
{
    /// <summary>Registers reminders in the name of a grain.</summary>
    public interface IReminderRegistry
    {
        Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

        Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

        Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

        Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
    }
}
