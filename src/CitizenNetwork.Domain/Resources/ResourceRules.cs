using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Resources;

/// <summary>What a resource's record must fulfil.</summary>
public static class ResourceRules
{
    /// <summary>Most access conditions.</summary>
    public const int MaxAccessConditions = 10;

    /// <summary>Adds every wrong field of <paramref name="resource"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Resource resource, string at, Reference reference, Violations violations)
    {
        violations.Required($"{at}.kind", resource.Kind);
        violations.Text($"{at}.title", resource.Title, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.description", resource.Description, 0, Limits.MaxDescriptionLength);
        violations.ThemeCodes($"{at}.themes", resource.Themes, reference.Themes);
        violations.Commune($"{at}.commune", resource.Commune, reference.Territories);
        violations.Perimeters($"{at}.served_area", resource.ServedArea, reference.Territories);
        violations.Perimeters($"{at}.excluded_area", resource.ExcludedArea, reference.Territories);
        violations.Audience($"{at}.audience", resource.Audience);
        violations.Text($"{at}.street_address", resource.StreetAddress, 0, Limits.MaxStreetAddressLength);
        violations.Position($"{at}.position", resource.Position);
        violations.Amount($"{at}.price_cents", resource.PriceCents);
        violations.Text($"{at}.cost_detail", resource.CostDetail, 0, Limits.MaxDetailLength);
        violations.Terms($"{at}.open_to_kinds", resource.OpenToKinds);
        violations.Terms($"{at}.useful_phases", resource.UsefulPhases);
        violations.Period($"{at}.availability", resource.Availability);
        if (resource.PriceCents > 0 && resource.Cost != Cost.Paid)
        {
            violations.Add($"{at}.price_cents", ViolationCode.NotApplicable, Datum.Term(Cost.Paid));
        }

        if (resource.Capacity is { } capacity)
        {
            violations.Range($"{at}.capacity.amount", capacity.Amount, 1, Limits.MaxQuantity);
            violations.Text($"{at}.capacity.unit", capacity.Unit, 1, Limits.MaxUnitLength);
        }

        violations.Count($"{at}.access_conditions", resource.AccessConditions.Length, MaxAccessConditions);
        for (var i = 0; i < resource.AccessConditions.Length; i++)
        {
            var condition = resource.AccessConditions[i];
            var path = $"{at}.access_conditions[{i}]";
            violations.Required($"{path}.kind", condition.Kind);
            violations.Amount($"{path}.fee_cents", condition.FeeCents);
            violations.Text($"{path}.detail", condition.Detail, condition.Kind == AccessConditionKind.Other ? 1 : 0, Limits.MaxDetailLength);
            if (condition.Kind == AccessConditionKind.Membership && condition.Organisation is null)
            {
                violations.Add($"{path}.organisation", ViolationCode.Required);
            }
        }

        if (resource.Accessibility is not null && !resource.IsAttended)
        {
            violations.Add($"{at}.accessibility", ViolationCode.NotApplicable, Datum.Term(ResourceKind.Room));
        }

        OnlyFor($"{at}.place_kind", resource.PlaceKind, ResourceKind.Room, ResourceKind.WelcomePlace, ResourceKind.DialogueSpace);
        OnlyFor($"{at}.volunteer_kind", resource.VolunteerKind, ResourceKind.Volunteer);
        OnlyFor($"{at}.support_form", resource.SupportForm, ResourceKind.Support, ResourceKind.Training);

        void OnlyFor<T>(string field, T value, params ReadOnlySpan<ResourceKind> kinds)
            where T : struct, Enum
        {
            if (!EqualityComparer<T>.Default.Equals(value, default) && kinds.IndexOf(resource.Kind) < 0)
            {
                violations.Add(field, ViolationCode.NotApplicable, Datum.Term(kinds[0]));
            }
        }
    }
}
