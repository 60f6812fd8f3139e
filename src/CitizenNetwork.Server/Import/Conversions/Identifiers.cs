namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>
/// Public numbers, checked softly: in one public file 2.64 % of the SIRET were wrong, and a place with a wrong number is
/// still a place. A wrong one is noted and left out.
/// </summary>
internal static class Identifiers
{
    private const int SirenLength = 9;
    private const int SiretLength = 14;

    /// <summary>SIREN of La Poste, whose establishments have a number whose digits sum up to a multiple of five instead.</summary>
    private const string LaPoste = "356000000";

    /// <summary>The SIREN in a SIREN or SIRET, blanks left out; null when a check digit is wrong or it is neither.</summary>
    public static string? Siren(string text)
    {
        var digits = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '.'));
        if (!digits.All(char.IsAsciiDigit) || digits.Length is not (SirenLength or SiretLength) || !HasLuhn(digits[..SirenLength]))
        {
            return null;
        }

        var siren = digits[..SirenLength];
        var isRight = digits.Length == SirenLength || HasLuhn(digits) || (siren == LaPoste && digits.Sum(digit => digit - '0') % 5 == 0);
        return isRight && siren.Any(digit => digit != '0') ? siren : null;
    }

    /// <summary>The number in the register of associations (W and nine digits), or null.</summary>
    public static string? Rna(string text)
    {
        var number = string.Concat(text.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
        return number.Length == 10 && number[0] == 'W' && number.Skip(1).All(char.IsAsciiDigit) ? number : null;
    }

    internal static bool HasLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 0 ? digit : digit * 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
