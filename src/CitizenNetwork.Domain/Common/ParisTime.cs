namespace CitizenNetwork.Domain.Common;

/// <summary>The days that people of the network live: those of Europe/Paris.</summary>
public static class ParisTime
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>The day there at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);
}
