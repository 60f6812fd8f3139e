using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class ExplanationTests
{
    private static readonly DateOnly s_lastYear = Today.AddYears(-1);

    /// <summary>One blocked candidate for each criterion that something lifts; the same world as it is after the change.</summary>
    private static readonly ImmutableArray<Scenario> s_scenarios =
    [
        Of("solicitable", Criterion.Solicitable, "actors/owner", "actors/owner", "do_not_solicit", "false", Owning(owner => owner with { DoNotSolicit = true }), Owning(owner => owner)),
        Of("owner-solicitable", Criterion.Solicitable, "resources/chose", "actors/owner", "do_not_solicit", "false", Owning(owner => owner with { DoNotSolicit = true }), Owning(owner => owner)),
        Of("partner-area", Criterion.ServedArea, "actors/owner", "actors/owner", "served_area", """["DEP-44","COM-49007"]""", Owning(owner => owner with { ServedArea = [LoireAtlantique] }), Owning(owner => owner with { ServedArea = [LoireAtlantique, Angers] })),
        Of("resource-area", Criterion.ServedArea, "resources/chose", "resources/chose", "served_area", """["DEP-44","COM-49007"]""", Sharing(chose => chose with { ServedArea = [LoireAtlantique] }), Sharing(chose => chose with { ServedArea = [LoireAtlantique, Angers] })),
        Of("call-area", Criterion.ServedArea, "fundingCalls/appel", "fundingCalls/appel", "eligible_area", """["DEP-44","COM-49007"]""", Calling(appel => appel with { EligibleArea = [LoireAtlantique] }), Calling(appel => appel with { EligibleArea = [LoireAtlantique, Angers] })),
        Of("host-area", Criterion.ServedArea, "hostingOffers/portage", "hostingOffers/portage", "served_area", """["DEP-44","COM-49007"]""", Hosting(portage => portage with { ServedArea = [LoireAtlantique] }), Hosting(portage => portage with { ServedArea = [LoireAtlantique, Angers] })),
        Of("excluded", Criterion.ExcludedArea, "fundingCalls/appel", "fundingCalls/appel", "excluded_area", """["DEP-44"]""", Calling(appel => appel with { ExcludedArea = [LoireAtlantique, AngersLoireMetropole] }), Calling(appel => appel with { ExcludedArea = [LoireAtlantique] })),
        Of("closed", Criterion.Dates, "fundingCalls/appel", "fundingCalls/appel", "opening.end_date", "\"2026-11-23\"", Calling(appel => appel with { Opening = new(null, s_lastYear) }), Calling(appel => appel with { Opening = new(null, Today) })),
        Of("host-closed", Criterion.Dates, "hostingOffers/portage", "hostingOffers/portage", "opening.end_date", "\"2026-11-23\"", Hosting(portage => portage with { Opening = new(null, s_lastYear) }), Hosting(portage => portage with { Opening = new(null, Today) })),
        Of(
            "opens-late",
            Criterion.Dates,
            "fundingCalls/appel",
            "fundingCalls/appel",
            "opening.start_date",
            "\"2026-12-03\"",
            world => Calling(appel => appel with { Opening = new(Today.AddDays(90), null) })(world).Needing(MoneyBy(Today.AddDays(10))),
            world => Calling(appel => appel with { Opening = new(Today.AddDays(10), null) })(world).Needing(MoneyBy(Today.AddDays(10)))),
        Of("no-longer-shared", Criterion.Dates, "resources/chose", "resources/chose", "availability.end_date", "\"2026-11-23\"", Sharing(chose => chose with { Availability = new(null, s_lastYear) }), Sharing(chose => chose with { Availability = new(null, Today) })),
        Of(
            "shared-later",
            Criterion.Dates,
            "resources/chose",
            "resources/chose",
            "availability.start_date",
            "\"2026-12-03\"",
            world => Sharing(chose => chose with { Availability = new(Today.AddDays(90), null) })(world).Needing(RoomBy(Today.AddDays(10))),
            world => Sharing(chose => chose with { Availability = new(Today.AddDays(10), null) })(world).Needing(RoomBy(Today.AddDays(10)))),
        Of("refused", Criterion.LegalPerson, "fundingCalls/appel", "fundingCalls/appel", "unregistered_policy", "\"UNREGISTERED_POLICY_ACCEPTED\"", Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.Refused }), Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.Accepted })),
        Of("resource-refused", Criterion.LegalPerson, "resources/chose", "resources/chose", "unregistered_policy", "\"UNREGISTERED_POLICY_ACCEPTED\"", Sharing(chose => chose with { UnregisteredPolicy = UnregisteredPolicy.Refused }), Sharing(chose => chose with { UnregisteredPolicy = UnregisteredPolicy.Accepted })),
        Of(
            "through-host",
            Criterion.LegalPerson,
            "fundingCalls/appel",
            "initiatives/velos",
            "hosted_by",
            "\"actors/owner\"",
            Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost }),
            world => Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost })(world) with { Initiative = world.Initiative with { HostedBy = new ActorId("owner") } }),
        Of("call-kind", Criterion.ActorKind, "fundingCalls/appel", "fundingCalls/appel", "open_to_kinds", """["ACTOR_KIND_MUTUAL","ACTOR_KIND_INFORMAL_COLLECTIVE"]""", Calling(appel => appel with { OpenToKinds = [ActorKind.Mutual] }), Calling(appel => appel with { OpenToKinds = [ActorKind.Mutual, ActorKind.InformalCollective] })),
        Of("resource-kind", Criterion.ActorKind, "resources/chose", "resources/chose", "open_to_kinds", """["ACTOR_KIND_MUTUAL","ACTOR_KIND_INFORMAL_COLLECTIVE"]""", Sharing(chose => chose with { OpenToKinds = [ActorKind.Mutual] }), Sharing(chose => chose with { OpenToKinds = [ActorKind.Mutual, ActorKind.InformalCollective] })),
        Of("partner-kind", Criterion.ActorKind, "actors/owner", "actors/owner", "serves_kinds", """["ACTOR_KIND_MUTUAL","ACTOR_KIND_INFORMAL_COLLECTIVE"]""", Owning(owner => owner with { ServesKinds = [ActorKind.Mutual] }), Owning(owner => owner with { ServesKinds = [ActorKind.Mutual, ActorKind.InformalCollective] })),
        Of("nature", Criterion.Nature, "fundingCalls/appel", "fundingCalls/appel", "open_to_natures", """["NATURE_COLLECTIVE_ENTREPRENEURSHIP","NATURE_CITIZEN"]""", Calling(appel => appel with { OpenToNatures = [Nature.CollectiveEntrepreneurship] }), Calling(appel => appel with { OpenToNatures = [Nature.CollectiveEntrepreneurship, Nature.Citizen] })),
        Of(
            "general-interest",
            Criterion.GeneralInterest,
            "fundingCalls/appel",
            "initiatives/velos",
            "general_interest",
            "\"ANSWER_YES\"",
            world => Calling(appel => appel with { RequiresGeneralInterest = true })(world) with { Initiative = world.Initiative with { GeneralInterest = Answer.No } },
            world => Calling(appel => appel with { RequiresGeneralInterest = true })(world) with { Initiative = world.Initiative with { GeneralInterest = Answer.Yes } }),
        Of(
            "ess-required",
            Criterion.EssRequired,
            "fundingCalls/appel",
            "actors/holder",
            "ess_basis",
            "\"ESS_BASIS_DECLARED\"",
            world => Calling(appel => appel with { RequiresEss = true })(world) with { Holder = world.Holder! with { EssBasis = EssBasis.None } },
            world => Calling(appel => appel with { RequiresEss = true })(world) with { Holder = world.Holder! with { EssBasis = EssBasis.Declared } }),
        Of(
            "quantity",
            Criterion.Capacity,
            "resources/chose",
            "initiatives/velos/needs/salle",
            "quantity",
            """{"amount":"30","unit":"place"}""",
            world => Sharing(chose => chose with { Capacity = new(30, "place") })(world).Needing(Need("salle", NeedKind.Room) with { Quantity = new(50, "place") }),
            world => Sharing(chose => chose with { Capacity = new(30, "place") })(world).Needing(Need("salle", NeedKind.Room) with { Quantity = new(30, "place") })),
        Of("host-full", Criterion.Capacity, "hostingOffers/portage", "hostingOffers/portage", "capacity", "11", Hosting(portage => portage with { HostedCount = 10 }), Hosting(portage => portage with { HostedCount = 10, Capacity = 11 })),
        Of(
            "amount",
            Criterion.Amount,
            "fundingCalls/appel",
            "initiatives/velos/needs/argent",
            "amount_cents",
            "\"500000\"",
            world => Calling(appel => appel with { MinAmountCents = 500_000 })(world).Needing(Need("argent", NeedKind.Funding) with { AmountCents = 80_000 }),
            world => Calling(appel => appel with { MinAmountCents = 500_000 })(world).Needing(Need("argent", NeedKind.Funding) with { AmountCents = 500_000 })),
        Of(
            "membership",
            Criterion.Membership,
            "resources/chose",
            "actors/holder",
            "memberships",
            """["actors/club","actors/cap"]""",
            world => Sharing(chose => chose with { AccessConditions = [Member("cap")] })(world) with { Holder = world.Holder! with { Memberships = [new ActorId("club")] } },
            world => Sharing(chose => chose with { AccessConditions = [Member("cap")] })(world) with { Holder = world.Holder! with { Memberships = [new ActorId("club"), new ActorId("cap")] } }),
        Of(
            "too-old",
            Criterion.Audience,
            "fundingCalls/appel",
            "fundingCalls/appel",
            "audience.max_age",
            "30",
            world => Calling(appel => appel with { Audience = new(16, 25) })(world) with { Initiative = world.Initiative with { Audience = new(28, 30) } },
            world => Calling(appel => appel with { Audience = new(16, 30) })(world) with { Initiative = world.Initiative with { Audience = new(28, 30) } }),
        Of(
            "too-young",
            Criterion.Audience,
            "resources/chose",
            "resources/chose",
            "audience.min_age",
            "6",
            world => Sharing(chose => chose with { Audience = new(16, 25) })(world) with { Initiative = world.Initiative with { Audience = new(6, 11) } },
            world => Sharing(chose => chose with { Audience = new(6, 25) })(world) with { Initiative = world.Initiative with { Audience = new(6, 11) } }),
        Of(
            "step",
            Criterion.Accessibility,
            "resources/chose",
            "resources/chose",
            "accessibility.step_free",
            "\"ANSWER_YES\"",
            world => Sharing(chose => chose with { Accessibility = Accessibility.Unknown with { StepFree = Answer.No } })(world) with { Initiative = world.Initiative with { RequiredAccessibility = [AccessibilityFeature.StepFree] } },
            world => Sharing(chose => chose with { Accessibility = Accessibility.Unknown with { StepFree = Answer.Yes } })(world) with { Initiative = world.Initiative with { RequiredAccessibility = [AccessibilityFeature.StepFree] } }),
        Of("resource-excluded", Criterion.ExcludedArea, "resources/chose", "resources/chose", "excluded_area", """["DEP-44"]""", Sharing(chose => chose with { ExcludedArea = [LoireAtlantique, Angers] }), Sharing(chose => chose with { ExcludedArea = [LoireAtlantique] })),
        Of("partner-excluded", Criterion.ExcludedArea, "actors/owner", "actors/owner", "excluded_area", "[]", Owning(owner => owner with { ExcludedArea = [Angers] }), Owning(owner => owner)),
        Of("host-excluded", Criterion.ExcludedArea, "hostingOffers/portage", "hostingOffers/portage", "excluded_area", "[]", Hosting(portage => portage with { ExcludedArea = [Angers] }), Hosting(portage => portage)),
        Of("emerging", Criterion.Emerging, "resources/chose", "resources/chose", "accepts_emerging_initiatives", "true", Sharing(chose => chose with { Kind = ResourceKind.WelcomePlace }), Sharing(chose => chose with { Kind = ResourceKind.WelcomePlace, AcceptsEmergingInitiatives = true })),
    ];

    public static TheoryData<string> Names => [.. s_scenarios.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("seed", "004-25")]
    [Trait("seed", "003-20")]
    public void Explain_BlockedByOneCriterion_NamesTheChangeAndItWorks(string name)
    {
        var scenario = s_scenarios.Single(candidate => candidate.Name == name);
        var before = scenario.Before.Explain(scenario.Candidate);
        var lifting = Assert.Single(before.SmallestChange);

        Assert.False(before.Eligible);
        Assert.Equal(scenario.Criterion, lifting.Criterion);
        Assert.Equal((scenario.Record, scenario.Field, scenario.Value), (lifting.Change.Record, lifting.Change.Field, lifting.Change.Value));
        var after = scenario.After.Explain(scenario.Candidate);
        Assert.True(after.Eligible);
        Assert.Empty(after.SmallestChange);
    }

    [Fact]
    public void Scenarios_CoverEveryCriterionThatSomethingLifts()
    {
        Criterion[] never = [Criterion.Unspecified, Criterion.NotOneself, Criterion.EssCandidate, Criterion.Owner, Criterion.KindAsked];

        Assert.Equal(Enum.GetValues<Criterion>().Except(never), s_scenarios.Select(scenario => scenario.Criterion).Distinct().Order());
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Explain_GeneratedCatalogue_FindsNothingThatItCannotLiftButShould(int seed)
    {
        var world = new GeneratedWorld(seed).Make();
        var view = world.View();
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            var suggested = World.Matcher.Suggest(view, world.Query(category, take: 500)).Matches.Select(match => match.Candidate).ToHashSet(StringComparer.Ordinal);
            foreach (var name in NamesOf(world, category))
            {
                var explanation = World.Matcher.Explain(view, world.Query(category), name)!;
                var unmet = explanation.Criteria.Where(result => result.Outcome == CriterionOutcome.NotMet).ToList();

                Assert.Equal(suggested.Contains(name), explanation.Eligible);
                Assert.Equal(unmet.Count == 0, explanation.Eligible);
                Assert.Equal(!explanation.Eligible && unmet.TrueForAll(result => !result.Changes.IsEmpty), !explanation.SmallestChange.IsEmpty);
                Assert.All(explanation.SmallestChange, lifting => Assert.NotNull(lifting.Change.Value));
            }
        }
    }

    [Fact]
    public void Explain_TwoMemberships_BothStayInTheList()
    {
        World world = Sharing(chose => chose with { AccessConditions = [Member("cap"), Member("maison")] })(Start());
        var changes = world.Explain("resources/chose").SmallestChange;

        Assert.Equal(2, changes.Length);
        Assert.All(changes, lifting => Assert.Equal("""["actors/cap","actors/maison"]""", lifting.Change.Value));
    }

    [Fact]
    public void Explain_SeveralCriteria_ListsAllTheirChanges()
    {
        World world = Calling(appel => appel with { EligibleArea = [LoireAtlantique], OpenToKinds = [ActorKind.Mutual], Opening = new(null, s_lastYear) })(Start());
        var explanation = world.Explain("fundingCalls/appel");

        Assert.Equal([Criterion.ServedArea, Criterion.Dates, Criterion.ActorKind], explanation.SmallestChange.Select(lifting => lifting.Criterion));
    }

    [Theory]
    [InlineData("actors/holder", Criterion.NotOneself)]
    [InlineData("resources/orpheline", Criterion.Owner)]
    [InlineData("actors/entreprise", Criterion.EssCandidate)]
    [InlineData("resources/chose", Criterion.KindAsked)]
    public void Explain_NothingLiftsIt_SaysNoChange(string candidate, Criterion criterion)
    {
        World world = Start() with
        {
            Actors = [Actor("owner"), Actor("entreprise") with { EssBasis = EssBasis.None }],
            Resources = [Resource("chose"), Resource("orpheline") with { Owner = new ActorId("parti") }],
            Preferences = MatchPreferences.None with { Wishes = new Wishes([], [ResourceKind.Vehicle], true) },
        };
        var explanation = world.Explain(candidate);

        Assert.Contains(explanation.Criteria, result => result.Criterion == criterion && result.Outcome == CriterionOutcome.NotMet);
        Assert.Empty(explanation.SmallestChange);
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void Explain_NeedsAHost_TakesTheBestOneThatIsEligible()
    {
        World world = Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost })(Start()) with
        {
            Actors = [Actor("owner"), Actor("doux") with { DisplayName = "La Doux" }, Actor("plein")],
            Offers =
            [
                HostingOffer("cher") with { FeeBasisPoints = 2_000, Title = "Portage" },
                HostingOffer("mieux") with { Host = new ActorId("doux"), FeeBasisPoints = 100, Title = "Portage" },
                HostingOffer("complet") with { Host = new ActorId("plein"), FeeBasisPoints = 0, HostedCount = 10, Title = "Portage" },
            ],
        };
        var lifting = Assert.Single(world.Explain("fundingCalls/appel").SmallestChange);

        Assert.Equal("\"actors/doux\"", lifting.Change.Value);
        Assert.Equal(["La Doux", "hostingOffers/mieux"], lifting.Change.Data.Select(datum => datum.Value));
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void Explain_NeedsAHostAndThereIsNone_CannotBeLifted()
    {
        World world = Calling(appel => appel with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost })(Start()) with { Offers = [] };
        var explanation = world.Explain("fundingCalls/appel");

        Assert.Empty(explanation.SmallestChange);
        Assert.All(explanation.Criteria, result => Assert.Empty(result.Changes));
    }

    [Fact]
    [Trait("seed", "003-12")]
    public void Explain_Draft_NamesNoRecordOfItsOwn()
    {
        World world = Calling(appel => appel with { RequiresGeneralInterest = true, UnregisteredPolicy = UnregisteredPolicy.ThroughHost })(Start());
        world = world with { Initiative = world.Initiative with { Id = new InitiativeId(string.Empty), GeneralInterest = Answer.No } };
        var explanation = world.Explain("fundingCalls/appel");

        Assert.Equal(["hosted_by", "general_interest"], explanation.SmallestChange.Select(lifting => lifting.Change.Field));
        Assert.All(explanation.SmallestChange, lifting => Assert.Empty(lifting.Change.Record));
        Assert.All(explanation.Criteria.SelectMany(result => result.Changes), change => Assert.Empty(change.Record));
    }

    [Fact]
    [Trait("seed", "003-14")]
    public void Explain_Blocked_StandsWhereItsScoreWouldPutIt()
    {
        World world = Start() with
        {
            Calls =
            [
                FundingCall("premier") with { Title = "Réparer des vélos ensemble", EligibleArea = [Angers] },
                FundingCall("bloque") with { Title = "Réparer des vélos", OpenToNatures = [Nature.CollectiveEntrepreneurship] },
                FundingCall("dernier") with { Title = "Chorale", EligibleArea = [PerimeterCode.France] },
            ],
        };
        var explanation = world.Explain("fundingCalls/bloque");

        Assert.Equal(1, explanation.BetterCount);
        Assert.True(explanation.Match.Score > 0);
        Assert.NotEmpty(explanation.Match.Reasons);
    }

    [Theory]
    [InlineData("resources/absente")]
    [InlineData("initiatives/velos")]
    [InlineData("n’importe quoi")]
    public void Explain_NoSuchCandidate_IsNull(string candidate) =>
        Assert.Null(World.Matcher.Explain(Start().View(), Start().Query(MatchCategory.Resource), candidate));

    [Fact]
    public void Suggest_NothingEligible_NamesTheGateAndTheNearest()
    {
        World world = Start() with
        {
            Resources =
            [
                Resource("loin-1") with { ServedArea = [LoireAtlantique] },
                Resource("loin-2") with { ServedArea = [LoireAtlantique] },
                Resource("loin-refus") with { ServedArea = [LoireAtlantique], UnregisteredPolicy = UnregisteredPolicy.Refused },
                Resource("refus") with { Title = "Réparer des vélos", UnregisteredPolicy = UnregisteredPolicy.Refused },
            ],
        };
        var group = world.Suggest(MatchCategory.Resource);

        Assert.Empty(group.Matches);
        Assert.Equal([(Criterion.ServedArea, 3), (Criterion.LegalPerson, 1)], group.Removed.AsEnumerable());
        Assert.Equal(Criterion.ServedArea, group.Empty!.Criterion);
        Assert.Equal("resources/refus", group.Empty.Nearest!.Match.Candidate);
        Assert.Equal("unregistered_policy", Assert.Single(group.Empty.Nearest.SmallestChange).Change.Field);
    }

    /// <summary>Where the only candidate of a category is left out, the answer is empty, names its gate and shows it as what comes nearest.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Suggest_OnlyCandidateBlocked_NamesItsGateAndWhatWouldChangeIt(string name)
    {
        var scenario = s_scenarios.Single(candidate => candidate.Name == name);
        var category = CandidateSource.CategoryOf(scenario.Candidate)!.Value;
        var before = scenario.Before.Suggest(category);

        Assert.Empty(before.Matches);
        Assert.Equal(scenario.Criterion, before.Empty!.Criterion);
        Assert.Equal(scenario.Candidate, before.Empty.Nearest!.Match.Candidate);
        Assert.Equal((scenario.Record, scenario.Field, scenario.Value), Assert.Single(before.Empty.Nearest.SmallestChange.Select(lifting => (lifting.Change.Record, lifting.Change.Field, lifting.Change.Value))));
        Assert.Null(scenario.After.Suggest(category).Empty);
    }

    [Fact]
    public void Suggest_NothingRegistered_SaysSo()
    {
        var group = (Start() with { Calls = [] }).Suggest(MatchCategory.Funding);

        Assert.Equal(new EmptyAnswer(Criterion.Unspecified, null), group.Empty);
    }

    [Fact]
    public void Suggest_OnlyOneself_NamesNobodyNear()
    {
        var group = (Start() with { Actors = [] }).Suggest(MatchCategory.Partner);

        Assert.Equal(new EmptyAnswer(Criterion.NotOneself, null), group.Empty);
    }

    private static World Start() => new()
    {
        Resources = [Resource("chose")],
        Calls = [FundingCall("appel")],
        Offers = [HostingOffer("portage")],
    };

    private static AccessCondition Member(string organisation) => new(AccessConditionKind.Membership, new ActorId(organisation), 2_000, string.Empty);

    private static Need MoneyBy(DateOnly day) => Need("argent", NeedKind.Funding) with { Period = new(null, day) };

    private static Need RoomBy(DateOnly day) => Need("salle", NeedKind.Room) with { Period = new(null, day) };

    private static Func<World, World> Owning(Func<Actor, Actor> change) => world => world with { Actors = [change(Actor("owner"))] };

    private static Func<World, World> Sharing(Func<Resource, Resource> change) => world => world with { Resources = [change(Resource("chose"))] };

    private static Func<World, World> Calling(Func<Domain.Funding.FundingCall, Domain.Funding.FundingCall> change) => world => world with { Calls = [change(FundingCall("appel"))] };

    private static Func<World, World> Hosting(Func<Domain.Hosts.HostingOffer, Domain.Hosts.HostingOffer> change) => world => world with { Offers = [change(HostingOffer("portage"))] };

    private static Scenario Of(string name, Criterion criterion, string candidate, string record, string field, string value, Func<World, World> before, Func<World, World> after) =>
        new(name, criterion, candidate, record, field, value, before(Start()), after(Start()));

    private static IEnumerable<string> NamesOf(World world, MatchCategory category) => category switch
    {
        MatchCategory.Partner => world.Actors.Select(actor => actor.Id.Name),
        MatchCategory.Funding => world.Calls.Select(call => call.Id.Name),
        MatchCategory.Host => world.Offers.Select(offer => offer.Id.Name),
        _ => world.Resources.Select(resource => resource.Id.Name),
    };

    private sealed record Scenario(string Name, Criterion Criterion, string Candidate, string Record, string Field, string Value, World Before, World After);
}
