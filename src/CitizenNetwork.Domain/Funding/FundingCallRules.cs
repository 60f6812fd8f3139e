using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Funding;

/// <summary>What a funding call's record must fulfil.</summary>
public static class FundingCallRules
{
    /// <summary>Most pages, documents or days of an effort.</summary>
    public const int MaxEffort = 10_000;

    /// <summary>Characters of an address.</summary>
    public const int MaxUrlLength = 500;

    /// <summary>Adds every wrong field of <paramref name="call"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(FundingCall call, string at, Reference reference, Violations violations)
    {
        violations.Required($"{at}.kind", call.Kind);
        violations.Text($"{at}.title", call.Title, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.description", call.Description, 0, Limits.MaxDescriptionLength);
        violations.ThemeCodes($"{at}.themes", call.Themes, reference.Themes);
        violations.Perimeters($"{at}.eligible_area", call.EligibleArea, reference.Territories, required: true);
        violations.Perimeters($"{at}.excluded_area", call.ExcludedArea, reference.Territories);
        violations.Period($"{at}.opening", call.Opening);
        violations.Audience($"{at}.audience", call.Audience);
        violations.Amount($"{at}.min_amount_cents", call.MinAmountCents);
        violations.Amount($"{at}.max_amount_cents", call.MaxAmountCents);
        violations.Amount($"{at}.envelope_cents", call.EnvelopeCents);
        if (call.MaxAmountCents > 0 && call.MaxAmountCents < call.MinAmountCents)
        {
            violations.Add($"{at}.max_amount_cents", ViolationCode.NotBelow, Datum.AmountCents(call.MinAmountCents), Datum.AmountCents(call.MaxAmountCents));
        }

        violations.Range($"{at}.co_funding_percent", call.CoFundingPercent, 0, 100);
        violations.Terms($"{at}.open_to_kinds", call.OpenToKinds);
        violations.Terms($"{at}.open_to_natures", call.OpenToNatures);
        violations.Terms($"{at}.useful_phases", call.UsefulPhases);
        if (call.Effort is { } effort)
        {
            violations.Range($"{at}.effort.pages", effort.Pages, 0, MaxEffort);
            violations.Range($"{at}.effort.documents", effort.Documents, 0, MaxEffort);
            violations.Range($"{at}.effort.decision_days", effort.DecisionDays, 0, MaxEffort);
            violations.Range($"{at}.effort.payment_days", effort.PaymentDays, 0, MaxEffort);
        }

        violations.Text($"{at}.application_url", call.ApplicationUrl, 0, MaxUrlLength);
        if (call.ApplicationUrl.Length > 0 && !(Uri.TryCreate(call.ApplicationUrl, UriKind.Absolute, out var url) && string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)))
        {
            violations.Add($"{at}.application_url", ViolationCode.BadPattern, Datum.Text("https://www.exemple.fr/aide"));
        }
    }
}
