using CitizenNetwork.Domain.Territories;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>The projection of metropolitan France (EPSG:2154): metres to degrees. RGF93 and WGS 84 agree within a metre.</summary>
internal static class Lambert93
{
    private const string Definition =
        """
        PROJCS["RGF93 / Lambert-93",
          GEOGCS["RGF93",
            DATUM["Reseau_Geodesique_Francais_1993", SPHEROID["GRS 1980",6378137,298.257222101], TOWGS84[0,0,0,0,0,0,0]],
            PRIMEM["Greenwich",0], UNIT["degree",0.0174532925199433]],
          PROJECTION["Lambert_Conformal_Conic_2SP"],
          PARAMETER["standard_parallel_1",49], PARAMETER["standard_parallel_2",44], PARAMETER["latitude_of_origin",46.5],
          PARAMETER["central_meridian",3], PARAMETER["false_easting",700000], PARAMETER["false_northing",6600000],
          UNIT["metre",1]]
        """;

    private static readonly MathTransform s_toDegrees = Make();

    /// <summary>Whether two numbers can be metres of this projection over metropolitan France.</summary>
    public static bool Covers(double x, double y) => x is > 50_000 and < 1_300_000 && y is > 6_000_000 and < 7_200_000;

    public static GeoPoint ToPoint(double x, double y)
    {
        var (longitude, latitude) = s_toDegrees.Transform(x, y);
        return new GeoPoint(latitude, longitude);
    }

    private static MathTransform Make()
    {
        var projected = (ProjectedCoordinateSystem)new CoordinateSystemFactory().CreateFromWkt(Definition);
        return new CoordinateTransformationFactory().CreateFromCoordinateSystems(projected, GeographicCoordinateSystem.WGS84).MathTransform;
    }
}
