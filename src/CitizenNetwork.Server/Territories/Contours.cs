using System.Text.Json;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Territories;

/// <summary>One commune's contour, as far as the table needs it.</summary>
/// <param name="Name">Its name at the time of the contours.</param>
/// <param name="AreaHectares">Its area on the sphere.</param>
/// <param name="Centre">Centre of its area.</param>
internal sealed record Contour(string Name, double AreaHectares, GeoPoint Centre);

/// <summary>Areas and centres from GeoJSON polygons in degrees (WGS84).</summary>
internal static class Contours
{
    private const double SquareMetresPerHectare = 10_000;

    /// <summary>Decimals kept of a centre: a metre.</summary>
    private const int Decimals = 5;

    /// <summary>The contours of all files of a folder, by the code of their commune.</summary>
    public static Dictionary<string, Contour> Read(string folder)
    {
        Dictionary<string, Contour> contours = new(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.geojson").Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
            {
                var properties = feature.GetProperty("properties");
                contours[properties.GetProperty("code").GetString()!] = Measure(properties.GetProperty("nom").GetString()!, feature.GetProperty("geometry"));
            }
        }

        return contours;
    }

    private static Contour Measure(string name, JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates");
        var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToList();
        var (area, latitude, longitude) = (0.0, 0.0, 0.0);
        foreach (var rings in polygons.Select(polygon => polygon.EnumerateArray().ToList()))
        {
            for (var i = 0; i < rings.Count; i++)
            {
                // The first ring is the outside, the others are holes (RFC 7946, 3.1.6).
                var ring = Ring(rings[i]);
                var share = i == 0 ? ring.Area : -ring.Area;
                area += share;
                latitude += share * ring.Latitude;
                longitude += share * ring.Longitude;
            }
        }

        return new Contour(name, area / SquareMetresPerHectare, new GeoPoint(Math.Round(latitude / area, Decimals), Math.Round(longitude / area, Decimals)));
    }

    /// <summary>Square metres inside a closed ring, and its centre.</summary>
    private static (double Area, double Latitude, double Longitude) Ring(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(point => new GeoPoint(point[1].GetDouble(), point[0].GetDouble())).ToList();
        var (sphere, plane, latitude, longitude) = (0.0, 0.0, 0.0, 0.0);
        var origin = points[0];
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);

            // Between a meridian and two parallels the sphere has R² (λ2 - λ1) (sin φ2 - sin φ1); trapezia sum up to the ring.
            sphere += double.DegreesToRadians(b.Longitude - a.Longitude) * (Math.Sin(double.DegreesToRadians(a.Latitude)) + Math.Sin(double.DegreesToRadians(b.Latitude)));
            var (ax, ay, bx, by) = (a.Longitude - origin.Longitude, a.Latitude - origin.Latitude, b.Longitude - origin.Longitude, b.Latitude - origin.Latitude);
            var cross = (ax * by) - (bx * ay);
            plane += cross;
            longitude += (ax + bx) * cross;
            latitude += (ay + by) * cross;
        }

        var area = Math.Abs(sphere) / 2 * GeoPoint.EarthRadiusMetres * GeoPoint.EarthRadiusMetres;
        return plane == 0 ? (0, origin.Latitude, origin.Longitude) : (area, origin.Latitude + (latitude / (3 * plane)), origin.Longitude + (longitude / (3 * plane)));
    }
}
