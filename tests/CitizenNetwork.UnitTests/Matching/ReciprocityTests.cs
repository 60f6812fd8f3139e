using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Reciprocity;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>Alice's workshop lacks a room and money, Bob's meals lack a vehicle; each has what the other lacks.</summary>
[Trait("seed", "003-5")]
[Trait("feature", "F21")]
public sealed class ReciprocityTests
{
    private static readonly Actor s_alice = Actor("alice") with { DisplayName = "Alice" };
    private static readonly Actor s_bob = Actor("bob") with { DisplayName = "Bob", Roles = [ActorRole.Funder] };

    private static readonly Initiative s_workshop = Initiative("velos") with { Holder = s_alice.Id, Themes = ["mobility"], Needs = [Need("salle", NeedKind.Room), Need("argent", NeedKind.Funding)] };
    private static readonly Initiative s_meals = Initiative("repas") with { Holder = s_bob.Id, Themes = ["food"], Needs = [Need("triporteur", NeedKind.Vehicle), Need("fini", NeedKind.Vehicle) with { State = NeedState.Met }] };

    private static readonly Resource s_room = Resource("salle") with { Owner = s_bob.Id, Title = "Salle", Themes = ["mobility", "food"] };
    private static readonly Resource s_bike = Resource("triporteur") with { Owner = s_alice.Id, Title = "Triporteur", Kind = ResourceKind.Vehicle };

    private static World AsAlice => new() { Initiative = s_workshop, Holder = s_alice, Actors = [s_bob], Known = [s_meals], Resources = [s_room, s_bike] };

    private static World AsBob => new() { Initiative = s_meals with { Needs = [s_meals.Needs[0]] }, Holder = s_bob, Actors = [s_alice], Known = [s_workshop], Resources = [s_room, s_bike] };

    [Fact]
    public void Match_OfAPair_SaysWhatEachBrings()
    {
        var exchange = AsAlice.Explain("actors/bob").Match.Reciprocity!;

        Assert.Equal(["resources/salle > initiatives/velos/needs/salle", "actors/bob > initiatives/velos/needs/argent"], exchange.TheyBring.Select(Told));
        Assert.Equal(["resources/triporteur > initiatives/repas/needs/triporteur"], exchange.YouBring.Select(Told));
        Assert.Equal([1.0, 0.6 * (0.6 + (0.4 * 0.5))], exchange.TheyBring.Select(brought => brought.Score));
        Assert.Equal(Math.Sqrt(exchange.TheyBringScore * exchange.YouBringScore), exchange.MutualScore);
        Assert.InRange(exchange.MutualScore, 0.01, 1);
    }

