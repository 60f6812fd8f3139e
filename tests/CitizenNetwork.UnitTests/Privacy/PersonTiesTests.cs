using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Privacy;

namespace CitizenNetwork.UnitTests.Privacy;

[Trait("feature", "F71")]
public sealed class PersonTiesTests
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "actors/une-personne", "resources/ses-outils" };

    [Fact]
    public void IsOf_WhatIsItsOwnAndItsPlacesAndPairs_IsTrue()
    {
        var person = new ActorId("une-personne");
        Assert.True(PersonTies.IsOf(Samples.Initiative("la-sienne") with { Holder = person }, s_names));
        Assert.True(PersonTies.IsOf(Samples.Resource("ses-outils") with { Owner = person }, s_names));
        Assert.True(PersonTies.IsOf(Member(person.Name, null), s_names));
        Assert.True(PersonTies.IsOf(Member("networks/reseau", person), s_names));
        Assert.True(PersonTies.IsOf(Pair("resources/autre", "resources/ses-outils"), s_names));
    }

    [Fact]
    public void IsOf_WhatIsOthers_IsFalse()
    {
        Assert.False(PersonTies.IsOf(Samples.Actor("autre") with { Memberships = [new ActorId("une-personne")] }, s_names));
        Assert.False(PersonTies.IsOf(Samples.Initiative("autre") with { HostedBy = new ActorId("une-personne") }, s_names));
        Assert.False(PersonTies.IsOf(Samples.Resource("autre"), s_names));
        Assert.False(PersonTies.IsOf(Member("networks/reseau", new ActorId("autre")), s_names));
        Assert.False(PersonTies.IsOf(Pair("resources/autre", "resources/encore"), s_names));
    }

    [Fact]
    public void Without_OfOthers_TakesTheReferencesAndNothingElse()
    {
        var actor = Samples.Actor("autre") with { Memberships = [new ActorId("une-personne"), new ActorId("federation")] };
        Assert.Equal(new ActorId("federation"), Assert.Single(PersonTies.Without(actor, s_names).Memberships));

        var initiative = Samples.Initiative("autre") with { HostedBy = new ActorId("une-personne"), Pins = [Pin("resources/ses-outils"), Pin("resources/autre")] };
        var left = PersonTies.Without(initiative, s_names);
        Assert.Null(left.HostedBy);
        Assert.Equal("resources/autre", Assert.Single(left.Pins).Candidate);
        Assert.Equal(initiative with { HostedBy = null, Pins = left.Pins }, left);

        var untouched = Samples.Initiative("autre") with { HostedBy = new ActorId("portage") };
        Assert.Same(untouched, PersonTies.Without(untouched, s_names));
    }

    [Fact]
    public void WithoutGifts_OfAKeptRecord_TakesWhatTheErasedOneGave()
    {
        var kept = Samples.Resource("autre") with { Description = "Chez la personne.", StreetAddress = "12 rue d’avant" };
        var given = Samples.Resource("blanc") with { Description = "Chez la personne.", StreetAddress = "" };
        var pair = Pair("resources/autre", "resources/ses-outils") with { State = PairState.Merged, Kept = "resources/autre", FilledResource = given };

        var left = PersonTies.WithoutGifts(kept, "resources/autre", [pair], s_names);

        Assert.Equal(("", "12 rue d’avant"), (left.Description, left.StreetAddress));
        Assert.Same(kept, PersonTies.WithoutGifts(kept, "resources/troisieme", [pair], s_names));
    }

    private static Member Member(string parent, ActorId? actor) => new(new MemberId("membre"), parent, actor, "", [], AccessRole.Unspecified, "", MemberState.Active);

    private static Pin Pin(string candidate) => new(candidate, "", "Le réseau", default);

    private static DuplicatePair Pair(string first, string second) =>
        new(first, second, PairState.Open, false, "", null, null, new PairDecision(1, PairVerb.MarkedDistinct, "", "", default, "", 0, [], []));
}
