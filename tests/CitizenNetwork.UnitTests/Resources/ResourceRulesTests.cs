using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Resources;

public sealed class ResourceRulesTests
{
    [Fact]
    public void Check_EveryKind_IsRight() => Assert.All(
        Enum.GetValues<ResourceKind>().Where(kind => kind != ResourceKind.Unspecified),
        kind => Assert.Empty(Told(Resource("partage") with { Kind = kind })));

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "resource.kind Required",
            "resource.title Required",
            "resource.description TooLong",
            "resource.themes[0] UnknownTheme",
            "resource.commune UnknownCommune",
            "resource.served_area[0] UnknownPerimeter",
            "resource.price_cents OutOfRange",
            "resource.cost_detail TooLong",
            "resource.open_to_kinds[0] Required",
            "resource.useful_phases[1] Duplicate",
            "resource.availability.end_date DatesReversed",
            "resource.capacity.amount OutOfRange",
            "resource.capacity.unit TooLong",
            "resource.access_conditions[0].kind Required",
            "resource.access_conditions[0].fee_cents OutOfRange",
            "resource.access_conditions[1].organisation Required",
            "resource.access_conditions[2].detail Required",
            "resource.place_kind NotApplicable",
            "resource.volunteer_kind NotApplicable",
            "resource.support_form NotApplicable",
        ],
        Told(Resource("partage") with
        {
            Kind = ResourceKind.Unspecified,
            Title = string.Empty,
            Description = Of(5_001),
            Themes = ["velo"],
            Commune = MaineEtLoire,
            ServedArea = [new PerimeterCode("REG-00")],
            PriceCents = -1,
            CostDetail = Of(501),
            OpenToKinds = [ActorKind.Unspecified],
            UsefulPhases = [Phase.Emergence, Phase.Emergence],
            Availability = new Period(Today, Today.AddDays(-1)),
            Capacity = new Quantity(-5, Of(41)),
            AccessConditions =
            [
                new AccessCondition(AccessConditionKind.Unspecified, null, -1, string.Empty),
                new AccessCondition(AccessConditionKind.Membership, null, 0, string.Empty),
                new AccessCondition(AccessConditionKind.Other, null, 0, string.Empty),
            ],
            PlaceKind = PlaceKind.ThirdPlace,
            VolunteerKind = VolunteerKind.Benevole,
            SupportForm = SupportForm.Coaching,
        }));

    [Theory]
    [Trait("seed", "004-27")]
    [InlineData(Cost.Free, 0, true)]
    [InlineData(Cost.Paid, 0, true)]
    [InlineData(Cost.Paid, 20_00, true)]
    [InlineData(Cost.Unspecified, 0, true)]
    [InlineData(Cost.Free, 20_00, false)]
    [InlineData(Cost.Unspecified, 20_00, false)]
    public void Check_Price_IsForWhatIsPaid(Cost cost, long cents, bool right) =>
        Assert.Equal(right ? [] : ["resource.price_cents NotApplicable"], Told(Resource("partage") with { Cost = cost, PriceCents = cents }));

    [Theory]
    [Trait("seed", "004-9")]
    [InlineData(ResourceKind.Room, true)]
    [InlineData(ResourceKind.WelcomePlace, true)]
    [InlineData(ResourceKind.DialogueSpace, true)]
    [InlineData(ResourceKind.Vehicle, false)]
    [InlineData(ResourceKind.Skill, false)]
    public void Check_PlaceKind_IsForPlaces(ResourceKind kind, bool right) => Assert.All(
        Enum.GetValues<PlaceKind>().Where(place => place != PlaceKind.Unspecified),
        place => Assert.Equal(right ? [] : ["resource.place_kind NotApplicable"], Told(Resource("partage") with { Kind = kind, PlaceKind = place })));

    [Theory]
    [InlineData(ResourceKind.Volunteer, true)]
    [InlineData(ResourceKind.Skill, false)]
    [InlineData(ResourceKind.Room, false)]
    public void Check_VolunteerKind_IsForVolunteers(ResourceKind kind, bool right) =>
        Assert.Equal(right ? [] : ["resource.volunteer_kind NotApplicable"], Told(Resource("partage") with { Kind = kind, VolunteerKind = VolunteerKind.ServiceCivique }));

    [Theory]
    [InlineData(ResourceKind.Support, true)]
    [InlineData(ResourceKind.Training, true)]
    [InlineData(ResourceKind.Method, false)]
    public void Check_SupportForm_IsForSupportAndTraining(ResourceKind kind, bool right) =>
        Assert.Equal(right ? [] : ["resource.support_form NotApplicable"], Told(Resource("partage") with { Kind = kind, SupportForm = SupportForm.Workshop }));

    [Fact]
    [Trait("seed", "003-20")]
    public void Check_MembershipWithItsFee_IsRight() => Assert.Empty(Told(Resource("partage") with
    {
        AccessConditions = [new AccessCondition(AccessConditionKind.Membership, new ActorId("cap-rural"), 120_00, string.Empty), new AccessCondition(AccessConditionKind.Other, null, 0, "Caution")],
    }));

    [Fact]
    public void Check_MoreConditionsThanAllowed_TellsTheirNumber() => Assert.Equal(
        ["resource.access_conditions TooMany"],
        Told(Resource("partage") with { AccessConditions = [.. Enumerable.Repeat(new AccessCondition(AccessConditionKind.Other, null, 0, "Caution"), ResourceRules.MaxAccessConditions + 1)] }));

    [Fact]
    public void Answers_EveryKindThatCanBeShared_AnswersANeedOfItsName()
    {
        // Two lists, the same words but for the plural of one.
        foreach (var kind in Enum.GetValues<ResourceKind>().Where(kind => kind != ResourceKind.Unspecified))
        {
            Assert.True(EligibilityRules.Answers(kind, kind == ResourceKind.Volunteer ? NeedKind.Volunteers : Enum.Parse<NeedKind>(kind.ToString())));
        }

        NeedKind[] notShared = [NeedKind.Unspecified, NeedKind.Funding, NeedKind.LegalHosting, NeedKind.Partner];
        Assert.DoesNotContain(Enum.GetValues<ResourceKind>(), kind => notShared.Any(need => EligibilityRules.Answers(kind, need)));
        Assert.DoesNotContain(Enum.GetValues<NeedKind>(), need => EligibilityRules.Answers(ResourceKind.Unspecified, need));
    }

    private static IReadOnlyList<string> Told(Resource resource) => By(violations => ResourceRules.Check(resource, "resource", Reference, violations));
}
