using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.UnitTests.Perimeters;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>Through the catalogue, while records are written, replaced and removed.</summary>
public sealed class ConcurrentSearchTests
{
    private static readonly string[] s_words = ["atelier", "vélos", "jardin", "quartier", "repas", "compost", "théâtre"];

    [Fact]
    [Trait("feature", "F14")]
    public async Task Find_WhileOthersWrite_IsWhatBruteForceSaysOfTheVeryView()
    {
        Catalogue catalogue = new(CommittedTable.Value, Themes);
        using CancellationTokenSource done = new();
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() => ReadUntil(catalogue, reader, done.Token))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() => Write(catalogue, writer))));
        await done.CancelAsync();
        var compared = await Task.WhenAll(readers);
        Assert.All(compared, count => Assert.InRange(count, 1, int.MaxValue));
        Assert.True(Compare(catalogue.Current, new Random(1)) > 0);
    }

    [Fact]
    public void Find_AChangeJustMade_IsSeenAtOnce()
    {
        Catalogue catalogue = new(Territories, Themes);
        NearbyQuery query = new(MatchCategory.Resource, Territories.Find(Trelaze)!.Centre!.Value, 1_000, ["mobility"], "Ateliers", SearchOrder.Distance, 0, 10);
        Assert.Equal(0, NearbySearch.Find(catalogue.Current, query).Total);

        // Without a position it lies at the centre of its commune.
        var workshop = Resource("atelier") with { Title = "Un atelier", Commune = Trelaze, Themes = ["mobility"] };
        Put(1, workshop);
        var before = catalogue.Current;
        Assert.Equal([("resources/atelier", 0.0)], NearbySearch.Find(before, query).Found.Select(found => (found.Name, found.Metres)));

        Put(2, workshop with { Position = new GeoPoint(47.4784, -0.5632) });
        Assert.Equal(0, NearbySearch.Find(catalogue.Current, query).Total);
        Assert.Equal(1, NearbySearch.Find(catalogue.Current, query with { Centre = new GeoPoint(47.4784, -0.5632) }).Total);
        catalogue.Remove<Resource>("resources/atelier", 3);
        Assert.Equal(0, NearbySearch.Find(catalogue.Current, query with { Metres = 20_000_000 }).Total);
        Assert.Equal(1, NearbySearch.Find(before, query).Total);

        void Put(long revision, Resource resource) => catalogue.Put(new Entry<Resource>(resource.Id.Name, resource, revision, default, default));
    }

    private static void Write(Catalogue catalogue, int writer)
    {
        Random random = new(100 + writer);
        var communes = CommittedTable.Value.All.Where(one => one is { Kind: PerimeterKind.Commune, Centre: not null }).OrderBy(one => one.Code.Value, StringComparer.Ordinal).Take(300).ToArray();
        for (var i = 0; i < 3_000; i++)
        {
            var id = $"r-{writer}-{random.Next(1_500)}";
            if (random.Next(5) == 0)
            {
                catalogue.Remove<Resource>($"resources/{id}", i + 1);
                continue;
            }

            var commune = communes[random.Next(communes.Length)];
            var resource = Resource(id) with
            {
                Title = $"{s_words[random.Next(s_words.Length)]} {s_words[random.Next(s_words.Length)]}",
                Commune = commune.Code,
                Themes = random.Next(2) == 0 ? ["culture"] : ["mobility", "food"],
                Position = random.Next(3) == 0 ? null : new GeoPoint(commune.Centre!.Value.Latitude + (random.NextDouble() / 20), commune.Centre.Value.Longitude),
            };
            catalogue.Put(new Entry<Resource>(resource.Id.Name, resource, i + 1, default, default));
        }
    }

    private static int ReadUntil(Catalogue catalogue, int reader, CancellationToken done)
    {
        Random random = new(200 + reader);
        var compared = 0;
        do
        {
            compared += Compare(catalogue.Current, random);
        }
        while (!done.IsCancellationRequested);
        return compared;
    }

    /// <summary>Compares with the records of the shelf, which the index does not hold.</summary>
    private static int Compare(CatalogueView view, Random random)
    {
        var rows = view.ResourceShelf.Records.Select(record => record.Nearby!).ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        NearbyQuery query = new(MatchCategory.Resource, rows[random.Next(rows.Count)].Point, random.Next(200_000), random.Next(2) == 0 ? [] : ["culture"], random.Next(2) == 0 ? "" : "jardins", SearchOrder.Distance, 0, 50);
        var (expected, found) = BruteForce.Both(view.ResourceShelf.Nearby, rows, null, query);
        Assert.Equal(expected, found);
        return 1;
    }
}
