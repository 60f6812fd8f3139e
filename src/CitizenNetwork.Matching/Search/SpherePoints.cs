using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Search;

/// <summary>
/// Points of the unit sphere in a column: the first coordinates of eight rows, then their second and their third ones. Eight
/// rows are compared at once, and what one row needs lies together.
/// </summary>
internal static class SpherePoints
{
    /// <summary>Rows that lie together.</summary>
    public const int Together = 8;

    /// <summary>Numbers of the rows that lie together.</summary>
    public const int Stride = 3 * Together;

    public static void Set(float[] points, int row, GeoPoint point)
    {
        var place = PlaceOf(row);
        (points[place], points[place + Together], points[place + (2 * Together)]) = Circle.OnSphere(point);
    }

    /// <summary>Place of a row's first coordinate; the others lie <see cref="Together"/> further each.</summary>
    public static int PlaceOf(int row) => (row / Together * Stride) + (row % Together);
}
