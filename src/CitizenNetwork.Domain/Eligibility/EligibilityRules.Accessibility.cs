using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Eligibility;

/// <content>What is required so that everybody can take part (seed 002-32).</content>
public sealed partial class EligibilityRules
{
    /// <summary>
    /// One result a feature. What the initiative requires always counts; of several needs that the resource may answer, the
    /// one that it can serve best decides.
    /// </summary>
    private static void AddAccessibility(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        if (!resource.IsAttended)
        {
            return;
        }

        foreach (var feature in RequiredOf(asker, resource).Order())
        {
            var (outcome, changes) = resource.Offers(feature) switch
            {
                Answer.Yes => (CriterionOutcome.Met, ImmutableArray<Change>.Empty),
                Answer.No => (CriterionOutcome.NotMet, [new Change(resource.Id.Name, $"accessibility.{Accessibility.FieldOf(feature)}", "\"ANSWER_YES\"", [Datum.Term(feature)])]),
                _ => (CriterionOutcome.Unknown, []),
            };
            Add(results, Criterion.Accessibility, outcome, changes: changes, data: [Datum.Term(feature)]);
        }
    }

    private static IEnumerable<AccessibilityFeature> RequiredOf(Asker asker, Resource resource)
    {
        var always = asker.Initiative.RequiredAccessibility;
        var easiest = asker.Needs
            .Where(need => Answers(resource.Kind, need.Kind))
            .MinBy(need => (Count(need.RequiredAccessibility, Answer.No), Count(need.RequiredAccessibility, Answer.Unspecified)));
        return easiest is null ? always : always.Union(easiest.RequiredAccessibility);

        int Count(ImmutableArray<AccessibilityFeature> features, Answer answer) => features.Count(feature => resource.Offers(feature) == answer);
    }
}
