using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.Domain.Eligibility.Criterion;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;
using ActorKind = CitizenNetwork.Domain.Actors.ActorKind;
using Resource = CitizenNetwork.Domain.Resources.Resource;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Shared resources as candidates.</summary>
internal static class ResourceCases
{
    private static readonly ActorId s_capRural = new("cap-rural");
    private static readonly Func<Resource, Resource> s_asItIs = resource => resource;

    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Cast.Resource("the holder's own", NotOneself, NotMet, "", By(Collective), resource => resource with { Owner = Collective.Id }, owner: Collective),
        Cast.Resource("somebody's", NotOneself, Met, "", By(Collective), s_asItIs),
        Cast.Resource("its owner is registered", Owner, Met, "", By(Collective), s_asItIs),
        Cast.Resource("its owner is gone", Owner, NotMet, "", By(Collective), s_asItIs, gone: true),
        Cast.Resource("its owner is gone, nobody to solicit", Solicitable, null, "", By(Collective), s_asItIs, gone: true),
        Cast.Resource("its owner wishes no solicitation", Solicitable, NotMet, "", By(Collective), s_asItIs, owner: Actor("owner") with { DoNotSolicit = true }),
        Cast.Resource("its owner is of the ESS", EssCandidate, Met, "", By(Collective), s_asItIs, OnlyEss),
        Cast.Resource("its owner is not of the ESS", EssCandidate, NotMet, "", By(Collective), s_asItIs, OnlyEss, Actor("owner") with { EssBasis = EssBasis.None }),

        Cast.Resource("area not given", ServedArea, null, "", By(Collective), s_asItIs),
        Cast.Resource("serves the département", ServedArea, Met, "", By(Collective), resource => resource with { ServedArea = [MaineEtLoire] }),
        Cast.Resource("serves elsewhere", ServedArea, NotMet, "", By(Collective), resource => resource with { ServedArea = [Cholet, Saumur] }),

        Cast.Resource("leaves the intercommunal body out", ExcludedArea, NotMet, "", By(Collective), resource => resource with { ServedArea = [MaineEtLoire], ExcludedArea = [AngersLoireMetropole, Cholet] }),
        Cast.Resource("leaves another commune out", ExcludedArea, Met, "", By(Collective), resource => resource with { ExcludedArea = [Cholet] }),

        Shared("no dates", null, "", null),
        Shared("always", Met, "shared", Period.Always),
        Shared("until today", Met, "shared", new Period(null, Today)),
        Shared("from next week, no need says when", Met, "shared", new Period(Day(7), null)),
        Shared("in the need's period", Met, "shared", new Period(Day(10), Day(20)), Wanted(Day(1), Day(10))),
        Shared("in the second need's period", Met, "shared", new Period(Day(10), Day(20)), Wanted(Day(1), Day(2)), Wanted(Day(15), Day(16))),
        Shared("in the period of no need of its kind", Met, "shared", new Period(Day(10), Day(20)), Wanted(Day(1), Day(2)) with { Kind = NeedKind.Vehicle }),
        Shared("until yesterday", NotMet, "no-longer-shared", new Period(null, Day(-1))),
        Shared("last year", NotMet, "no-longer-shared", new Period(Day(-400), Day(-300))),
        Shared("until before the need", NotMet, "no-longer-shared", new Period(null, Day(5)), Wanted(Day(6), Day(8))),
        Shared("from after the need", NotMet, "shared-later", new Period(Day(9), null), Wanted(Day(1), Day(8))),
        Shared("next year, after both needs", NotMet, "shared-later", new Period(Day(300), Day(400)), Wanted(Day(1), Day(8)), Wanted(Day(20), Day(30))),
        Shared("from after a need that begins at any time", NotMet, "shared-later", new Period(Day(9), null), Wanted(null, Day(8))),

        .. LegalPersons(),

