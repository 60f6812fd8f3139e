using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.UnitTests.Matching.Rows;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>A catalogue that took all at once answers as one that was told everything one by one.</summary>
public sealed class CatalogueFillTests
{
    /// <summary>Makes more resources than one chunk has rows.</summary>
    private const int Scale = 30;

    [Theory]
    [InlineData(21, 1)]
    [InlineData(22, Scale)]
    public void Take_FilledInAnyOrder_AnswersAsOneByOne(int seed, int scale)
    {
        var (oneByOne, atOnce) = (new Catalogue(Territories, Themes), new Catalogue(Territories, Themes));
        History history = new(seed, scale);
        history.Changes.ForEach(change => change.Write(oneByOne));
        var fill = atOnce.NewFill();
        foreach (var change in history.Changes.OrderBy(_ => history.Generated.Number(1_000_000)))
        {
            change.Fill(fill);
        }

        atOnce.Take(fill);
        AssertSame(oneByOne.Current, atOnce.Current, seed, scale);

        // It goes on with later changes, and knows older ones as such.
        foreach (var change in new History(seed + 1, scale).Changes.Concat(history.Changes.Take(50)))
        {
            change.Write(oneByOne);
            change.Write(atOnce);
        }

        AssertSame(oneByOne.Current, atOnce.Current, seed, scale);
    }

    [Fact]
    public void Take_SomethingThere_IsReplacedWithItsRevisions()
    {
        Catalogue catalogue = new(Territories, Themes);
        catalogue.Put(Entry("actors/ancien", Actor("ancien"), 9));
        catalogue.Put(Entry("actors/ruche", Actor("ruche"), 9));
        catalogue.Remove<Actor>("actors/parti", 9);
        var fill = catalogue.NewFill();
        fill.Put([Entry("actors/ruche", Actor("ruche") with { DisplayName = "Restaurée" }, 2), Entry("actors/parti", Actor("parti"), 3)]);

        catalogue.Take(fill);

        Assert.Equal(["actors/parti", "actors/ruche"], catalogue.Current.Actors(string.Empty).Select(entry => entry.Name));
        Assert.Equal("Restaurée", catalogue.Current.FindActor(new ActorId("ruche"))!.Record.DisplayName);
    }

    [Fact]
    public void Take_NothingStored_IsAnEmptyCatalogueThatTakesRecords()
    {
        Catalogue catalogue = new(Territories, Themes);
        catalogue.Take(catalogue.NewFill());
        catalogue.Put(Entry("resources/salle", Resource("salle"), 1));

        Assert.Equal("resources/salle", Assert.Single(catalogue.Current.Resources(string.Empty)).Name);
        Both.AgreeOnAll(catalogue.Current, new GeneratedWorld(6), Today);
    }

    private static void AssertSame(CatalogueView expected, CatalogueView actual, int seed, int scale)
    {
        Assert.Equal(expected.Actors(string.Empty), actual.Actors(string.Empty));
        Assert.Equal(expected.Initiatives(string.Empty), actual.Initiatives(string.Empty));
        Assert.Equal(expected.Resources(string.Empty), actual.Resources(string.Empty));
        Assert.Equal(expected.FundingCalls(string.Empty), actual.FundingCalls(string.Empty));
        Assert.Equal(expected.HostingOffers(string.Empty), actual.HostingOffers(string.Empty));
        Assert.Equal(expected.SourceRows("mairie"), actual.SourceRows("mairie"));
        foreach (var actor in Enumerable.Range(0, 66 * scale).Select(i => new ActorId($"actor-{i}")))
        {
            Assert.Equal(expected.StandIn(actor), actual.StandIn(actor));
            Assert.Equal(expected.OwnedBy(actor), actual.OwnedBy(actor));
            Assert.Equal(expected.HeldBy(actor), actual.HeldBy(actor));
        }

        GeneratedWorld asking = new(seed + 2, scale);
        for (var i = 0; i < 5; i++)
        {
            var (asker, preferences) = asking.MakeQuestion(actual);
            foreach (var category in Enum.GetValues<MatchCategory>())
            {
                MatchQuery query = new(asker, preferences, category, 0, 20, Today);
                Both.AgreeOn(actual, query);
                Assert.Equal(
                    Both.Exhaustive.Suggest(expected, query).Matches.Select(match => (match.Candidate, match.Score)),
                    Both.Fast.Suggest(actual, query).Matches.Select(match => (match.Candidate, match.Score)));
            }
        }

        foreach (var category in new[] { MatchCategory.Partner, MatchCategory.Resource })
        {
            NearbyQuery query = new(category, Territories.Find(Angers)!.Centre!.Value, 60_000, [], "atelier vélos", SearchOrder.Distance, 0, 500);
            var (near, found) = (NearbySearch.Find(expected, query), NearbySearch.Find(actual, query));
            Assert.NotEmpty(near.Found);
            Assert.Equal(near.Total, found.Total);
            Assert.Equal(near.Found.Select(one => one.Name), found.Found.Select(one => one.Name));
        }
    }

