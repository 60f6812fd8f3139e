using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Search;

/// <summary>Cells of equal degrees, numbered from south to north and, within a band of latitude, from west to east.</summary>
internal static class GridCells
{
    /// <summary>Side of a cell in degrees: some 5.6 km from south to north, 3.8 km from west to east in France.</summary>
    public const double CellDegrees = 0.05;

    /// <summary>Cells of a band.</summary>
    public const int Columns = (int)(360 / CellDegrees);

    public static int CellOf(GeoPoint point) => (BandOf(point.Latitude) * Columns) + Wrapped(ColumnOf(point.Longitude));

    public static int BandOf(double latitude) => (int)Math.Floor((latitude + GeoPoint.MaxLatitude) / CellDegrees);

    /// <summary>Southern border of a band in degrees.</summary>
    public static double SouthOf(int band) => (band * CellDegrees) - GeoPoint.MaxLatitude;

    /// <summary>Not wrapped: beyond the date line columns go on.</summary>
    public static int ColumnOf(double longitude) => (int)Math.Floor((longitude + GeoPoint.MaxLongitude) / CellDegrees);

    /// <summary>The column that it is, east of the date line.</summary>
    public static int Wrapped(int column) => ((column % Columns) + Columns) % Columns;
}
