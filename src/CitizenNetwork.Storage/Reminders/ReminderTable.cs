using System.Globalization;
using Dapper;
using Orleans.Runtime;

namespace CitizenNetwork.Storage.Reminders;

/// <summary>
/// Keeps the reminders of the grains. It knows no clock: when a reminder is due follows from its first time and its
/// period alone, so that it rings on after a restart.
/// </summary>
public sealed class ReminderTable(IDatabase database) : IReminderTable
{
    private const string Columns = "SELECT grain_type, grain_key, name, start_at, period_ticks, etag FROM reminder";

    // Hashes after begin, up to and with end. A range that does not rise wraps around zero; an empty one is the full circle.
    internal const string RisingSql = $"{Columns} WHERE grain_hash > @begin AND grain_hash <= @end";

    internal const string WrappingSql = $"{Columns} WHERE grain_hash > @begin OR grain_hash <= @end";

    internal const string OfGrainSql = $"{Columns} WHERE grain_type = @type AND grain_key = @key";

    internal const string FindSql = $"{OfGrainSql} AND name = @name";

    internal const string UpsertSql =
        """
        INSERT INTO reminder (grain_type, grain_key, name, grain_hash, start_at, period_ticks, etag)
        VALUES (@type, @key, @name, @hash, @start, @period, @etag)
        ON CONFLICT (grain_type, grain_key, name) DO UPDATE
        SET start_at = excluded.start_at, period_ticks = excluded.period_ticks, etag = excluded.etag, claimed_tick = -1, claimed_by = NULL
        """;

    internal const string RemoveSql = "DELETE FROM reminder WHERE grain_type = @type AND grain_key = @key AND name = @name AND etag = @etag";

    internal const string ClaimSql =
        """
        UPDATE reminder SET claimed_tick = @tick, claimed_by = @owner
        WHERE grain_type = @type AND grain_key = @key AND name = @name AND claimed_tick < @tick
        """;

    internal const string ClearSql = "DELETE FROM reminder";

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Select(OfGrainSql, new { type = $"{grainId.Type}", key = $"{grainId.Key}" });

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Select(begin < end ? RisingSql : WrappingSql, new { begin = (long)begin, end = (long)end });

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var found = await Select(FindSql, new { type = $"{grainId.Type}", key = $"{grainId.Key}", name = reminderName });
        return found.Reminders.Count == 0 ? null : found.Reminders[0];
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        // Random instead of counted: a reminder removed and made again must not get back an ETag that somebody still holds.
        var etag = Guid.NewGuid().ToString("N");
        await database.WriteAsync(connection => connection.ExecuteAsync(UpsertSql, new
        {
            type = $"{entry.GrainId.Type}",
            key = $"{entry.GrainId.Key}",
            name = entry.ReminderName,
            hash = (long)entry.GrainId.GetUniformHashCode(),
            start = Utc(entry.StartAt).ToString("O", CultureInfo.InvariantCulture),
            period = entry.Period.Ticks,
            etag,
        }));
        return etag;
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => database.WriteAsync(async connection =>
        await connection.ExecuteAsync(RemoveSql, new { type = $"{grainId.Type}", key = $"{grainId.Key}", name = reminderName, etag = eTag }) == 1);

    public Task TestOnlyClearTable() => database.WriteAsync(connection => connection.ExecuteAsync(ClearSql));

    /// <summary>
    /// Claims one tick of a reminder for a server: true for one of all that ask, false for the others and for ticks before
    /// it. A server that dies after its claim leaves this tick unrung, as a silo of Orleans does; the next one rings.
    /// </summary>
    public Task<bool> TryClaimAsync(GrainId grainId, string reminderName, long tick, string owner) => database.WriteAsync(async connection =>
        await connection.ExecuteAsync(ClaimSql, new { type = $"{grainId.Type}", key = $"{grainId.Key}", name = reminderName, tick, owner }) == 1);

    private Task<ReminderTableData> Select(string sql, object parameters) => database.ReadAsync(async connection =>
        new ReminderTableData((await connection.QueryAsync<Row>(sql, parameters)).Select(row => row.ToEntry())));

    /// <summary>A time whose kind was lost on the way is UTC all the same: reminders know no other.</summary>
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    private sealed class Row
    {
        public string GrainType { get; init; } = "";

        public string GrainKey { get; init; } = "";

        public string Name { get; init; } = "";

        public string StartAt { get; init; } = "";

        public long PeriodTicks { get; init; }

        public string Etag { get; init; } = "";

        public ReminderEntry ToEntry() => new()
        {
            GrainId = GrainId.Create(GrainType, GrainKey),
            ReminderName = Name,
            StartAt = DateTime.Parse(StartAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Period = TimeSpan.FromTicks(PeriodTicks),
            ETag = Etag,
        };
    }
}
