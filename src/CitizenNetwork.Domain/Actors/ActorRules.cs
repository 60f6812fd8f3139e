using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Actors;

/// <summary>What an actor's record must fulfil.</summary>
public static class ActorRules
{
    /// <summary>Most actors it can be a member of.</summary>
    public const int MaxMemberships = 50;

    /// <summary>Adds every wrong field of <paramref name="actor"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Actor actor, string at, Reference reference, Violations violations)
    {
        violations.Text($"{at}.display_name", actor.DisplayName, 1, Limits.MaxTitleLength);
        violations.Required($"{at}.kind", actor.Kind);
        violations.Text($"{at}.description", actor.Description, 0, Limits.MaxDescriptionLength);
        violations.ThemeCodes($"{at}.themes", actor.Themes, reference.Themes);
        violations.Commune($"{at}.commune", actor.Commune, reference.Territories);
        violations.Perimeters($"{at}.served_area", actor.ServedArea, reference.Territories);
        violations.Perimeters($"{at}.excluded_area", actor.ExcludedArea, reference.Territories);
        violations.Terms($"{at}.ways_of_working.hours", actor.WaysOfWorking?.Hours ?? []);
        violations.Text($"{at}.street_address", actor.StreetAddress, 0, Limits.MaxStreetAddressLength);
        violations.Position($"{at}.position", actor.Position);
        violations.Terms($"{at}.roles", actor.Roles);
        violations.Terms($"{at}.serves_kinds", actor.ServesKinds);
        violations.Terms($"{at}.useful_phases", actor.UsefulPhases);
        violations.Count($"{at}.memberships", actor.Memberships.Length, MaxMemberships);
        for (var i = 0; i < actor.Memberships.Length; i++)
        {
            if (actor.Memberships[i] == actor.Id)
            {
                violations.Add($"{at}.memberships[{i}]", ViolationCode.NotItself);
            }
        }

        if (actor.Siren.Length > 0)
        {
            if (actor.Siren.Length != 9 || !actor.Siren.All(char.IsAsciiDigit))
            {
                violations.Add($"{at}.siren", ViolationCode.BadPattern, Datum.Text("123456782"));
            }
            else if (ExpectedSirenCheckDigit(actor.Siren) is var expected && actor.Siren[^1] != expected)
            {
                violations.Add($"{at}.siren", ViolationCode.BadCheckDigit, Datum.Text(expected.ToString()), Datum.Text(actor.Siren[^1].ToString()));
            }
        }

        if (actor.Rna.Length > 0 && (actor.Rna.Length != 10 || actor.Rna[0] != 'W' || !actor.Rna.AsSpan(1).ContainsOnlyDigits()))
        {
            violations.Add($"{at}.rna", ViolationCode.BadPattern, Datum.Text("W491234567"));
        }
    }

    /// <summary>Luhn check digit that the first eight digits of a SIREN call for (INSEE, Sirene documentation).</summary>
    private static char ExpectedSirenCheckDigit(string siren)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            var digit = siren[i] - '0';
            if (i % 2 == 1)
            {
                digit *= 2;
                digit -= digit > 9 ? 9 : 0;
            }

            sum += digit;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
