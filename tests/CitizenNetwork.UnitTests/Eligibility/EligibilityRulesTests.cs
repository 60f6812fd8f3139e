using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Eligibility;

public sealed class EligibilityRulesTests
{
    /// <summary>Criteria that nothing written in a record can lift.</summary>
    private static readonly Criterion[] s_final = [Criterion.NotOneself, Criterion.Owner, Criterion.EssCandidate, Criterion.KindAsked];

    public static TheoryData<string> Partners => [.. PartnerCases.All.Select(given => given.Name)];

    public static TheoryData<string> Resources => [.. ResourceCases.All.Select(given => given.Name)];

    public static TheoryData<string> Calls => [.. FundingCases.All.Select(given => given.Name)];

    public static TheoryData<string> Hosts => [.. HostCases.All.Select(given => given.Name)];

    [Theory]
    [Trait("seed", "000-26")]
    [Trait("seed", "001-9")]
    [Trait("seed", "003-19")]
    [MemberData(nameof(Partners))]
    public void OfPartner_EachCase_HasItsOutcome(string name) => Check(name);

    [Theory]
    [Trait("seed", "003-20")]
    [Trait("seed", "004-7")]
    [Trait("seed", "004-9")]
    [MemberData(nameof(Resources))]
    public void OfResource_EachCase_HasItsOutcome(string name) => Check(name);

    [Theory]
    [Trait("seed", "003-12")]
    [Trait("seed", "003-14")]
    [Trait("seed", "000-26")]
    [MemberData(nameof(Calls))]
    public void OfFundingCall_EachCase_HasItsOutcome(string name) => Check(name);

    [Theory]
    [Trait("seed", "004-18")]
    [MemberData(nameof(Hosts))]
    public void OfHostingOffer_EachCase_HasItsOutcome(string name) => Check(name);

