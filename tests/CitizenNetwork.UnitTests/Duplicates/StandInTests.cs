using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Duplicates;

public sealed class StandInTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);

    [Fact]
    public void FindActor_OfAMergedOne_IsTheOneThatStandsForIt()
    {
        Put("kept");
        _catalogue.Remove<Actor>("actors/merged", 2, null, "actors/kept");

        Assert.Equal("actors/kept", _catalogue.Current.FindActor(new ActorId("merged"))!.Name);
        Assert.DoesNotContain(_catalogue.Current.Actors(string.Empty), entry => entry.Name == "actors/merged");
    }

    [Fact]
    public void StandIn_OfAChain_IsItsEnd()
    {
        Put("last");
        _catalogue.Remove<Actor>("actors/first", 2, null, "actors/second");
        _catalogue.Remove<Actor>("actors/second", 2, null, "actors/last");

        Assert.Equal(new ActorId("last"), _catalogue.Current.StandIn(new ActorId("first")));
    }

    [Fact]
    public void StandIn_OfARing_ComesToAnEnd()
    {
        _catalogue.Remove<Actor>("actors/first", 2, null, "actors/second");
        _catalogue.Remove<Actor>("actors/second", 2, null, "actors/first");

        Assert.Null(_catalogue.Current.FindActor(new ActorId("first")));
    }

    [Fact]
    public void StandIn_OnceTheMergeIsUndone_IsTheActorItself()
    {
        Put("kept");
        _catalogue.Remove<Actor>("actors/merged", 2, null, "actors/kept");
        Put("merged", 3);

        Assert.Equal("actors/merged", _catalogue.Current.FindActor(new ActorId("merged"))!.Name);
    }

    [Fact]
    public void WithStandIns_OfAResource_NamesTheKeptOwnerAndOrganisation()
    {
        Put("kept");
        _catalogue.Remove<Actor>("actors/merged", 2, null, "actors/kept");
        var resource = Resource("salle") with { Owner = new ActorId("merged"), AccessConditions = [new AccessCondition(AccessConditionKind.Membership, new ActorId("merged"), 0, "")] };

        var read = _catalogue.Current.WithStandIns(resource);

        Assert.Equal(new ActorId("kept"), read.Owner);
        Assert.Equal(new ActorId("kept"), read.AccessConditions[0].Organisation);
    }

    private void Put(string id, long revision = 1) => _catalogue.Put(new Entry<Actor>($"actors/{id}", Actor(id), revision, default, default));
}
