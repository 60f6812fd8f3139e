using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Eligibility;

/// <content>Ages.</content>
public sealed partial class EligibilityRules
{
    /// <summary>Refuses when nobody of the asker's people is of an age that is served; some of them are enough to pass, with a note.</summary>
    private static void AddAudience(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, Audience? served)
    {
        if (served is null)
        {
            return;
        }

        if (asker.Initiative.Audience is not { } people)
        {
            Add(results, Criterion.Audience, CriterionOutcome.Unknown, $"not-said-{Ends(served)}", data: Ages(served));
        }
        else if (people.IsAbove(served))
        {
            // An open end stands for nobody in particular: the youngest of them are enough.
            var oldest = people.MaxAge == 0 ? people.MinAge : people.MaxAge;
            Add(results, Criterion.Audience, CriterionOutcome.NotMet, "too-old", [new Change(record, "audience.max_age", Text(oldest), [Datum.Number(oldest)])], [Datum.Number(served.MaxAge)]);
        }
        else if (served.IsAbove(people))
        {
            Add(results, Criterion.Audience, CriterionOutcome.NotMet, "too-young", [new Change(record, "audience.min_age", Text(people.MinAge), [Datum.Number(people.MinAge)])], [Datum.Number(served.MinAge)]);
        }
        else
        {
            var (outcome, @case) = served.Includes(people) ? (CriterionOutcome.Met, Ends(served)) : (CriterionOutcome.Unknown, $"part-{Ends(served)}");
            Add(results, Criterion.Audience, outcome, @case, data: Ages(served));
        }
    }

    /// <summary>Which ends are named: the words differ.</summary>
    private static string Ends(Audience served) => (served.MinAge, served.MaxAge) switch
    {
        (0, _) => "to",
        (_, 0) => "from",
        _ => "between",
    };

    private static ImmutableArray<Datum> Ages(Audience served) => [Datum.Number(served.MinAge), Datum.Number(served.MaxAge)];
}
