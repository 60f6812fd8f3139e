using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class CatalogueTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);

    [Fact]
    public void Put_OlderOrSameRevision_ChangesNothing()
    {
        Put("ruche", 5, "La Ruche");
        Put("ruche", 4, "Ancienne");
        Put("ruche", 5, "Répétée");

        Assert.Equal("La Ruche", _catalogue.Current.FindActor(new ActorId("ruche"))!.Record.DisplayName);
    }

    [Fact]
    public void Put_LaterRevision_Replaces()
    {
        Put("ruche", 5, "La Ruche");
        Put("ruche", 6, "La Ruche d’Angers");

        Assert.Equal("La Ruche d’Angers", Assert.Single(_catalogue.Current.Actors(string.Empty)).Record.DisplayName);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Put_AfterRemoval_OnlyALaterRevisionComesBack(long revision, bool comesBack)
    {
        Put("ruche", 5, "La Ruche");
        _catalogue.Remove<Actor>("actors/ruche", 7);
        Put("ruche", revision, "De retour");

        Assert.Equal(comesBack, _catalogue.Current.FindActor(new ActorId("ruche")) is not null);
    }

    [Fact]
    public void Remove_OlderThanTheRecord_ChangesNothing()
    {
        Put("ruche", 5, "La Ruche");
        _catalogue.Remove<Actor>("actors/ruche", 4);

        Assert.NotNull(_catalogue.Current.FindActor(new ActorId("ruche")));
    }

    [Fact]
    public void Remove_BeforeItsPut_KeepsTheRecordOut()
    {
        _catalogue.Remove<Actor>("actors/ruche", 7);
        Put("ruche", 6, "Trop tard");

        Assert.Null(_catalogue.Current.FindActor(new ActorId("ruche")));
    }

    [Fact]
    public void Current_TakenBeforeAWrite_StaysAsItWas()
    {
        Put("ruche", 1, "La Ruche");
        var before = _catalogue.Current;
        Put("ruche", 2, "Autre nom");
        Put("autre", 1, "Autre");

        Assert.Equal("La Ruche", Assert.Single(before.Actors(string.Empty)).Record.DisplayName);
    }

    [Fact]
    public void Actors_AfterAName_AreOrdinalAndStrictlyGreater()
    {
        foreach (var id in new[] { "beta", "alpha", "alpha-2", "zeta", "alphab" })
        {
            Put(id, 1, id);
        }

        Assert.Equal(["alpha-2", "alphab", "beta", "zeta"], Ids("actors/alpha"));
        Assert.Equal(["alphab", "beta", "zeta"], Ids("actors/alpha-3"));
        Assert.Equal(["alpha", "alpha-2", "alphab", "beta", "zeta"], Ids(string.Empty));
        Assert.Empty(Ids("actors/zeta"));
    }

    [Fact]
    public void Put_OfAnyOrderAndRepetition_GivesTheSameRecords()
    {
        var writes = Enumerable.Range(0, 200).Select(i => (Id: $"actor-{i % 20}", Revision: (long)(i / 20))).ToList();
        Random random = new(11);
        foreach (var (id, revision) in writes.Concat(writes).OrderBy(_ => random.Next()))
        {
            Put(id, revision, $"{id} {revision}");
        }

        Assert.All(_catalogue.Current.Actors(string.Empty), entry => Assert.Equal(9, entry.Revision));
        Assert.Equal(20, _catalogue.Current.Actors(string.Empty).Count());
    }

    [Fact]
    public async Task Put_FromManyThreads_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Put($"writer-{writer}-{i}", 1, "x");
            }
        })));

        Assert.Equal(400, _catalogue.Current.Actors(string.Empty).Count());
    }

    [Fact]
    public void Put_EachCollection_IsFoundByItsId()
    {
        var now = DateTimeOffset.UnixEpoch;
        _catalogue.Put(new Entry<Resource>("resources/salle", Resource("salle"), 1, now, now));
        _catalogue.Put(new Entry<Domain.Funding.FundingCall>("fundingCalls/appel", FundingCall("appel"), 1, now, now));
        _catalogue.Put(new Entry<Domain.Hosts.HostingOffer>("hostingOffers/portage", HostingOffer("portage"), 1, now, now));
        _catalogue.Put(new Entry<Domain.Initiatives.Initiative>("initiatives/velos", Initiative("velos"), 1, now, now));
        var view = _catalogue.Current;

        Assert.NotNull(view.FindResource(new("salle")));
        Assert.NotNull(view.FindFundingCall(new("appel")));
        Assert.NotNull(view.FindHostingOffer(new("portage")));
        Assert.NotNull(view.FindInitiative(new("velos")));
        Assert.Null(view.FindActor(new("salle")));
    }

    private IEnumerable<string> Ids(string afterName) => _catalogue.Current.Actors(afterName).Select(entry => entry.Record.Id.Value);

    private void Put(string id, long revision, string displayName) =>
        _catalogue.Put(new Entry<Actor>($"actors/{id}", Actor(id) with { DisplayName = displayName }, revision, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
}
