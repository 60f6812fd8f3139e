using System.Globalization;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>Numbers as people write them: "29 650,40 €", "1,234.5", "45 %".</summary>
internal static class Numbers
{
    /// <summary>The number, or null when the text is none.</summary>
    /// <param name="text">Text of a cell.</param>
    /// <param name="hasDecimalComma">True: a comma begins the decimals and a point groups thousands.</param>
    public static decimal? Read(string text, bool hasDecimalComma)
    {
        var digits = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('\'' or '’' or '€' or '%')));
        digits = digits.EndsWith("EUR", StringComparison.OrdinalIgnoreCase) ? digits[..^3] : digits;
        var (point, group) = hasDecimalComma ? (',', '.') : ('.', ',');
        if (digits.Count(character => character == point) > 1 || !GroupsAreWhole(digits, point, group))
        {
            return null;
        }

        digits = digits.Replace(group.ToString(), string.Empty, StringComparison.Ordinal).Replace(point, '.');
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Euros as cents, or null.</summary>
    public static long? Cents(string text, bool hasDecimalComma) =>
        Read(text, hasDecimalComma) is { } euros && Math.Abs(euros) < 1e15m ? (long)Math.Round(euros * 100, MidpointRounding.AwayFromZero) : null;

    /// <summary>An amount that is given in cents, or null.</summary>
    public static long? WholeCents(string text, bool hasDecimalComma) =>
        Read(text, hasDecimalComma) is { } cents && cents == Math.Floor(cents) && Math.Abs(cents) < 1e17m ? (long)cents : null;

    /// <summary>What groups thousands stands before three digits each time; 3,5 under a decimal point is a mistake, not 35.</summary>
    private static bool GroupsAreWhole(string digits, char point, char group)
    {
        var end = digits.IndexOf(point, StringComparison.Ordinal);
        var parts = (end >= 0 ? digits[..end] : digits).TrimStart('-', '+').Split(group);
        return (parts.Length == 1 || (parts[0].Length is > 0 and <= 3 && parts.Skip(1).All(part => part.Length == 3)))
            && (end < 0 || !digits[end..].Contains(group, StringComparison.Ordinal));
    }
}
