using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

[Trait("feature", "F27")]
public sealed class DiversityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Order_RandomLists_IsTheGreedyRule(int seed)
    {
        Random random = new(seed);
        for (var run = 0; run < 300; run++)
        {
            var (owners, places) = (random.Next(1, 12), random.Next(1, 12));
            var pins = random.Next(4);
            var items = Enumerable.Range(0, random.Next(80))
                .Select(i => new Thing(i, $"owner-{random.Next(owners)}", random.Next(3) == 0 ? null : $"place-{random.Next(places)}", i < pins))
                .ToList();

            var order = Diversifier.Order(items, thing => thing.Likeness).ToList();

            Assert.Equal(Greedy(items), order.Select(placed => placed.Item));
            Assert.Equal(items.Take(pins), order.Take(pins).Select(placed => placed.Item));
            Assert.Equal(items.Skip(Diversifier.Depth), order.Skip(Diversifier.Depth).Select(placed => placed.Item));
            for (var i = 0; i < order.Count; i++)
            {
                // Who gave way has somebody before it that it stood before.
                var overtaken = order.Take(i).Any(placed => placed.Item.Number > order[i].Item.Number);
                Assert.Equal(overtaken, order[i].Moved != Crowd.None);
            }
        }
    }

    [Fact]
    public void Order_ReadInPart_LooksNoFartherThanItMust()
    {
        var looked = 0;
        var endless = Enumerable.Range(0, int.MaxValue).Select(i =>
        {
            looked++;
            return new Thing(i, "the same", null, false);
        });

        Assert.Equal([0, 1, 2, 3], Diversifier.Order(endless, thing => thing.Likeness).Take(4).Select(placed => placed.Item.Number));
        Assert.Equal(Diversifier.Depth, looked);
    }

    [Fact]
    public void Suggest_FiveRoomsOfOneOwner_LeavesPlacesToOthers()
    {
        var world = Rooms(room => room with { StreetAddress = string.Empty });
        var shown = world.Suggest(MatchCategory.Resource).Matches;
        var plain = Off(world).Suggest(MatchCategory.Resource).Matches;

        Assert.All(plain.Take(5), match => Assert.Equal("actors/owner", match.Owner.Name));
        Assert.Equal(2, shown.Take(4).Count(match => match.Owner.Name == "actors/owner"));
        Assert.Equal(plain.Where(match => match.Owner.Name == "actors/owner").Select(match => match.Candidate), shown.Where(match => match.Owner.Name == "actors/owner").Select(match => match.Candidate));
        Assert.Equal(["moved-owner", "moved-owner", "moved-owner"], shown.SelectMany(match => match.Notes).Where(note => note.Case.StartsWith("moved", StringComparison.Ordinal)).Select(note => note.Case));
        Assert.DoesNotContain(plain.SelectMany(match => match.Notes), note => note.Case.StartsWith("moved", StringComparison.Ordinal));
        Assert.Equal(plain.Select(match => (match.Candidate, match.Score)).Order(), shown.Select(match => (match.Candidate, match.Score)).Order());
    }

    [Fact]
    public void Suggest_RoomsOfOneBuilding_AreTheSameWhateverTheOwner()
    {
        var world = Rooms(room => room with { Owner = new($"owner-{room.Id.Value}"), StreetAddress = "2 Place Haute" });
        world = world with { Actors = [.. world.Actors, .. world.Resources.Select(room => Actor(room.Owner.Value))] };

        Assert.Equal(["moved-place", "moved-place", "moved-place"], Moved(world));
        Assert.Equal(["moved-point", "moved-point", "moved-point"], Moved(world with { Resources = [.. world.Resources.Select(room => room.StreetAddress.Length == 0 ? room : room with { StreetAddress = "", Position = new(47.47841, -0.56321) })] }));
        Assert.Empty(Moved(world with { Resources = [.. world.Resources.Select((room, i) => room.StreetAddress.Length == 0 ? room : room with { StreetAddress = $"{i} place Haute" })] }));
        Assert.Empty(Moved(world with { Resources = [.. world.Resources.Select(room => room with { AttendanceMode = Domain.Common.AttendanceMode.Remote })] }));
    }

    [Fact]
    public void Suggest_Pins_StayFirstAndCount()
    {
        var world = Rooms(room => room with { StreetAddress = string.Empty });
        var pinned = world with { Initiative = world.Initiative with { Pins = [.. Enumerable.Range(0, 3).Select(i => new Pin($"resources/salle-{i}", "À voir", "Camille", DateTimeOffset.UnixEpoch))] } };
        var shown = pinned.Suggest(MatchCategory.Resource).Matches;

        Assert.Equal(["resources/salle-0", "resources/salle-1", "resources/salle-2"], shown.Take(3).Select(match => match.Candidate));
        Assert.Equal(["resources/salle-3", "resources/salle-4"], shown.Where(match => match.Notes.Any(note => note.Case == "moved-owner")).Select(match => match.Candidate).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Diversity.Unspecified)]
    [InlineData(Diversity.On)]
    [InlineData(Diversity.Off)]
    public void Explain_EveryCandidate_StandsWhereTheAnswerShowsIt(Diversity diversity)
    {
        var world = new GeneratedWorld(61).Make();
        world = world with
        {
            Preferences = MatchPreferences.None with { Diversity = diversity },
            Resources = [.. world.Resources.Select((resource, i) => resource with { Owner = new($"actor-{i % 6}"), ServedArea = [], OpenToKinds = [], Availability = null, Capacity = null, AccessConditions = [] })],
            Actors = [.. world.Actors.Select(actor => actor with { DoNotSolicit = false })],
            Calls = [.. world.Calls.Select((call, i) => call with { Funder = new($"actor-{i % 5}"), EligibleArea = [Domain.Territories.PerimeterCode.France], ExcludedArea = [], Opening = null })],
        };
        var view = world.View();
        foreach (var category in new[] { MatchCategory.Resource, MatchCategory.Funding })
        {
            var matches = world.Suggest(category, take: 500).Matches;

            Assert.True(matches.Length > 12);
            Assert.Equal(Enumerable.Range(0, matches.Length), matches.Select(match => World.Matcher.Explain(view, world.Query(category), match.Candidate)!.BetterCount));
            Assert.Equal(matches.Select(match => string.Join(' ', match.Notes.Select(note => note.Case))), matches.Select(match => string.Join(' ', World.Matcher.Explain(view, world.Query(category), match.Candidate)!.Match.Notes.Select(note => note.Case))));
            var isOn = diversity == Diversity.On || (diversity == Diversity.Unspecified && category == MatchCategory.Resource);
            var hasMoved = matches.Any(match => match.Notes.Any(note => note.Case.StartsWith("moved", StringComparison.Ordinal)));
            Assert.Equal(!hasMoved, matches.Select(match => match.Score).OrderDescending().SequenceEqual(matches.Select(match => match.Score)));
            Assert.True(isOn || !hasMoved);
            Assert.True(hasMoved || !isOn || category == MatchCategory.Funding);
            Assert.True(!isOn || category == MatchCategory.Funding || matches.Take(Diversifier.Window).CountBy(match => match.Owner).All(owner => owner.Value <= Diversifier.MostAlike));
        }
    }

    /// <summary>Five good rooms that are alike and eight of others that nobody would put before them.</summary>
    private static World Rooms(Func<Resource, Resource> alike) => new World
    {
        Actors = [Actor("owner"), .. Enumerable.Range(0, 8).Select(i => Actor($"autre-{i}"))],
        Resources =
        [
            .. Enumerable.Range(0, 5).Select(i => alike(Resource($"salle-{i}") with { Title = "Réparer des vélos ensemble" })),
            .. Enumerable.Range(0, 8).Select(i => Resource($"loin-{i}") with { Owner = new($"autre-{i}"), Commune = Paris }),
        ],
    };

    private static World Off(World world) => world with { Preferences = world.Preferences with { Diversity = Diversity.Off } };

    private static IEnumerable<string> Moved(World world) => world.Suggest(MatchCategory.Resource).Matches.SelectMany(match => match.Notes).Select(note => note.Case).Where(@case => @case.StartsWith("moved", StringComparison.Ordinal));

    /// <summary>The rule as it is told, without care for speed: place by place the best that still fits.</summary>
    private static List<Thing> Greedy(List<Thing> items)
    {
        List<Thing> left = [.. items.Take(Diversifier.Depth)];
        List<Thing> first = [];
        while (first.Count < Diversifier.Window && left.Find(Fits) is { } next)
        {
            first.Add(next);
            left.Remove(next);
        }

        return [.. first, .. left, .. items.Skip(Diversifier.Depth)];

        bool Fits(Thing thing) => thing.IsPinned || (first.Count(other => other.Owner == thing.Owner) < Diversifier.MostAlike && (thing.Place is null || first.Count(other => other.Place == thing.Place) < Diversifier.MostAlike));
    }

    private sealed record Thing(int Number, string Owner, string? Place, bool IsPinned)
    {
        public Likeness Likeness => new(Owner, Place, IsPinned);
    }
}