        Cast.Resource("open to all kinds", Criterion.ActorKind, null, "", By(Collective), s_asItIs),
        Cast.Resource("open to collectives", Criterion.ActorKind, Met, "", By(Collective), resource => resource with { OpenToKinds = [ActorKind.InformalCollective] }),
        Cast.Resource("open to associations", Criterion.ActorKind, NotMet, "", By(Collective), resource => resource with { OpenToKinds = [ActorKind.Association] }),
        Cast.Resource("open to associations, holder not known", Criterion.ActorKind, Unknown, "", By(null), resource => resource with { OpenToKinds = [ActorKind.Association] }),

        Member("no condition", null, By(Collective)),
        Member("another condition", null, By(Collective), new AccessCondition(AccessConditionKind.Other, null, 0, "Caution de 50 euros")),
        Member("member", Met, By(Collective with { Memberships = [s_capRural] }), OfCapRural()),
        Member("member of several", Met, By(Registered with { Memberships = [new ActorId("autre"), s_capRural] }), OfCapRural()),
        Member("the organisation itself", Met, By(Registered with { Id = s_capRural }), OfCapRural()),
        Member("no member", NotMet, By(Collective), OfCapRural()),
        Member("member of another", NotMet, By(Registered with { Memberships = [new ActorId("autre")] }), OfCapRural()),
        Member("no member, free of charge", NotMet, By(Registered), OfCapRural() with { FeeCents = 0 }),
        Member("the holder is not known", Unknown, By(null), OfCapRural()),
        Member("a draft of an association", Unknown, Draft(ActorKind.Association), OfCapRural()),

        Room("no capacity given", null, null, Wanted(40)),
        Room("no quantity wanted", null, new Quantity(40, "place"), Need("salle", NeedKind.Room)),
        Room("another unit", null, new Quantity(40, "chaise"), Wanted(50)),
        Room("a need of another kind", null, new Quantity(40, "place"), Wanted(50) with { Kind = NeedKind.Vehicle }),
        Room("exactly enough", Met, new Quantity(40, "place"), Wanted(40)),
        Room("more than enough", Met, new Quantity(1_200, "place"), Wanted(1_000)),
        Room("enough for the smaller need", Met, new Quantity(40, "place"), Wanted(50), Wanted(30)),
        Room("one too few", NotMet, new Quantity(40, "place"), Wanted(41)),
        Room("far too few", NotMet, new Quantity(12, "place"), Wanted(1_500)),
        Room("too few for both", NotMet, new Quantity(10, "place"), Wanted(50), Wanted(30)),

        Asked("no wish", null),
        Asked("the kind wished for", Met, ResourceKind.Vehicle, ResourceKind.Room),
        Asked("another kind", NotMet, ResourceKind.Vehicle),

