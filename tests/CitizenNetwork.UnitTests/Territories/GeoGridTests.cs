using System.Text.Json;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.VisualBasic.FileIO;

namespace CitizenNetwork.UnitTests.Perimeters;

/// <summary>The search near a point: the same as looking at everything, and as published distances.</summary>
public sealed class GeoGridTests
{
    /// <summary>Metres from a border within which another rounding may count differently.</summary>
    private const double Tolerance = 5;

    /// <summary>Metres farther than any two points lie apart.</summary>
    private const double HalfEarth = 20_100_000;

    [Fact]
    public void Within_AnyPointAndRadius_IsWhatLookingAtEverythingFinds() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Points().ArrayOf().ToArbitrary(), Points().ToArbitrary(), Gen.Choose(0, 21_000_000).ToArbitrary(), (points, centre, metres) =>
            new GeoGrid<GeoPoint>(points.Select(point => (point, point))).Within(centre, metres).Select(near => near.Item)
                .SequenceEqual(points.Where(point => centre.DistanceTo(point) <= metres).OrderBy(point => centre.DistanceTo(point)))));

    [Theory]
    [InlineData(10, 179.99, 10, -179.99, 2_300)] // Over the date line.
    [InlineData(89.99, 0, 89.99, 180, 2_300)] // Over the pole.
    [InlineData(-90, 0, -89.99, 77, 1_200)]
    [InlineData(60, 0.249, 60, 0.251, 120)] // Over the side of a cell.
    public void Within_OverAnEdge_FindsWhatLiesBeyond(double latitude, double longitude, double otherLatitude, double otherLongitude, double metres)
    {
        GeoPoint other = new(otherLatitude, otherLongitude);
        var near = Assert.Single(new GeoGrid<string>([("beyond", other), ("far", new GeoPoint(45, 90))]).Within(new GeoPoint(latitude, longitude), metres));
        Assert.Equal(("beyond", new GeoPoint(latitude, longitude).DistanceTo(other)), near);
    }

    [Fact]
    public void Near_Angers_IsWhatLookingAtEveryCommuneFinds()
    {
        var angers = CommittedTable.Value.Find(Samples.Angers)!;
        var found = CommittedTable.Value.Near(angers.Centre!.Value, 100_000);
        var everyone = CommittedTable.Value.All.Where(perimeter => perimeter.Centre is { } centre && centre.DistanceTo(angers.Centre.Value) <= 100_000).ToList();
        Assert.Equal(everyone.Count, found.Count);
        Assert.Empty(everyone.Except(found.Select(near => near.Commune)));
        Assert.Equal((angers, 0), found[0]);
        Assert.True(found.Zip(found.Skip(1)).All(pair => pair.First.Metres <= pair.Second.Metres));
    }

    [SkippableFact]
    [Trait("seed", "001-9")]
    public void Within_RealPlacesAroundTwelveCommunes_CountsAndOrdersThemAsPublished()
    {
        var places = Places(Repository.RequireRealData("acteurs-mednum", "lieux-unifies.csv"));
        GeoGrid<string> grid = new(places.Select(place => (place.Key, place.Value)));
        var examples = File.ReadAllLines(Repository.RequireRealData("acteurs-mednum", "exemples-proximite.jsonl"));
        Assert.Equal(12, examples.Length);
        foreach (var example in examples.Select(line => JsonDocument.Parse(line).RootElement))
        {
            var commune = CommittedTable.Value.Find(new PerimeterCode($"COM-{example.GetProperty("commune").GetString()}"))!;
            var centre = commune.Centre!.Value;
            foreach (var kilometres in new[] { 5, 10, 30, 100 })
            {
                var expected = example.GetProperty($"dans_{kilometres}km").GetInt32();
                Assert.InRange(expected, grid.Within(centre, (kilometres * 1_000) - Tolerance).Count, grid.Within(centre, (kilometres * 1_000) + Tolerance).Count);
                Assert.Equal(places.Values.Count(place => centre.DistanceTo(place) <= kilometres * 1_000), grid.Within(centre, kilometres * 1_000).Count);
            }

            var nearest = grid.Within(centre, HalfEarth).Take(10).ToList();
            var published = example.GetProperty("plus_proches").EnumerateArray().Select(near => (Id: near[0].GetString()!, Metres: near[1].GetDouble() * 1_000)).ToList();
            Assert.Equal(published.Count, nearest.Count);
            for (var i = 0; i < nearest.Count; i++)
            {
                // Two that are equally far may be named in either order.
                Assert.InRange(nearest[i].Metres, published[i].Metres - Tolerance, published[i].Metres + Tolerance);
                Assert.InRange(centre.DistanceTo(places[published[i].Id]), nearest[i].Metres - Tolerance, nearest[i].Metres + Tolerance);
            }
        }
    }

    private static Dictionary<string, GeoPoint> Places(string path)
    {
        using TextFieldParser parser = new(path) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        var header = parser.ReadFields()!;
        Dictionary<string, GeoPoint> places = [];
        while (parser.ReadFields() is { } fields)
        {
            if (fields[Array.IndexOf(header, "latitude")] is { Length: > 0 } latitude && fields[Array.IndexOf(header, "longitude")] is { Length: > 0 } longitude)
            {
                places.Add(fields[0], new GeoPoint(Degrees(latitude), Degrees(longitude)));
            }
        }

        return places;

        static double Degrees(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Gen<GeoPoint> Points() =>
        from latitude in Gen.Choose(-90_000, 90_000)
        from longitude in Gen.Choose(-180_000, 180_000)
        select new GeoPoint(latitude / 1_000.0, longitude / 1_000.0);
}
