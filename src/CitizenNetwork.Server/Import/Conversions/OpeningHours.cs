using System.Globalization;
using System.Text.RegularExpressions;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>
/// Opening hours in the syntax of OpenStreetMap (https://wiki.openstreetmap.org/wiki/Key:opening_hours), the part that
/// directories use: rules separated by ";", each with weeks, months, days, PH and SH, hours, off and "comments".
/// </summary>
internal static partial class OpeningHours
{
    private const int TimeoutMilliseconds = 1_000;

    private const int MaxLength = 2_000;

    /// <summary>Whether the text follows the syntax.</summary>
    public static bool IsValid(string text) => text.Length <= MaxLength && text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } rules && rules.All(IsRule);

    private static bool IsRule(string rule) => Rule().Match(rule) is { Success: true } match && match.Groups["span"].Captures.All(span => IsSpan(span.Value));

    /// <summary>08:30-12:00, 24/7 apart; a closing time may pass midnight, up to 48:00.</summary>
    private static bool IsSpan(string span)
    {
        var ends = span.TrimEnd('+').Split('-', StringSplitOptions.TrimEntries);
        return Minutes(ends[0]) is <= 24 * 60 && (ends.Length == 1 || Minutes(ends[1]) is <= 48 * 60);
    }

    private static int? Minutes(string time)
    {
        var parts = time.Split(':');
        return int.TryParse(parts[0], CultureInfo.InvariantCulture, out var hours) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minutes) && minutes < 60 ? (hours * 60) + minutes : null;
    }

    [GeneratedRegex(
        """
        ^(24/7|((week\s+\d{1,2}(-\d{1,2})?(/\d)?(\s*,\s*\d{1,2}(-\d{1,2})?)*:?\s*)?
        ((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(\s+\d{1,2})?(\s*-\s*((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s*)?(\d{1,2})?)?\s*,?:?\s*)*
        ((Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(\[-?\d(,-?\d)*\])?(\s*-\s*(Mo|Tu|We|Th|Fr|Sa|Su))?\s*,?\s*)*
        ((?<span>\d{1,2}:\d{2}(\s*-\s*\d{1,2}:\d{2}\+?|\+)?)\s*,?\s*)*
        (off|closed|open|unknown)?\s*("[^"]*")?))$
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking,
        TimeoutMilliseconds)]
    private static partial Regex Rule();
}
