using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Testing;
using CitizenNetwork.UnitTests.Perimeters;

namespace CitizenNetwork.UnitTests.Search;

public sealed class NearbySearchTests
{
    [Theory]
    [Trait("feature", "F14")]
    [InlineData(1, 30_000, 250)]
    [InlineData(2, 12_345, 250)]
    [InlineData(3, 700, 150)]
    [InlineData(4, 1, 20)]
    [InlineData(5, 0, 5)]
    public void Find_InManyRowsTakenAtOnce_IsWhatBruteForceSays(int seed, int count, int queries)
    {
        GeneratedRows generated = new(seed);
        var rows = generated.Rows(count);
        AssertSame(NearbyIndex.Of(rows), rows, generated, queries);
    }

    [Fact]
    [Trait("feature", "F14")]
    public async Task Find_AfterPutsReplacementsAndRemovals_IsWhatBruteForceSays()
    {
        GeneratedRows generated = new(11);
        Random random = new(11);
        var index = NearbyIndex.Empty;
        List<NearbyRow> rows = [];
        for (var step = 0; step < 20_000; step++)
        {
            var place = rows.Count == 0 ? 0 : random.Next(rows.Count);
            switch (random.Next(10))
            {
                case 0 when rows.Count > 0:
                    index = index.Replace(rows[place], null);
                    (rows[place], rows[^1]) = (rows[^1], rows[place]);
                    rows.RemoveAt(rows.Count - 1);
                    break;
                case < 4 when rows.Count > 0:
                    var changed = generated.Row(rows[place].Name);
                    index = index.Replace(rows[place], changed);
                    rows[place] = changed;
                    break;
                default:
                    rows.Add(generated.Row($"resources/r-{step}"));
                    index = index.Replace(null, rows[^1]);
                    break;
            }

            if (step % 1_000 == 999)
            {
                AssertSame(index, rows, generated, 12);
            }
        }

        index = await index.SettledAsync();
        Assert.Equal(rows.Count, index.Count);
        Assert.InRange(index.Parts.Length, 1, 20);
        AssertSame(index, rows, generated, 60);
    }

    /// <summary>Distances to three points would tell where somebody lives.</summary>
    [Fact]
    public void Index_AnIndividualWithAPosition_LiesAtTheCentreOfTheCommune()
    {
        GeoPoint door = new(47.4712, -0.5518);
        CitizenNetwork.Matching.Catalogue.Catalogue catalogue = new(Samples.Territories, Samples.Themes);
        foreach (var (id, kind) in new[] { ("personne", ActorKind.Individual), ("ruche", ActorKind.Association) })
        {
            var actor = Samples.Actor(id) with { Kind = kind, Position = door };
            catalogue.Put(new CitizenNetwork.Matching.Catalogue.Entry<Actor>(actor.Id.Name, actor, 1, default, default));
        }

        var shelf = catalogue.Current.ActorShelf;
        Assert.Equal(Samples.Territories.Find(Samples.Angers)!.Centre, shelf.Find("actors/personne")!.Nearby!.Point);
        Assert.Equal(door, shelf.Find("actors/ruche")!.Nearby!.Point);
    }

    [Fact]
    public async Task Settled_AfterMostRowsWereRemoved_KeepsNoSegmentOfThem()
    {
        GeneratedRows generated = new(12);
        var rows = generated.Rows(5_000);
        var index = NearbyIndex.Of(rows);
        foreach (var row in rows[..4_000])
        {
            index = index.Replace(row, null);
        }

        index = await index.SettledAsync();
        index = await index.Replace(null, generated.Row("resources/last")).SettledAsync();
        Assert.All(index.Parts, part => Assert.InRange(part.Removed.Count * 4, 0, part.Segment.Rows.Length));
        AssertSame(index, [.. index.Rows], generated, 30);
        Assert.Equal(1_001, index.Count);
    }

    [Fact]
    public void Find_OfManyEquallyNearRows_OrdersThemByName()
    {
        GeoPoint centre = new(47.4784, -0.5632);
        var rows = Enumerable.Range(0, 3_000).Select(i => new NearbyRow($"resources/{(i * 7_919) % 3_000:D4}", "", centre, [], AnalysedText.Of("x", "", ""))).ToList();
        var (hits, total) = NearbySearch.Find(NearbyIndex.Of(rows), null, new NearbyQuery(MatchCategory.Resource, centre, 0, [], string.Empty, SearchOrder.Distance, 0, 50));

        Assert.Equal(3_000, total);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"resources/{i:D4}"), hits.Select(hit => hit.Row.Name));
    }

    [Theory]
    [InlineData("dans le")]
    [InlineData("introuvables")]
    public void Find_WordsThatNoRecordHolds_FindsNothing(string text)
    {
        GeneratedRows generated = new(13);
        var (hits, total) = NearbySearch.Find(NearbyIndex.Of(generated.Rows(500)), null, new NearbyQuery(MatchCategory.Resource, default, 20_000_000, [], text, SearchOrder.Distance, 0, 50));

        Assert.Equal((0, 0), (hits.Count(), total));
    }

    [SkippableFact]
    [Trait("feature", "F14")]
    public void Find_AmongRealPlaces_IsWhatBruteForceSays()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.RequireRealData("france-services", "france_services_2020.geojson")));
        var rows = document.RootElement.GetProperty("features").EnumerateArray().Select((feature, i) => Place(feature.GetProperty("properties"), i))
            .Concat(CommittedTable.Value.All.Where(one => one.Centre is not null)
                .Select(one => new NearbyRow($"perimeters/{one.Code.Value}", one, one.Centre!.Value, [one.Kind == PerimeterKind.Commune ? "culture" : "food"], AnalysedText.Of(one.Name, string.Empty, string.Empty))))
            .ToList();
        Assert.InRange(rows.Count, 35_000, 100_000);
        var index = NearbyIndex.Of(rows);
        Random random = new(17);
        for (var i = 0; i < 150; i++)
        {
            var asked = rows[random.Next(rows.Count)];
            NearbyQuery query = new(MatchCategory.Resource, asked.Point, random.Next(3) switch { 0 => 5_000, 1 => 60_000, _ => 1_500_000 }, random.Next(2) == 0 ? [] : ["culture"], random.Next(3) switch { 0 => "saint services", 1 => string.Join(' ', asked.Text.Terms.Select(term => term.Word)), _ => "" }, SearchOrder.Distance, 0, 50);
            var (expected, found) = BruteForce.Both(index, rows, null, query);
            Assert.True(expected == found, $"{query}: {found} instead of {expected}");
        }
    }

    private static NearbyRow Place(JsonElement place, int number) => new(
        $"actors/france-services-{number}",
        place,
        new GeoPoint(place.GetProperty("LATITUDE").GetDouble(), place.GetProperty("LONGITUDE").GetDouble()),
        ["solidarity"],
        AnalysedText.Of(place.GetProperty("lib_france_services").GetString()!, string.Empty, $"France services {place.GetProperty("ADRESSE").GetString()}"));

    private static void AssertSame(NearbyIndex index, List<NearbyRow> rows, GeneratedRows generated, int queries)
    {
        for (var i = 0; i < queries; i++)
        {
            var query = generated.Query();
            foreach (var space in new[] { GeneratedRows.Space, null })
            {
                var (expected, found) = BruteForce.Both(index, rows, space, query);
                Assert.True(expected == found, $"{query}: {found} instead of {expected}");
            }
        }
    }
}