    [Fact]
    public void Match_SidesSwapped_ListsChangePlacesAndTheScoreStays()
    {
        var mine = AsAlice.Explain("actors/bob").Match.Reciprocity!;
        var theirs = AsBob.Explain("actors/alice").Match.Reciprocity!;

        Assert.Equal(mine.TheyBring.AsEnumerable(), theirs.YouBring.AsEnumerable());
        Assert.Equal(mine.YouBring.AsEnumerable(), theirs.TheyBring.AsEnumerable());
        Assert.Equal((mine.TheyBringScore, mine.YouBringScore), (theirs.YouBringScore, theirs.TheyBringScore));
        Assert.Equal(mine.MutualScore, theirs.MutualScore);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Between_RandomParties_IsTheSameSeenFromEitherSide(int seed)
    {
        Random random = new(seed);
        for (var run = 0; run < 200; run++)
        {
            var (a, b) = (AnyParty(random, "a"), AnyParty(random, "b"));
            var (there, back) = (Exchange.Between(a, b), Exchange.Between(b, a));

            Assert.Equal(there.TheyBring.AsEnumerable(), back.YouBring.AsEnumerable());
            Assert.Equal(there.YouBring.AsEnumerable(), back.TheyBring.AsEnumerable());
            Assert.Equal(there.MutualScore, back.MutualScore);
            Assert.InRange(there.MutualScore, 0, 1);
            Assert.Equal(there.TheyBring.Select(one => one.Score).OrderDescending(), there.TheyBring.Select(one => one.Score));

            // One more thing to bring makes nothing worse.
            var more = Exchange.Between(a, b with { Offers = [.. b.Offers, .. AnyParty(random, "c").Offers] });
            Assert.True(more.TheyBringScore >= there.TheyBringScore && more.MutualScore >= there.MutualScore);
        }
    }

    [Fact]
    public void Reason_WithoutWeight_IsShownAndDoesNotCount()
    {
        var match = AsAlice.Explain("actors/bob").Match;
        var reason = match.Reasons.Single(reason => reason.Signal == Signal.Reciprocity);

        Assert.Equal((0.0, 0.0, "both"), (reason.Weight, reason.Contribution, reason.Case));
        Assert.Equal(match.Reciprocity!.MutualScore, reason.Value);
        Assert.Equal(["Salle", "salle", "Triporteur", "triporteur"], reason.Data.Select(datum => datum.Value));
        Assert.Equal(match.Score, match.Reasons.Sum(told => told.Contribution), 12);
    }

    [Fact]
    public void Weight_OfANetwork_MovesTheOrder()
    {
        var world = AsAlice with { Actors = [s_bob with { Roles = [], DisplayName = "Chorale" }, Actor("carole") with { DisplayName = "Réparer des vélos" }] };
        var query = world.Query(MatchCategory.Partner) with { Weights = WeightTable.Default.With([new(MatchCategory.Partner, Signal.Reciprocity, 1)]) };

        Assert.Equal(["carole", "bob"], world.Order(MatchCategory.Partner));
        Assert.Equal(["actors/bob", "actors/carole"], World.Matcher.Suggest(world.View(), query).Matches.Select(match => match.Candidate));

        // Who has nothing to give, and of whom nothing is known, is asked for nothing in return.
        var poor = world with { Resources = [s_room] };
        Assert.DoesNotContain(World.Matcher.Suggest(poor.View(), query with { Asker = poor.Asker }).Matches.SelectMany(match => match.Reasons), reason => reason is { Signal: Signal.Reciprocity, Weight: > 0 });
    }

    [Theory]
    [InlineData("they-bring", true, false)]
    [InlineData("you-bring", false, true)]
    public void Reason_OneWay_SaysWhichAndIsWorthNothing(string @case, bool they, bool you)
    {
        var world = AsAlice with { Actors = [s_bob with { Roles = [] }], Resources = [.. they ? [s_room] : Array.Empty<Resource>(), .. you ? [s_bike] : Array.Empty<Resource>()] };
        var match = world.Explain("actors/bob").Match;
        var reason = match.Reasons.Single(reason => reason.Signal == Signal.Reciprocity);

        Assert.Equal((@case, 0.0), (reason.Case, reason.Value));
        Assert.Equal((they, you), (!match.Reciprocity!.TheyBring.IsEmpty, !match.Reciprocity.YouBring.IsEmpty));
        Assert.Equal(0, match.Reciprocity.MutualScore);
    }

    [Fact]
    public void Match_NothingBetweenThem_SaysNothing()
    {
        var world = AsAlice with { Resources = [], Actors = [s_bob with { Roles = [] }] };

        Assert.Null(world.Explain("actors/bob").Match.Reciprocity);
        Assert.DoesNotContain(world.Explain("actors/bob").Match.Reasons, reason => reason.Signal == Signal.Reciprocity);
        Assert.Null((AsAlice with { Actors = [s_bob, s_alice] }).Explain("actors/alice").Match.Reciprocity);
    }

    [Fact]
    public void Match_OfAResource_IsWithItsOwner()
    {
        var exchange = AsAlice.Explain("resources/salle").Match.Reciprocity!;

        Assert.Equal(["resources/triporteur > initiatives/repas/needs/triporteur"], exchange.YouBring.Select(Told));
    }

    [Fact]
    public void Match_OfAMergedActor_CountsWhatWasItsOwn()
    {
        Catalogue catalogue = new(Territories, Themes);
        foreach (var actor in new[] { s_alice, s_bob, Actor("bob-2") })
        {
            catalogue.Put(new Entry<Actor>(actor.Id.Name, actor, 1, default, default));
        }

        catalogue.Put(new Entry<Resource>("resources/salle", s_room with { Owner = new("bob-2") }, 1, default, default));
        catalogue.Put(new Entry<Initiative>("initiatives/velos", s_workshop, 1, default, default));
        Assert.Empty(Offers("bob"));

        catalogue.Remove<Actor>("actors/bob-2", 2, mergedInto: "actors/bob");
        Assert.Equal(["resources/salle"], Offers("bob"));

        catalogue.Put(new Entry<Actor>("actors/bob-2", Actor("bob-2"), 3, default, default));
        Assert.Empty(Offers("bob"));
        Assert.Equal(["resources/salle"], Offers("bob-2"));

        // It changes hands, then it goes.
        catalogue.Put(new Entry<Resource>("resources/salle", s_room, 2, default, default));
        Assert.Equal(["resources/salle"], Offers("bob"));
        Assert.Empty(Offers("bob-2"));
        catalogue.Remove<Resource>("resources/salle", 3);
        Assert.Empty(Offers("bob"));
        Assert.Equal(["initiatives/velos"], catalogue.Current.HeldBy(s_alice.Id));

        IEnumerable<string> Offers(string actor) => catalogue.Current.OwnedBy(new ActorId(actor));
    }

    private static string Told(Brought brought) => $"{brought.Offer} > {brought.Need}";

    private static Party AnyParty(Random random, string id)
    {
        string[] Some() => [.. Themes.Codes.Where(_ => random.Next(4) == 0)];
        NeedKind Any() => (NeedKind)random.Next(1, 6);
        return new Party(
            [.. Enumerable.Range(0, random.Next(5)).Select(i => (Kind: Any(), Fit: random.Next(1, 5) / 4.0, Name: $"resources/{id}-{i}")).Select(offer => new Offered(offer.Name, offer.Name, [.. Some()], kind => kind == offer.Kind ? offer.Fit : 0))],
            [.. Enumerable.Range(0, random.Next(5)).Select(i => new Lacked($"initiatives/{id}/needs/n-{i}", $"n-{i}", [.. Some()], Any()))]);
    }
}
