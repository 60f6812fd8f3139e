using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Hosts;

/// <summary>What a hosting offer's record must fulfil.</summary>
public static class HostingOfferRules
{
    /// <summary>Greatest fee, in hundredths of a percent: 30 %.</summary>
    public const int MaxFeeBasisPoints = 3_000;

    /// <summary>Most initiatives of one host.</summary>
    public const int MaxCapacity = 10_000;

    /// <summary>Characters of the exit terms.</summary>
    public const int MaxExitTermsLength = 2_000;

    /// <summary>Adds every wrong field of <paramref name="offer"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(HostingOffer offer, string at, Reference reference, Violations violations)
    {
        violations.Text($"{at}.title", offer.Title, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.description", offer.Description, 0, Limits.MaxDescriptionLength);
        violations.ThemeCodes($"{at}.themes", offer.Themes, reference.Themes);
        violations.Terms($"{at}.acts", offer.Acts);
        if (offer.Acts.IsEmpty)
        {
            violations.Add($"{at}.acts", ViolationCode.Required);
        }

        violations.Perimeters($"{at}.served_area", offer.ServedArea, reference.Territories, required: true);
        violations.Perimeters($"{at}.excluded_area", offer.ExcludedArea, reference.Territories);
        violations.Range($"{at}.fee_basis_points", offer.FeeBasisPoints, 0, MaxFeeBasisPoints);
        violations.Range($"{at}.capacity", offer.Capacity, 1, MaxCapacity);
        violations.Range($"{at}.hosted_count", offer.HostedCount, 0, MaxCapacity);
        violations.Terms($"{at}.useful_phases", offer.UsefulPhases);
        violations.Period($"{at}.opening", offer.Opening);
        violations.Text($"{at}.exit_terms", offer.ExitTerms, 0, MaxExitTermsLength);
    }
}
