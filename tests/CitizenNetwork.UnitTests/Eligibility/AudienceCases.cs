using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Ages, of calls and of resources.</summary>
internal static class AudienceCases
{
    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Of("for everybody", null, "", null, new(16, 25)),
        Of("for everybody, ages not said", null, "", null, null),
        Of("all of them old enough", Met, "from", new(16, 0), new(16, 0)),
        Of("all of them young enough", Met, "to", new(0, 25), new(0, 25)),
        Of("all of them between", Met, "between", new(16, 25), new(18, 20)),
        Of("one age, the first", Met, "between", new(16, 25), new(16, 16)),
        Of("one age, the last", Met, "between", new(16, 25), new(25, 25)),
        Of("the older ones", Unknown, "part-from", new(18, 0), new(0, 18)),
        Of("the younger ones", Unknown, "part-to", new(0, 25), new(12, 0)),
        Of("those between", Unknown, "part-between", new(16, 25), new(0, 120)),
        Of("ages not said, from", Unknown, "not-said-from", new(18, 0), null),
        Of("ages not said, to", Unknown, "not-said-to", new(0, 25), null),
        Of("ages not said, between", Unknown, "not-said-between", new(16, 25), null),
        Of("a year too old", NotMet, "too-old", new(16, 25), new(26, 26)),
        Of("much too old, without end", NotMet, "too-old", new(0, 25), new(60, 0)),
        Of("too old, to an end", NotMet, "too-old", new(0, 25), new(26, 40)),
        Of("a year too young", NotMet, "too-young", new(16, 25), new(15, 15)),
        Of("children", NotMet, "too-young", new(18, 0), new(0, 11)),
        Of("too young, from an age", NotMet, "too-young", new(18, 25), new(6, 11)),
        Cast.Resource("ages: a resource for the young", Criterion.Audience, NotMet, "too-old", Aged(new(60, 0)), resource => resource with { Audience = new(0, 25) }),
        Cast.Resource("ages: a resource for all of them", Criterion.Audience, Met, "from", Aged(new(60, 0)), resource => resource with { Audience = new(50, 0) }),
    ];

    public static Asker Aged(Audience? people) => By(Collective).As(initiative => initiative with { Audience = people });

    private static EligibilityCase Of(string name, CriterionOutcome? outcome, string @case, Audience? served, Audience? people) =>
        Call($"ages: {name}", Criterion.Audience, outcome, @case, Aged(people), call => call with { Audience = served });
}
