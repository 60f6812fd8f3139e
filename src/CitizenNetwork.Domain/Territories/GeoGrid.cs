namespace CitizenNetwork.Domain.Territories;

/// <summary>Things with a point, by cells of latitude and longitude, so that a search near a point looks at few of them.</summary>
public sealed class GeoGrid<T>
{
    /// <summary>Side of a cell in degrees: some 28 km from south to north, a few dozen communes of France.</summary>
    private const double CellDegrees = 0.25;

    private const int Columns = (int)(360 / CellDegrees);

    /// <summary>Widens the cells searched by a hair, so that rounding never loses what lies on the border.</summary>
    private const double Margin = 1.000_001;

    private readonly Dictionary<(int Row, int Column), List<(T Item, GeoPoint Point)>> _cells = [];

    public GeoGrid(IEnumerable<(T Item, GeoPoint Point)> items)
    {
        foreach (var (item, point) in items)
        {
            var cell = (Cell(point.Latitude), Column(Cell(point.Longitude)));
            if (!_cells.TryGetValue(cell, out var held))
            {
                _cells[cell] = held = [];
            }

            held.Add((item, point));
        }
    }

    /// <summary>What lies at most so many metres from a point, the nearest first; equal distances in the order given.</summary>
    public List<(T Item, double Metres)> Within(GeoPoint centre, double metres)
    {
        List<(T Item, double Metres)> found = [];
        var angle = metres / GeoPoint.EarthRadiusMetres * Margin;
        var degrees = double.RadiansToDegrees(angle);
        var (first, count) = ColumnsWithin(centre, angle, degrees);
        for (var row = Cell(Math.Max(-90, centre.Latitude - degrees)); row <= Cell(Math.Min(90, centre.Latitude + degrees)); row++)
        {
            for (var i = 0; i < count; i++)
            {
                foreach (var (item, point) in _cells.GetValueOrDefault((row, Column(first + i))) ?? [])
                {
                    if (centre.DistanceTo(point) is var distance && distance <= metres)
                    {
                        found.Add((item, distance));
                    }
                }
            }
        }

        return [.. found.OrderBy(near => near.Metres)];
    }

    /// <summary>Columns that a circle touches: the first, and how many; all of them when it holds a pole.</summary>
    private static (int First, int Count) ColumnsWithin(GeoPoint centre, double angle, double degrees)
    {
        if (Math.Abs(centre.Latitude) + degrees >= 90)
        {
            return (0, Columns);
        }

        // The meridians that touch the circle: sin(half width) = sin(radius) / cos(latitude).
        var half = double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(angle) / Math.Cos(double.DegreesToRadians(centre.Latitude)))));
        var first = Cell(centre.Longitude - half);
        return (first, Math.Min(Columns, Cell(centre.Longitude + half) - first + 1));
    }

    /// <summary>Cells west of the date line go on east of it.</summary>
    private static int Column(int cell) => ((cell % Columns) + Columns) % Columns;

    private static int Cell(double degrees) => (int)Math.Floor(degrees / CellDegrees);
}