        Welcome("welcomes ideas", Met, Phase.Emergence, accepts: true),
        Welcome("does not welcome ideas", NotMet, Phase.Emergence, accepts: false),
        Welcome("past the idea", null, Phase.Consolidation, accepts: false),
        Cast.Resource("a room need not welcome ideas", Emerging, null, "", By(Collective), s_asItIs),
    ];

    private static IEnumerable<EligibilityCase> LegalPersons()
    {
        yield return Legal("an association", Met, "registered", UnregisteredPolicy.Refused, By(Registered));
        yield return Legal("a company", Met, "registered", UnregisteredPolicy.Unspecified, By(Registered with { Kind = ActorKind.Company }));
        yield return Legal("a collective with a number", Met, "registered", UnregisteredPolicy.ThroughHost, By(Collective with { Siren = "732829320" }));
        yield return Legal("a draft of an association", Met, "registered", UnregisteredPolicy.Refused, Draft(ActorKind.Association));
        yield return Legal("collectives are accepted", Met, "accepted", UnregisteredPolicy.Accepted, By(Collective));
        yield return Legal("persons are accepted", Met, "accepted", UnregisteredPolicy.Accepted, By(Collective with { Kind = ActorKind.Individual }));
        yield return Legal("accepted, whoever asks", Met, "accepted", UnregisteredPolicy.Accepted, By(null));
        yield return Legal("nobody said", Unknown, "policy", UnregisteredPolicy.Unspecified, By(Collective));
        yield return Legal("nobody said, holder not known", Unknown, "policy", UnregisteredPolicy.Unspecified, By(null));
        yield return Legal("through a host that is there", Met, "hosted", UnregisteredPolicy.ThroughHost, By(Collective).Hosted(Ruche));
        yield return Legal("through a host that is there, holder not known", Met, "hosted", UnregisteredPolicy.ThroughHost, By(null).Hosted(Ruche));
        yield return Legal("through a host, holder not known", Unknown, "holder", UnregisteredPolicy.ThroughHost, By(null));
        yield return Legal("refused, holder not known", Unknown, "holder", UnregisteredPolicy.Refused, By(null));
        yield return Legal("refused, a draft without kind", Unknown, "holder", UnregisteredPolicy.Refused, Draft(ActorKind.Unspecified));
        yield return Legal("through a host that is missing", NotMet, "through-host", UnregisteredPolicy.ThroughHost, By(Collective));
        yield return Legal("young people through a host that is missing", NotMet, "through-host", UnregisteredPolicy.ThroughHost, By(Collective with { Kind = ActorKind.YouthGroup }));
        yield return Legal("a person's draft through a host", NotMet, "through-host", UnregisteredPolicy.ThroughHost, Draft(ActorKind.Individual));
        yield return Legal("refused", NotMet, "refused", UnregisteredPolicy.Refused, By(Collective));
        yield return Legal("refused although hosted", NotMet, "refused", UnregisteredPolicy.Refused, By(Collective).Hosted(Ruche));
        yield return Legal("a draft of young people, refused", NotMet, "refused", UnregisteredPolicy.Refused, Draft(ActorKind.YouthGroup));
    }

    private static EligibilityCase Legal(string name, CriterionOutcome outcome, string @case, UnregisteredPolicy policy, Asker asker) =>
        Cast.Resource($"legal person: {name}", LegalPerson, outcome, @case, asker, resource => resource with { UnregisteredPolicy = policy });

    private static EligibilityCase Shared(string name, CriterionOutcome? outcome, string @case, Period? availability, params ImmutableArray<Need> needs) =>
        Cast.Resource($"shared {name}", Dates, outcome, @case, By(Collective, needs), resource => resource with { Availability = availability });

    private static Need Wanted(DateOnly? start, DateOnly? end) => Need("salle", NeedKind.Room) with { Period = new Period(start, end) };

    private static Need Wanted(long places) => Need($"salle-{places}", NeedKind.Room) with { Quantity = new Quantity(places, "place") };

    private static EligibilityCase Room(string name, CriterionOutcome? outcome, Quantity? capacity, params ImmutableArray<Need> needs) =>
        Cast.Resource($"capacity: {name}", Capacity, outcome, outcome is null ? "" : "quantity", By(Collective, needs), resource => resource with { Capacity = capacity });

    private static AccessCondition OfCapRural() => new(AccessConditionKind.Membership, s_capRural, 12_050, "");

    private static EligibilityCase Member(string name, CriterionOutcome? outcome, Asker asker, params ImmutableArray<AccessCondition> conditions) =>
        Cast.Resource($"membership: {name}", Membership, outcome, "", asker, resource => resource with { AccessConditions = conditions });

    private static EligibilityCase Asked(string name, CriterionOutcome? outcome, params ImmutableArray<ResourceKind> wished) =>
        Cast.Resource($"asked: {name}", KindAsked, outcome, "", By(Collective), s_asItIs, Wishes.None with { ResourceKinds = wished });

    private static EligibilityCase Welcome(string name, CriterionOutcome? outcome, Phase phase, bool accepts) => Cast.Resource(
        $"welcome place: {name}",
        Emerging,
        outcome,
        "",
        By(Collective).As(initiative => initiative with { Phase = phase }),
        resource => resource with { Kind = ResourceKind.WelcomePlace, AcceptsEmergingInitiatives = accepts });
}
