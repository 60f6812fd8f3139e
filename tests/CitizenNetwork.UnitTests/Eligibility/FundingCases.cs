using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.Domain.Eligibility.Criterion;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;
using ActorKind = CitizenNetwork.Domain.Actors.ActorKind;
using Nature = CitizenNetwork.Domain.Initiatives.Nature;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Funding calls as candidates.</summary>
internal static class FundingCases
{
    private static readonly Actor s_commune = Actor("mairie") with { DisplayName = "Mairie de Trélazé", Kind = ActorKind.LocalAuthority };

    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Call("the holder's own", NotOneself, NotMet, "", By(Registered), call => call with { Funder = Registered.Id }, funder: Registered),
        Call("its funder is gone", Owner, NotMet, "", By(Collective), call => call, gone: true),
        Call("its funder wishes no solicitation", Solicitable, NotMet, "", By(Collective), call => call, funder: Actor("owner") with { DoNotSolicit = true }),
        Call("its funder is an authority of which nobody said", EssCandidate, Unknown, "", By(Collective), call => call, OnlyEss, s_commune),

        Area("the département", Met, MaineEtLoire),
        Area("another département", NotMet, LoireAtlantique),
        Area("not given", Unknown),
        Excluding("nothing", null),
        Excluding("another commune", Met, Saumur),
        Excluding("another département", Met, LoireAtlantique, Cholet),
        Excluding("the commune", NotMet, Angers),
        Excluding("the intercommunal body", NotMet, Saumur, AngersLoireMetropole),
        Excluding("the département", NotMet, MaineEtLoire),

        Opening("no dates", null, "", null),
        Opening("always", Met, "open", Period.Always),
        Opening("since today", Met, "open", new Period(Today, null)),
        Opening("until today", Met, "open-until", new Period(null, Today)),
        Opening("from last month until the first", Met, "open-until", new Period(Day(-30), new DateOnly(2027, 5, 1))),
        Opening("from next week, nothing is sought", Met, "opens", new Period(Day(7), null)),
        Opening("from next week, a need without end", Met, "opens", new Period(Day(7), Day(60)), Money(500_00)),
        Opening("on the need's last day", Met, "opens", new Period(Day(7), null), Until(Day(7))),
        Opening("in time for one of two needs", Met, "opens", new Period(Day(7), null), Until(Day(3)), Until(Day(90))),
        Opening("late for one need, while the other has no end", Met, "opens", new Period(Day(7), null), Until(Day(3)), Money(800_00)),
        Opening("until yesterday", NotMet, "closed", new Period(null, Day(-1))),
        Opening("last year", NotMet, "closed", new Period(Day(-400), Day(-300))),
        Opening("closed on the first of a month", NotMet, "closed", new Period(null, new DateOnly(2026, 11, 1)), Until(Day(90))),
        Opening("one day late", NotMet, "opens-late", new Period(Day(8), null), Until(Day(7))),
        Opening("late for both", NotMet, "opens-late", new Period(Day(100), null), Until(Day(3)), Until(Day(90))),
        Opening("next year", NotMet, "opens-late", new Period(Day(365), Day(700)), Until(new DateOnly(2027, 1, 1))),

