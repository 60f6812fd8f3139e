using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.Domain.Eligibility.Criterion;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Hosting offers as candidates.</summary>
internal static class HostCases
{
    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Host("the holder's own", NotOneself, NotMet, "", By(Registered), offer => offer with { Host = Registered.Id }, host: Registered),
        Host("its host is gone", Owner, NotMet, "", By(Collective), offer => offer, gone: true),
        Host("its host is registered", Owner, Met, "", By(Collective), offer => offer),
        Host("its host wishes no solicitation", Solicitable, NotMet, "", By(Collective), offer => offer, host: Ruche with { Id = new("owner"), DoNotSolicit = true }),
        Host("its host is of the ESS", EssCandidate, Met, "", By(Collective), offer => offer, OnlyEss),

        Area("the département", Met, MaineEtLoire),
        Area("elsewhere", NotMet, Saumur, LoireAtlantique),
        Area("not given", Unknown),

        Host("leaves the commune out", ExcludedArea, NotMet, "", By(Collective), offer => offer with { ExcludedArea = [Angers] }),
        Host("leaves another commune out", ExcludedArea, Met, "", By(Collective), offer => offer with { ExcludedArea = [Saumur] }),

        Opening("no dates", null, "", null),
        Opening("always", Met, "open", Period.Always),
        Opening("until next month", Met, "open-until", new Period(null, Day(30))),
        Opening("from next week, no hosting sought", Met, "opens", new Period(Day(7), null)),
        Opening("from next week, money until tomorrow", Met, "opens", new Period(Day(7), null), Need("argent", NeedKind.Funding) with { Period = new Period(null, Day(1)) }),
        Opening("until yesterday", NotMet, "closed", new Period(null, Day(-1))),
        Opening("late for the hosting sought", NotMet, "opens-late", new Period(Day(7), null), Need("portage", NeedKind.LegalHosting) with { Period = new Period(null, Day(1)) }),

        Interest("not required", null, Answer.No, required: false),
        Interest("served", Met, Answer.Yes),
        Interest("not served", NotMet, Answer.No),
        Interest("not said", Unknown, Answer.Unspecified),

        Room("nobody hosted", Met, 0, 10),
        Room("one place left", Met, 9, 10),
        Room("many places left", Met, 1_000, 2_500),
        Room("full", NotMet, 10, 10),
        Room("overfull", NotMet, 12, 10),
        Room("full at thousands", NotMet, 1_500, 1_500),
    ];

    private static EligibilityCase Area(string name, CriterionOutcome outcome, params ImmutableArray<PerimeterCode> area) =>
        Host($"area: {name}", ServedArea, outcome, "", By(Collective), offer => offer with { ServedArea = area });

    private static EligibilityCase Opening(string name, CriterionOutcome? outcome, string @case, Period? opening, params ImmutableArray<Need> needs) =>
        Host($"open {name}", Dates, outcome, @case, By(Collective, needs), offer => offer with { Opening = opening });

    private static EligibilityCase Interest(string name, CriterionOutcome? outcome, Answer answer, bool required = true) =>
        Host($"general interest: {name}", GeneralInterest, outcome, "", By(Collective).As(initiative => initiative with { GeneralInterest = answer }), offer => offer with { RequiresGeneralInterest = required });

    private static EligibilityCase Room(string name, CriterionOutcome outcome, int hosted, int capacity) =>
        Host($"room: {name}", Capacity, outcome, "host", By(Collective), offer => offer with { HostedCount = hosted, Capacity = capacity });
}
