using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>Points of the whole Earth, poles and date line included: France is not the only place where a cell can be missed.</summary>
public sealed class CircleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RangesOf_AnyCircle_HoldEveryRowInsideOnce(int seed)
    {
        Random random = new(seed);
        var text = AnalysedText.Of("x", string.Empty, string.Empty);
        var segment = Segment.Of([.. Enumerable.Range(0, 20_000).Select(i => new NearbyRow($"r/{i}", i, Point(), [], text))]);
        for (var i = 0; i < 300; i++)
        {
            Circle circle = new(Point(), Math.Pow(10, random.NextDouble() * 7.31));
            var rows = segment.RangesOf(circle).SelectMany(range => Enumerable.Range(range.Start, range.End - range.Start)).ToList();
            Assert.Equal(rows.Count, rows.Distinct().Count());
            var missed = Enumerable.Range(0, segment.Rows.Length).Except(rows).Where(row => circle.Contains(segment.Rows[row].Point));
            Assert.Empty(missed);
        }

        GeoPoint Point() => random.Next(10) switch
        {
            0 => new GeoPoint(random.Next(2) == 0 ? 90 : -90, random.Next(-180, 181)),
            1 => new GeoPoint(random.Next(-90, 91), random.Next(2) == 0 ? 180 : -180),
            2 => new GeoPoint(GridCells.SouthOf(random.Next(3_601)), (random.Next(7_200) * GridCells.CellDegrees) - 180),
            3 => new GeoPoint(89.9 + (random.NextDouble() / 10), (random.NextDouble() * 360) - 180),
            _ => new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180),
        };
    }

    [Fact]
    public void Inside_RowsAtTheVeryBorder_AreThoseOfTheDistance()
    {
        Random random = new(3);
        var text = AnalysedText.Of("x", string.Empty, string.Empty);
        GeoPoint centre = new(47.4784, -0.5632);
        List<NearbyRow> rows = [];
        for (var i = 0; i < 64; i++)
        {
            rows.Add(new NearbyRow($"r/{i}", i, new GeoPoint(centre.Latitude + (random.NextDouble() / 5), centre.Longitude + (random.NextDouble() / 5)), [], text));
        }

        var segment = Segment.Of([.. rows]);
        Span<float> chords = stackalloc float[Segment.WordRows];
        foreach (var row in rows)
        {
            // The row itself is inside, a hair less leaves it out.
            var metres = centre.DistanceTo(row.Point);
            foreach (var radius in new[] { metres, double.BitDecrement(metres), double.BitIncrement(metres), metres - 3, metres + 3 })
            {
                Circle circle = new(centre, radius);
                var expected = segment.Rows.Select((one, i) => circle.Contains(one.Point) ? 1UL << i : 0).Aggregate((sum, bit) => sum | bit);
                Assert.Equal(expected, CircleScan.Inside(segment, circle, 0, ulong.MaxValue, chords));
                Assert.Equal(expected & 0x11, CircleScan.Inside(segment, circle, 0, 0x11, chords));
            }
        }
    }
}