        Call("collectives are refused", LegalPerson, NotMet, "refused", By(Collective), call => call with { UnregisteredPolicy = UnregisteredPolicy.Refused }),
        Call("through a host that is missing", LegalPerson, NotMet, "through-host", By(Collective), call => call with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost }),
        Call("through a host that is there", LegalPerson, Met, "hosted", By(Collective).Hosted(Ruche), call => call with { UnregisteredPolicy = UnregisteredPolicy.ThroughHost }),
        Call("open to authorities only", Criterion.ActorKind, NotMet, "", By(Registered), call => call with { OpenToKinds = [ActorKind.LocalAuthority] }),
        Call("open to the host's kind", Criterion.ActorKind, Met, "", By(Collective).Hosted(s_commune), call => call with { OpenToKinds = [ActorKind.LocalAuthority] }),

        OfNature("open to all", null, Nature.Citizen),
        OfNature("citizens'", Met, Nature.Citizen, Nature.Citizen),
        OfNature("collective enterprise", Met, Nature.CollectiveEntrepreneurship, Nature.CollectiveEntrepreneurship),
        OfNature("both", Met, Nature.Citizen, Nature.CollectiveEntrepreneurship, Nature.Citizen),
        OfNature("citizens', for an enterprise", NotMet, Nature.CollectiveEntrepreneurship, Nature.Citizen),
        OfNature("enterprise, for citizens", NotMet, Nature.Citizen, Nature.CollectiveEntrepreneurship),
        OfNature("citizens', nature not given", Unknown, Nature.Unspecified, Nature.Citizen),
        OfNature("enterprise, nature not given", Unknown, Nature.Unspecified, Nature.CollectiveEntrepreneurship),

        Interest("not required", null, Answer.No, required: false),
        Interest("served", Met, Answer.Yes),
        Interest("not served", NotMet, Answer.No),
        Interest("not said", Unknown, Answer.Unspecified),

        OfEss("not required", null, By(Collective with { EssBasis = EssBasis.None }), required: false),
        OfEss("an association", Met, By(Registered)),
        OfEss("a declared company", Met, By(Registered with { Kind = ActorKind.Company, EssBasis = EssBasis.Declared })),
        OfEss("a collective with a host of the ESS", Met, By(Collective with { EssBasis = EssBasis.None }).Hosted(Ruche)),
        OfEss("holder not known, host of the ESS", Met, By(null).Hosted(Ruche)),
        OfEss("says that it is not", NotMet, By(Registered with { EssBasis = EssBasis.None })),
        OfEss("a company that is not", NotMet, By(Registered with { Kind = ActorKind.Company, EssBasis = EssBasis.None })),
        OfEss("neither it nor its host", NotMet, By(Collective with { EssBasis = EssBasis.None }).Hosted(Ruche with { EssBasis = EssBasis.None })),
        OfEss("holder not known", Unknown, By(null)),
        OfEss("a collective of which nobody said", Unknown, By(Collective)),
        OfEss("it is not, of its host nobody said", Unknown, By(Collective with { EssBasis = EssBasis.None }).Hosted(s_commune)),

        Least("no minimum", null, 0, Money(100_00)),
        Least("no money sought", null, 1_000_00, Need("salle", NeedKind.Room)),
        Least("a sum not given", null, 1_000_00, Money(0)),
        Least("exactly the minimum", Met, 1_000_00, Money(1_000_00)),
        Least("above", Met, 1_000_00, Money(1_000_50)),
        Least("the larger need decides", Met, 1_000_00, Money(200_00), Money(3_000_00)),
        Least("one cent below", NotMet, 1_000_00, Money(999_99)),
        Least("far below", NotMet, 50_000_00, Money(1_200_00)),
        Least("both below", NotMet, 1_000_00, Money(200_00), Money(300_00)),
    ];

    private static Need Money(long cents) => Need($"argent-{cents}", NeedKind.Funding) with { AmountCents = cents };

    private static Need Until(DateOnly end) => Money(500_00) with { Period = new Period(null, end) };

    private static EligibilityCase Area(string name, CriterionOutcome outcome, params ImmutableArray<PerimeterCode> area) =>
        Call($"area: {name}", ServedArea, outcome, "", By(Collective), call => call with { EligibleArea = area });

    private static EligibilityCase Excluding(string name, CriterionOutcome? outcome, params ImmutableArray<PerimeterCode> area) =>
        Call($"excluding {name}", ExcludedArea, outcome, "", By(Collective), call => call with { ExcludedArea = area });

    private static EligibilityCase Opening(string name, CriterionOutcome? outcome, string @case, Period? opening, params ImmutableArray<Need> needs) =>
        Call($"open {name}", Dates, outcome, @case, By(Collective, needs), call => call with { Opening = opening });

    private static EligibilityCase OfNature(string name, CriterionOutcome? outcome, Nature nature, params ImmutableArray<Nature> open) =>
        Call($"nature: {name}", Criterion.Nature, outcome, "", By(Collective).As(initiative => initiative with { Nature = nature }), call => call with { OpenToNatures = open });

    private static EligibilityCase Interest(string name, CriterionOutcome? outcome, Answer answer, bool required = true) =>
        Call($"general interest: {name}", GeneralInterest, outcome, "", By(Collective).As(initiative => initiative with { GeneralInterest = answer }), call => call with { RequiresGeneralInterest = required });

    private static EligibilityCase OfEss(string name, CriterionOutcome? outcome, Asker asker, bool required = true) =>
        Call($"ESS: {name}", EssRequired, outcome, "", asker, call => call with { RequiresEss = required });

    private static EligibilityCase Least(string name, CriterionOutcome? outcome, long minimum, params ImmutableArray<Need> needs) =>
        Call($"amount: {name}", Amount, outcome, "", By(Collective, needs), call => call with { MinAmountCents = minimum });
}
