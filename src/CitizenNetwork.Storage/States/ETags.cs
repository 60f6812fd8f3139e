using System.Globalization;

namespace CitizenNetwork.Storage.States;

/// <summary>An ETag is the version of the row.</summary>
internal static class ETags
{
    public static string? Of(long version) => version == IStateStore.NoRow ? null : version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that an ETag expects; one that we never gave matches no row.</summary>
    public static long VersionOf(string? eTag) =>
        eTag is null ? IStateStore.NoRow : long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > IStateStore.NoRow ? version : -1;
}
