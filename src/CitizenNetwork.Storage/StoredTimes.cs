using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage;

/// <summary>
/// Instants as the tables hold them: <c>timestamptz</c> in PostgreSQL; in SQLite, which knows no times, text in UTC whose
/// order is the order of the times. PostgreSQL keeps microseconds, so a time that is compared with a stored one has no more.
/// </summary>
internal sealed class StoredTimes : SqlMapper.TypeHandler<DateTimeOffset>
{
    private static int s_registered;

    private StoredTimes()
    {
    }

    /// <summary>Teaches the mapper, once: times, and columns named with underscores.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref s_registered, 1) == 0)
        {
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new StoredTimes());
        }
    }

    /// <summary>The text of a time in SQLite.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Now, cut to what both engines keep.</summary>
    public static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
        parameter.Value = parameter is SqliteParameter ? Text(value) : value.ToUniversalTime();

    public override DateTimeOffset Parse(object value) => Read(value);

    /// <summary>A time as either driver gives it.</summary>
    public static DateTimeOffset Read(object value) => value switch
    {
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ => throw new InvalidCastException($"A time is stored as {value.GetType()}."),
    };
}
