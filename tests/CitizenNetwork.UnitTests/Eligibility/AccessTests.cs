using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Ages, accessibility, places left out: what lifts them, what is wrong with them, how they are stored.</summary>
public sealed class AccessTests
{
    public static TheoryData<string> Ages => [.. AudienceCases.All.Select(given => given.Name)];

    public static TheoryData<string> Features => [.. AccessibilityCases.All.Select(given => given.Name)];

    [Theory]
    [MemberData(nameof(Ages))]
    public void Audience_EachCase_HasItsOutcome(string name) => EligibilityRulesTests.Check(name);

    [Theory]
    [Trait("seed", "002-32")]
    [MemberData(nameof(Features))]
    public void Accessibility_EachCase_HasItsOutcome(string name) => EligibilityRulesTests.Check(name);

    [Theory]
    [InlineData(16, 25, 26, 26, "audience.max_age", "26")]
    [InlineData(16, 25, 26, 40, "audience.max_age", "40")]
    [InlineData(16, 25, 60, 0, "audience.max_age", "60")]
    [InlineData(16, 25, 15, 15, "audience.min_age", "15")]
    [InlineData(16, 0, 0, 11, "audience.min_age", "0")]
    public void Audience_Disjoint_NamesTheEndToMove(int min, int max, int youngest, int oldest, string field, string value)
    {
        var call = FundingCall("appel") with { Audience = new(min, max) };
        var asker = AudienceCases.Aged(new(youngest, oldest));
        var change = Assert.Single(Rules.OfFundingCall(asker, call, Actor("owner"), Wishes.None).Single(result => result.Criterion == Criterion.Audience).Changes);

        Assert.Equal(("fundingCalls/appel", field, value), (change.Record, change.Field, change.Value));
        var years = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        var moved = call with { Audience = field.EndsWith("min_age", StringComparison.Ordinal) ? call.Audience with { MinAge = years } : call.Audience with { MaxAge = years } };
        Assert.NotEqual(CriterionOutcome.NotMet, Rules.OfFundingCall(asker, moved, Actor("owner"), Wishes.None).Single(result => result.Criterion == Criterion.Audience).Outcome);
    }

    [Fact]
    [Trait("seed", "002-32")]
    public void Accessibility_SeveralFeatures_AreOneResultEach()
    {
        var room = Resource("salle") with { Accessibility = new(Answer.Yes, Answer.No, default, default, Answer.No) };
        var results = Rules.OfResource(AccessibilityCases.Requiring(AccessibilityFeature.RemoteLink, AccessibilityFeature.StepFree, AccessibilityFeature.HearingLoop), room, Actor("owner"), Wishes.None)
            .Where(result => result.Criterion == Criterion.Accessibility).ToList();

        Assert.Equal([CriterionOutcome.Met, CriterionOutcome.Unknown, CriterionOutcome.NotMet], results.Select(result => result.Outcome));
        Assert.Equal([Datum.Term(AccessibilityFeature.StepFree), Datum.Term(AccessibilityFeature.HearingLoop), Datum.Term(AccessibilityFeature.RemoteLink)], results.Select(result => result.Data[0]));
        var change = Assert.Single(results[2].Changes);
        Assert.Equal(("resources/salle", "accessibility.remote_link", "\"ANSWER_YES\""), (change.Record, change.Field, change.Value));
    }

    [Fact]
    public void Accessibility_EveryFeature_IsReadAndAnsweredAlone()
    {
        foreach (var feature in Enum.GetValues<AccessibilityFeature>().Skip(1))
        {
            var offered = Accessibility.Unknown.With(feature, Answer.Yes);

            Assert.Equal([feature], Enum.GetValues<AccessibilityFeature>().Where(other => offered.Of(other) == Answer.Yes));
            Assert.NotNull(Protocol.V1.Accessibility.Descriptor.FindFieldByName(Accessibility.FieldOf(feature)));
        }

        Assert.Equal(Enum.GetValues<AccessibilityFeature>().Length - 1, Protocol.V1.Accessibility.Descriptor.Fields.InFieldNumberOrder().Count);
    }

