using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Eligibility;

/// <content>Places that are left out of a wider area.</content>
public sealed partial class EligibilityRules
{
    private void AddExcludedArea(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, ImmutableArray<PerimeterCode> area)
    {
        if (area.IsEmpty)
        {
            return;
        }

        var excluded = territories.FinestContaining(asker.Place, area);
        Add(
            results,
            Criterion.ExcludedArea,
            excluded is null ? CriterionOutcome.Met : CriterionOutcome.NotMet,
            changes: excluded is null || !withChanges ? [] : [new Change(record, "excluded_area", JsonList(area.Where(code => !territories.IsWithin(asker.Place, code)).Select(code => code.Value)), [Datum.Perimeter(excluded.Code)])],
            data: excluded is null ? [Datum.Perimeter(asker.Place)] : [Datum.Perimeter(asker.Place), Datum.Perimeter(excluded.Code)]);
    }
}
