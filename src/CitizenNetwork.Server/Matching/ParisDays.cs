namespace CitizenNetwork.Server.Matching;

/// <summary>Days as people in France count them.</summary>
internal static class ParisDays
{
    private static readonly TimeZoneInfo s_paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), s_paris).DateTime);
}
