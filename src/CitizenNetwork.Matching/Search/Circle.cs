using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Search;

/// <summary>
/// What lies at most so many metres from a point. Most rows are decided by the chord, the straight line through the Earth
/// between two points of the unit sphere, in single precision; those too close to the border by
/// <see cref="GeoPoint.DistanceTo"/>, so that the answer is exactly that of the great-circle distance.
/// </summary>
internal sealed class Circle
{
    /// <summary>
    /// More than the chord in single precision can be wrong, Earth radii (6.4 m). Each of three coordinates of two points is
    /// off by half a unit in the last place (2^-25), their difference by at most 2^-24, its length by at most √3 · 2^-24 =
    /// 1.04e-7; the operations after add at most four roundings to the square, 2 · 2^-24 of a chord of at most 2: 2.4e-7.
    /// </summary>
    public const double ChordError = 1e-6;

    /// <summary>Widens the cells searched, radians (0.6 m): more than rounding of the border's longitude.</summary>
    private const double Margin = 1e-7;

    private readonly double _angle;
    private readonly double _sine;
    private readonly double _cosine;
    private readonly (int First, int Count)[] _columns;

    public Circle(GeoPoint centre, double metres)
    {
        (Centre, Metres) = (centre, metres);
        _angle = Math.Min(metres / GeoPoint.EarthRadiusMetres, Math.PI) + Margin;
        (_sine, _cosine) = Math.SinCos(double.DegreesToRadians(centre.Latitude));
        (X, Y, Z) = OnSphere(centre);
        var chord = 2 * Math.Sin(Math.Min(metres / GeoPoint.EarthRadiusMetres, Math.PI) / 2);
        Inside = chord > ChordError ? (float)Square(chord - ChordError) : -1;
        Outside = (float)Square(chord + ChordError);
        var degrees = double.RadiansToDegrees(_angle);
        FirstBand = GridCells.BandOf(Math.Max(-GeoPoint.MaxLatitude, centre.Latitude - degrees));
        LastBand = GridCells.BandOf(Math.Min(GeoPoint.MaxLatitude, centre.Latitude + degrees));
        _columns = new (int First, int Count)[LastBand - FirstBand + 1];
    }

    public GeoPoint Centre { get; }

    public double Metres { get; }

    public float X { get; }

    public float Y { get; }

    public float Z { get; }

    /// <summary>Square of a chord up to which a row is surely inside; below zero: none is.</summary>
    public float Inside { get; }

    /// <summary>Square of a chord beyond which a row is surely outside.</summary>
    public float Outside { get; }

    /// <summary>First and last band of latitude that it touches.</summary>
    public int FirstBand { get; }

    public int LastBand { get; }

    /// <summary>The square of a chord, beyond which a row is surely farther than one whose chord has this square.</summary>
    public static float SurelyBeyond(float square) => (float)Square(Math.Sqrt(square) + (2 * ChordError));

    public static (float X, float Y, float Z) OnSphere(GeoPoint point)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(point.Latitude));
        var (east, towards) = Math.SinCos(double.DegreesToRadians(point.Longitude));
        return ((float)(cosine * towards), (float)(cosine * east), (float)sine);
    }

    public bool Contains(GeoPoint point) => Centre.DistanceTo(point) <= Metres;

    /// <summary>
    /// Columns of a band that it touches: the first, not wrapped, and how many. Every segment asks for the same bands, so
    /// they are computed once. One thread at a time.
    /// </summary>
    /// <param name="band">From the first band to the last one.</param>
    public (int First, int Count) ColumnsOf(int band)
    {
        ref var columns = ref _columns[band - FirstBand];
        if (columns.Count == 0)
        {
            columns = ComputeColumnsOf(band);
        }

        return columns;
    }

    private (int First, int Count) ComputeColumnsOf(int band)
    {
        var latitude = double.DegreesToRadians(Centre.Latitude);
        if (Math.Abs(latitude) + _angle >= Math.PI / 2)
        {
            return (0, GridCells.Columns);
        }

        // It is widest where the meridian touches it; in another band, at the border that is nearer to there.
        var widest = Math.Asin(Math.Clamp(_sine / Math.Cos(_angle), -1, 1));
        var south = Math.Max(double.DegreesToRadians(GridCells.SouthOf(band)), latitude - _angle);
        var north = Math.Min(double.DegreesToRadians(GridCells.SouthOf(band + 1)), latitude + _angle);
        var at = Math.Max(south, Math.Min(widest, north));
        var half = Math.Acos(Math.Clamp((Math.Cos(_angle) - (_sine * Math.Sin(at))) / (_cosine * Math.Cos(at)), -1, 1));
        var degrees = double.RadiansToDegrees(half + Margin);
        var first = GridCells.ColumnOf(Centre.Longitude - degrees);
        return (first, Math.Min(GridCells.Columns, GridCells.ColumnOf(Centre.Longitude + degrees) - first + 1));
    }

    private static double Square(double value) => value * value;
}
