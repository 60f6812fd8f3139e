using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Eligibility;

/// <content>Criteria about time.</content>
public sealed partial class EligibilityRules
{
    /// <summary>Open now, or opening before the need ends.</summary>
    private void AddOpening(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, string field, Period? opening, NeedKind kind)
    {
        if (opening is null)
        {
            return;
        }

        var ends = asker.Needs.Where(need => need.Kind == kind).Select(need => StillBinding(need).End).ToList();
        var needEnd = ends.Contains(null) ? null : ends.Max();
        if (opening.End is { } end && end < today)
        {
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "closed", [new Change(record, $"{field}.end_date", $"\"{Iso(today)}\"", [Datum.Date(today)])], [Datum.Date(end)]);
        }
        else if (opening.Start is { } start && start > today)
        {
            var inTime = needEnd is null || start <= needEnd;
            Add(
                results,
                Criterion.Dates,
                inTime ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                inTime ? "opens" : "opens-late",
                inTime ? [] : [new Change(record, $"{field}.start_date", $"\"{Iso(needEnd!.Value)}\"", [Datum.Date(needEnd.Value)])],
                [Datum.Date(start)]);
        }
        else if (opening.End is { } closing)
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "open-until", data: [Datum.Date(closing)]);
        }
        else
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "open");
        }
    }

    /// <summary>When a need has to be met: from today when it says nothing or when its period has passed and it is still open.</summary>
    private Period StillBinding(Need need) => need.Period is { } period && !(period.End < today) ? period : new Period(today, null);

    /// <summary>Shared at some day of the need's period.</summary>
    private void AddAvailability(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        if (resource.Availability is not { } availability)
        {
            return;
        }

        var periods = asker.Needs.Where(need => Answers(resource.Kind, need.Kind)).Select(StillBinding).DefaultIfEmpty(new Period(today, null)).ToList();
        if (periods.Exists(availability.Overlaps) && !(availability.End < today))
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "shared");
            return;
        }

        var wanted = periods[0];
        if (availability.End is { } end && (end < today || (wanted.Start is { } from && end < from)))
        {
            var needed = wanted.Start is { } start && start > today ? start : today;
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "no-longer-shared", [new Change(resource.Id.Name, "availability.end_date", $"\"{Iso(needed)}\"", [Datum.Date(needed)])], [Datum.Date(end)]);
        }
        else if (availability.Start is { } later)
        {
            var by = wanted.End ?? today;
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "shared-later", [new Change(resource.Id.Name, "availability.start_date", $"\"{Iso(by)}\"", [Datum.Date(by)])], [Datum.Date(later)]);
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