    [Fact]
    public void Cases_AllTogether_CoverEveryCriterionAndOutcome()
    {
        var shown = EligibilityCase.All.Where(given => given.Outcome is not null).Select(given => (given.Criterion, Outcome: given.Outcome!.Value)).ToHashSet();
        Assert.Empty(Enum.GetValues<Criterion>().Where(criterion => criterion != Criterion.Unspecified).Except(shown.Select(pair => pair.Criterion)));
        Assert.All(Enum.GetValues<Criterion>().Where(criterion => criterion != Criterion.Unspecified), criterion =>
        {
            Assert.Contains((criterion, CriterionOutcome.Met), shown);
            Assert.Contains((criterion, CriterionOutcome.NotMet), shown);
        });
        Assert.Equal(EligibilityCase.All.Length, EligibilityCase.All.Select(given => given.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Results_OfAllCases_StandInTheOrderOfTheGates() =>
        Assert.All(EligibilityCase.All, given => Assert.Equal(given.Results.Select(result => result.Criterion).Order(), given.Results.Select(result => result.Criterion)));

    [Fact]
    public void Changes_OfAllCases_StandWhereSomethingCanBeLifted() =>
        Assert.All(EligibilityCase.All.SelectMany(given => given.Results), result =>
            Assert.Equal(result.Outcome == CriterionOutcome.NotMet && !s_final.Contains(result.Criterion), !result.Changes.IsEmpty));

    [Fact]
    public void Changes_OfAllCases_AreWrittenAsTheApiReadsThem()
    {
        foreach (var change in EligibilityCase.All.SelectMany(given => given.Results).SelectMany(result => result.Changes))
        {
            var message = MessageOf(change.Record);
            Assert.True(Google.Protobuf.WellKnownTypes.FieldMask.IsValid(message, change.Field), $"{message.Name} has no field {change.Field}.");
            if (change.Value is null)
            {
                Assert.Equal("hosted_by", change.Field);
                continue;
            }

            // A path such as opening.end_date is an object in an object.
            var json = change.Field.Split('.').Reverse().Aggregate(change.Value, (value, field) => $"{{\"{field}\":{value}}}");
            Assert.NotNull(JsonParser.Default.Parse(json, message));
        }
    }

    [Fact]
    [Trait("seed", "001-9")]
    public void ServedArea_SeveralLevelsServed_NamesTheFinest()
    {
        var results = Rules.OfPartner(By(Collective), Ruche with { ServedArea = [PaysDeLaLoire, AngersLoireMetropole, MaineEtLoire] }, Wishes.None);
        Assert.Equal(["COM-49007", "EPCI-244900015"], results.Single(result => result.Criterion == Criterion.ServedArea).Data.Select(datum => datum.Value));
    }

    [Fact]
    [Trait("seed", "003-20")]
    public void Membership_Missing_SaysWhichAndWhatItCosts()
    {
        var missing = ResourceCases.All.Single(given => given.Name == "resource: membership: no member").Results.Single(result => result.Criterion == Criterion.Membership);
        Assert.Equal(["actors/cap-rural", "12050"], missing.Data.Select(datum => datum.Value));
        var change = Assert.Single(missing.Changes);
        Assert.Equal(("actors/holder", "memberships", "[\"actors/cap-rural\"]"), (change.Record, change.Field, change.Value));
    }

    [Fact]
    public void Membership_TwoConditions_AreTwoResults()
    {
        var resource = Resource("salle") with
        {
            AccessConditions =
            [
                new AccessCondition(AccessConditionKind.Membership, new ActorId("un"), 0, ""),
                new AccessCondition(AccessConditionKind.Membership, new ActorId("deux"), 0, ""),
            ],
        };
        var results = Rules.OfResource(By(Collective with { Memberships = [new ActorId("un")] }), resource, Actor("owner"), Wishes.None);
        Assert.Equal([CriterionOutcome.Met, CriterionOutcome.NotMet], results.Where(result => result.Criterion == Criterion.Membership).Select(result => result.Outcome));
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void LegalPerson_ThroughAHostThatIsMissing_AsksForAnyHost()
    {
        var result = Rules.OfFundingCall(By(Collective), FundingCall("appel") with { UnregisteredPolicy = Domain.Common.UnregisteredPolicy.ThroughHost }, Actor("owner"), Wishes.None)
            .Single(result => result.Criterion == Criterion.LegalPerson);
        var change = Assert.Single(result.Changes);
        Assert.Equal(("initiatives/velos", "hosted_by", null), (change.Record, change.Field, change.Value));
    }

    [Fact]
    public void ExcludedArea_ToBeLifted_KeepsTheOthers()
    {
        var change = FundingCases.All.Single(given => given.Name == "funding: excluding the intercommunal body").Results.Single(result => result.Criterion == Criterion.ExcludedArea).Changes.Single();
        Assert.Equal("[\"COM-49328\"]", change.Value);
    }

    [Fact]
    [Trait("seed", "003-1")]
    [Trait("seed", "004-8")]
    public void Draft_OfWhichNothingIsKnown_IsRefusedByNothingThatDependsOnIt()
    {
        var call = FundingCall("appel") with
        {
            RequiresEss = true,
            RequiresGeneralInterest = true,
            OpenToKinds = [ActorKind.Association],
            OpenToNatures = [Nature.Citizen],
            UnregisteredPolicy = Domain.Common.UnregisteredPolicy.Refused,
        };
        var asker = Draft(ActorKind.Unspecified).As(initiative => initiative with { Nature = Nature.Unspecified });
        Assert.True(asker.IsDraft);
        Assert.DoesNotContain(Rules.OfFundingCall(asker, call, Actor("owner"), Wishes.None), result => result.Outcome == CriterionOutcome.NotMet);
    }

    internal static void Check(string name)
    {
        var given = EligibilityCase.All.Single(known => known.Name == name);
        var found = given.Results.Where(result => result.Criterion == given.Criterion).ToList();
        if (given.Outcome is null)
        {
            Assert.Empty(found);
            return;
        }

        var result = Assert.Single(found);
        Assert.Equal((given.Outcome.Value, given.Case), (result.Outcome, result.Case));
    }

    private static MessageDescriptor MessageOf(string record) => record.Split('/') switch
    {
        [ActorId.Collection, _] => V1.Actor.Descriptor,
        [InitiativeId.Collection, _] => V1.Initiative.Descriptor,
        [InitiativeId.Collection, _, "needs", _] => V1.Need.Descriptor,
        [ResourceId.Collection, _] => V1.Resource.Descriptor,
        [FundingCallId.Collection, _] => V1.FundingCall.Descriptor,
        [HostingOfferId.Collection, _] => V1.HostingOffer.Descriptor,
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "No record has such a name."),
    };
}
