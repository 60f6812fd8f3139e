using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Duplicates;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Duplicates;

public sealed class DuplicateIndexTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);
    private readonly DuplicateIndex<Actor> _index = new(actor => DuplicateTraits.Of(actor, Territories));
    private long _revision;

    [Fact]
    public void Pairs_OfTwoSources_AreFoundAndThoseOfOneSourceAreNot()
    {
        Put("ruche-a", "La Ruche", "a");
        Put("ruche-b", "La Ruche", "b");
        Put("ruche-b-2", "La Ruche", "b");
        Put("ruche", "La Ruche", null);

        Assert.Equal(
            ["ruche ruche-a", "ruche ruche-b", "ruche ruche-b-2", "ruche-a ruche-b", "ruche-a ruche-b-2"],
            Pairs());
    }

    [Fact]
    public void Pairs_AfterAChangeAndARemoval_AreThoseOfNow()
    {
        Put("ruche-a", "La Ruche", "a");
        Put("ruche-b", "La Ruche", "b");
        Assert.Single(Pairs());

        Put("ruche-b", "Le Verger collectif", "b");
        Assert.Empty(Pairs());

        Put("ruche-b", "La Ruche", "b");
        Assert.Single(Pairs());

        _catalogue.Remove<Actor>("actors/ruche-a", ++_revision);
        Assert.Empty(Pairs());
    }

    [Fact]
    public void Follow_WithNothingNew_ComparesNothing()
    {
        Put("ruche-a", "La Ruche", "a");
        Put("ruche-b", "La Ruche", "b");
        Pairs();
        var before = _index.Comparisons;

        Pairs();
        Put("autre", "Un tout autre lieu", null);
        Pairs();

        Assert.Equal(before, _index.Comparisons);
    }

    [Fact]
    public void Find_OfADraft_NamesTheLikeliestFirstAndLeavesOutASource()
    {
        Put("ruche-a", "La Ruche", "a");
        Put("ruche-b", "La Ruche aux projets", "b");
        _index.Follow(_catalogue.Current);
        var draft = DuplicateTraits.Of(Actor("draft") with { DisplayName = "la ruche", Commune = Angers }, Territories);

        Assert.Equal("actors/ruche-a", _index.Find(draft, null, "", DuplicateScorer.Possible, 5)[0].Entry.Name);
        Assert.DoesNotContain(_index.Find(draft, "a", "", 0, 5), found => found.Entry.Name == "actors/ruche-a");
        Assert.Single(_index.Find(draft, null, "", 0, 1));
    }

    [Fact]
    public void Keys_OfNeighbouringCells_Meet()
    {
        Random random = new(1);
        for (var i = 0; i < 1_000; i++)
        {
            GeoPoint here = new((random.NextDouble() * 100) - 50, (random.NextDouble() * 358) - 179);
            GeoPoint there = new(here.Latitude + ((random.NextDouble() - 0.5) * 0.0012), here.Longitude + ((random.NextDouble() - 0.5) * 0.0012));
            var (one, other) = (At(here), At(there));

            Assert.True(here.DistanceTo(there) > 100 || DuplicateKeys.Around(one).Intersect(DuplicateKeys.Of(other)).Any(), $"{here} {there}");
        }

        static DuplicateTraits At(GeoPoint point) => DuplicateTraits.Of(Actor("a-place") with { DisplayName = $"{Guid.NewGuid()}", Commune = default, Position = point }, Territories);
    }

    [Fact]
    public void Follow_AHundredThousandRecords_ComparesNoMoreThanItsBlocksHold()
    {
        const int Records = 100_000;
        Random random = new(20_261_125);
        string[] kinds = ["Mairie", "Médiathèque", "Association", "France Services", "Centre social", "CCAS"];
        PerimeterCode[] communes = [Angers, Trelaze, Behuard, Saumur, Cholet, Nantes, Paris];
        for (var i = 0; i < Records; i++)
        {
            // As few communes as make it worse than France is: everything that is not a key of its own piles up.
            var actor = Actor($"actor-{i}") with
            {
                DisplayName = $"{kinds[random.Next(kinds.Length)]} {Word(random)} {Word(random)}",
                Commune = communes[random.Next(communes.Length)],
                StreetAddress = $"{random.Next(1, 200)} rue {Word(random)} {Word(random)}",
                Position = random.Next(2) == 0 ? null : new GeoPoint(46.5 + random.NextDouble(), -1 + random.NextDouble()),
            };
            _catalogue.Put(new Entry<Actor>(actor.Id.Name, actor, 1, default, default, new SourceReference($"source-{i % 4}", $"{i}", "", default)));
        }

        _index.Follow(_catalogue.Current);

        // A record stands in few blocks, each of which is looked through up to its cap: all with all would be 5,000,000,000.
        Assert.InRange(_index.Comparisons, 1, Records * 200L);
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 3).Select(_ => $"{"bcdfglmnprstv"[random.Next(13)]}{"aeiou"[random.Next(5)]}"));

    private List<string> Pairs()
    {
        _index.Follow(_catalogue.Current);
        return [.. _index.Pairs(DuplicateScorer.Likely).Select(pair => $"{pair.First.Record.Id.Value} {pair.Second.Record.Id.Value}").Order(StringComparer.Ordinal)];
    }

    private void Put(string id, string name, string? source)
    {
        var actor = Actor(id) with { DisplayName = name, Commune = Angers };
        _catalogue.Put(new Entry<Actor>(actor.Id.Name, actor, ++_revision, default, default, source is null ? null : new SourceReference(source, id, "", default)));
    }
}