    [Fact]
    public void Audience_WrongAges_AreNamed()
    {
        Violations violations = new();
        violations.Audience("a", new(-1, 121));
        violations.Audience("b", new(30, 20));
        violations.Audience("c", new(30, 0));
        violations.Audience("d", null);

        Assert.Equal(
            [("a.min_age", ViolationCode.OutOfRange), ("a.max_age", ViolationCode.OutOfRange), ("b.max_age", ViolationCode.NotBelow)],
            violations.ToImmutable().Select(violation => (violation.Field, violation.Code)));
    }

    [Fact]
    public void Check_NewFields_AreHeldToTheirLists()
    {
        Assert.Equal(["r.accessibility"], Wrong(violations => ResourceRules.Check(Resource("velo") with { Kind = ResourceKind.Vehicle, Accessibility = Accessibility.Unknown }, "r", Reference, violations)));
        Assert.Equal(["r.excluded_area[0]"], Wrong(violations => ResourceRules.Check(Resource("salle") with { Accessibility = Accessibility.Unknown, ExcludedArea = [new("COM-99999")] }, "r", Reference, violations)));
        Assert.Equal(["a.excluded_area[0]", "a.ways_of_working.hours[1]"], Wrong(violations => ActorRules.Check(
            Actor("ruche") with { ExcludedArea = [new("DEP-999")], WaysOfWorking = new(default, [WorkingHours.Evenings, WorkingHours.Evenings], default, default) }, "a", Reference, violations)));
        Assert.Equal(["h.excluded_area[0]"], Wrong(violations => Domain.Hosts.HostingOfferRules.Check(HostingOffer("portage") with { ExcludedArea = [new("DEP-999")] }, "h", Reference, violations)));
        Assert.Equal(["i.audience.max_age", "i.required_accessibility[1]", "i.needs[0].required_accessibility[0]"], Wrong(violations => InitiativeRules.Check(
            Initiative("velos") with
            {
                Audience = new(9, 8),
                RequiredAccessibility = [AccessibilityFeature.StepFree, AccessibilityFeature.StepFree],
                Needs = [Need("salle", NeedKind.Room) with { RequiredAccessibility = [default] }],
            },
            "i",
            Reference,
            violations)));

        static IEnumerable<string> Wrong(Action<Violations> check)
        {
            Violations violations = new();
            check(violations);
            return violations.ToImmutable().Select(violation => violation.Field);
        }
    }

    [Fact]
    public void State_WithTheNewFields_IsReadAsItWasWritten()
    {
        var resource = Resource("salle") with { Audience = new(6, 11), Accessibility = new(Answer.Yes, Answer.No, default, default, Answer.Yes), ExcludedArea = [Saumur] };
        var actor = Actor("ruche") with { ExcludedArea = [Saumur], WaysOfWorking = new(Pace.Fast, [WorkingHours.Evenings], Formality.Light, DecisionMode.Vote) };
        var initiative = Initiative("velos") with { Audience = new(0, 25), RequiredAccessibility = [AccessibilityFeature.StepFree], Needs = [Need("salle", NeedKind.Room) with { RequiredAccessibility = [AccessibilityFeature.SignLanguage] }] };

        var read = ReadBack(resource);
        Assert.Equal((resource.Audience, resource.Accessibility), (read.Audience, read.Accessibility));
        Assert.Equal([Saumur], read.ExcludedArea.AsEnumerable());
        Assert.Equal(actor.WaysOfWorking.Hours.AsEnumerable(), ReadBack(actor).WaysOfWorking!.Hours.AsEnumerable());
        Assert.Equal((new Audience(0, 25), AccessibilityFeature.StepFree), (ReadBack(initiative).Audience, ReadBack(initiative).RequiredAccessibility[0]));
        Assert.Equal(AccessibilityFeature.SignLanguage, ReadBack(initiative).Needs[0].RequiredAccessibility[0]);

        static T ReadBack<T>(T record)
            where T : class =>
            ((Stored<T>)StateJson.Read(StateJson.Write(new Stored<T>(Stored<T>.CurrentVersion, record, 1, default, default, [])), typeof(Stored<T>))).Record!;
    }
}
