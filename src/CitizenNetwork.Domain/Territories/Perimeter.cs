using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CitizenNetwork.Domain.Territories;

/// <summary>Kinds of territories, from the finest to the widest (seed 001-9).</summary>
public enum PerimeterKind
{
    Commune = 0,
    Epci = 1,
    Departement = 2,
    Region = 3,
    Country = 4,
}

/// <summary>A territory's public code with its prefix: COM-49007, EPCI-244900015, DEP-2A, REG-52, PAYS-99100. Equality is ordinal.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.perimeter-code")]
public readonly record struct PerimeterCode(string Value)
{
    /// <summary>France.</summary>
    public static PerimeterCode France { get; } = new("PAYS-99100");

    /// <summary>The code of the official list, without our prefix: 49007, 49, 200068518. A method, so that no state stores it.</summary>
    public string Bare() => Value[(Value.IndexOf('-', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Value;
}

/// <summary>A point of the WGS84 ellipsoid, in degrees.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.geo-point"), StructLayout(LayoutKind.Auto)]
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    /// <summary>Mean radius of the Earth in metres (IUGG).</summary>
    public const double EarthRadiusMetres = 6_371_008.8;

    /// <summary>Degrees of the poles.</summary>
    public const int MaxLatitude = 90;

    /// <summary>Degrees of the meridian opposite to Greenwich.</summary>
    public const int MaxLongitude = 180;

    /// <summary>Great-circle distance in metres (haversine).</summary>
    public double DistanceTo(GeoPoint other)
    {
        var dLatitude = double.DegreesToRadians(other.Latitude - Latitude);
        var dLongitude = double.DegreesToRadians(other.Longitude - Longitude);
        var a = (Math.Sin(dLatitude / 2) * Math.Sin(dLatitude / 2))
            + (Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude))
                * Math.Sin(dLongitude / 2) * Math.Sin(dLongitude / 2));
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}

/// <summary>One territory.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its official French name.</param>
/// <param name="Parents">Territories that contain it, the finest first.</param>
/// <param name="Population">Inhabitants; 0 when not known.</param>
/// <param name="Centre">Centre of its surface; null when not known.</param>
/// <param name="PostCodes">Post codes of a commune.</param>
/// <param name="AreaHectares">Area of its contour, simplified to a kilometre; 0 when not known.</param>
public sealed record Perimeter(
    PerimeterCode Code,
    PerimeterKind Kind,
    string Name,
    ImmutableArray<PerimeterCode> Parents,
    int Population,
    GeoPoint? Centre,
    ImmutableArray<string> PostCodes,
    int AreaHectares = 0)
{
    private const double HectaresPerSquareKilometre = 100;

    /// <summary>Inhabitants per square kilometre: ours, population over contour area, not INSEE's density grid; null when either is not known.</summary>
    public double? Density => Population > 0 && AreaHectares > 0 ? Population * HectaresPerSquareKilometre / AreaHectares : null;

    /// <summary>The département that it is or lies in; null for what is wider or crosses a border.</summary>
    public PerimeterCode? Departement => Kind == PerimeterKind.Departement ? Code : ParentOf(PerimeterKind.Departement);

    private PerimeterCode? ParentOf(PerimeterKind kind)
    {
        foreach (var parent in Parents)
        {
            if (TerritoryTable.KindOf(parent.Value) == kind)
            {
                return parent;
            }
        }

        return null;
    }
}
