using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>
/// Keeps the reminders of the grains. It knows no clock: when a reminder is due follows from its first time and its
/// period alone, so that it rings on after a restart.
/// </summary>
public sealed class SqliteReminderTable(SqliteDatabase database) : IReminderTable
{
    private const string Columns = "grain_type, grain_key, name, start_at, period_ticks, etag";

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Select(
        "WHERE grain_type = $type AND grain_key = $key", ("$type", $"{grainId.Type}"), ("$key", $"{grainId.Key}"));

    // Hashes after begin, up to and with end. A range that does not rise wraps around zero; an empty one is the full circle.
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Select(
        begin < end ? "WHERE grain_hash > $begin AND grain_hash <= $end" : "WHERE grain_hash > $begin OR grain_hash <= $end",
        ("$begin", (long)begin),
        ("$end", (long)end));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var found = await Select(
            "WHERE grain_type = $type AND grain_key = $key AND name = $name",
            ("$type", $"{grainId.Type}"),
            ("$key", $"{grainId.Key}"),
            ("$name", reminderName));
        return found.Reminders.Count == 0 ? null : found.Reminders[0];
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        // Random instead of counted: a reminder removed and made again must not get back an ETag that somebody still holds.
        var eTag = Guid.NewGuid().ToString("N");
        (string Name, object Value)[] values =
        [
            ("$type", $"{entry.GrainId.Type}"),
            ("$key", $"{entry.GrainId.Key}"),
            ("$name", entry.ReminderName),
            ("$hash", (long)entry.GrainId.GetUniformHashCode()),
            ("$start", Utc(entry.StartAt).ToString("O", CultureInfo.InvariantCulture)),
            ("$period", entry.Period.Ticks),
            ("$etag", eTag),
        ];
        await database.WriteAsync(connection =>
        {
            using var command = connection.Command(
                """
                INSERT INTO reminder (grain_type, grain_key, name, grain_hash, start_at, period_ticks, etag)
                VALUES ($type, $key, $name, $hash, $start, $period, $etag)
                ON CONFLICT (grain_type, grain_key, name) DO UPDATE
                SET start_at = excluded.start_at, period_ticks = excluded.period_ticks, etag = excluded.etag
                """,
                values);
            return command.ExecuteNonQuery();
        });
        return eTag;
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => database.WriteAsync(connection =>
    {
        using var command = connection.Command(
            "DELETE FROM reminder WHERE grain_type = $type AND grain_key = $key AND name = $name AND etag = $etag",
            ("$type", $"{grainId.Type}"),
            ("$key", $"{grainId.Key}"),
            ("$name", reminderName),
            ("$etag", eTag));
        return command.ExecuteNonQuery() == 1;
    });

    public Task TestOnlyClearTable() => database.WriteAsync(connection =>
    {
        connection.Execute("DELETE FROM reminder");
        return true;
    });

    private Task<ReminderTableData> Select(string condition, params (string Name, object Value)[] parameters) => database.ReadAsync(connection =>
    {
        using var command = connection.Command($"SELECT {Columns} FROM reminder {condition}", parameters);
        using var reader = command.ExecuteReader();
        List<ReminderEntry> found = [];
        while (reader.Read())
        {
            found.Add(Read(reader));
        }

        return new ReminderTableData(found);
    });

    private static ReminderEntry Read(SqliteDataReader row) => new()
    {
        GrainId = GrainId.Create(row.GetString(0), row.GetString(1)),
        ReminderName = row.GetString(2),
        StartAt = DateTime.Parse(row.GetString(3), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Period = TimeSpan.FromTicks(row.GetInt64(4)),
        ETag = row.GetString(5),
    };

    /// <summary>A time whose kind was lost on the way is UTC all the same: reminders know no other.</summary>
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}