    private static Entry<T> Entry<T>(string name, T record, long revision)
        where T : class =>
        new(
            name, record, revision, default, new DateTimeOffset(Today.AddDays((int)-(revision % 700)).ToDateTime(default), TimeSpan.Zero),
            revision % 3 == 0 ? new SourceReference("mairie", name, string.Empty, default) : null);

    /// <summary>One change, for either.</summary>
    private sealed record Change(Action<Catalogue> Write, Action<CatalogueFill> Fill);

    /// <summary>Records come, change, go, are withdrawn by their source and stand for others; no revision twice.</summary>
    private sealed class History
    {
        private long _revision;

        public History(int seed, int scale)
        {
            Generated = new GeneratedWorld(seed, scale);
            _revision = seed * 1_000_000;
            var world = Generated.Make();
            Put(world.Actors, actor => actor.Id.Name);
            Put(world.Resources, resource => resource.Id.Name);
            Put(world.Calls, call => call.Id.Name);
            Put(world.Offers, offer => offer.Id.Name);
            Put(world.Known, initiative => initiative.Id.Name);
            for (var i = 0; i < 200; i++)
            {
                Add(Generated.AnyCandidate());
            }
        }

        public GeneratedWorld Generated { get; }

        public List<Change> Changes { get; } = [];

        private void Put<T>(ImmutableArray<T> records, Func<T, string> name)
            where T : class
        {
            foreach (var record in records)
            {
                Put(name(record), record);
            }
        }

        private void Put<T>(string name, T record)
            where T : class
        {
            var entry = Entry(name, record, ++_revision);
            Changes.Add(new Change(catalogue => catalogue.Put(entry), fill => fill.Put([entry])));
        }

        private void Remove<T>(string name, SourceReference? withdrawn = null, string mergedInto = "")
            where T : class
        {
            var revision = ++_revision;
            Changes.Add(new Change(catalogue => catalogue.Remove<T>(name, revision, withdrawn, mergedInto), fill => fill.Remove(name, revision, withdrawn, mergedInto)));
        }

        private void Add(string name)
        {
            var id = name.Split('/')[1];
            switch (name.Split('/')[0], Generated.Number(3))
            {
                case (ActorId.Collection, 0) when Generated.AnyActor() is var kept && kept.Value != id:
                    Remove<Actor>(name, mergedInto: kept.Name);
                    break;
                case (ActorId.Collection, _):
                    Put(name, Generated.MakeActor(id));
                    break;
                case (ResourceId.Collection, 0):
                    Remove<Resource>(name, new SourceReference("mairie", name, string.Empty, default, WithdrawnBy: "mairie"));
                    break;
                case (ResourceId.Collection, _):
                    Put(name, Generated.MakeResource(id));
                    break;
                case (FundingCallId.Collection, 0):
                    Remove<FundingCall>(name);
                    break;
                case (FundingCallId.Collection, _):
                    Put(name, Generated.MakeCall(id));
                    break;
                case (_, 0):
                    Remove<HostingOffer>(name);
                    break;
                default:
                    Put(name, Generated.MakeOffer(id));
                    break;
            }
        }
    }
}
