using System.Globalization;
using System.Text.RegularExpressions;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>Days in the three styles that files use: 2026-11-30 (with or without a time), 30/11/2022 or 30 novembre 2022, and 20221130. Day before month, always.</summary>
internal static partial class Days
{
    private const int TimeoutMilliseconds = 1_000;

    private static readonly string[] s_months = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"];

    /// <summary>The day in Europe/Paris, or null when the text is none.</summary>
    public static DateOnly? Read(string text)
    {
        text = text.Trim();
        if (Iso().Match(text) is { Success: true } iso)
        {
            // An instant of another zone may be the next day here: 2019-07-07T22:00Z is 8 July in Paris.
            return iso.Groups["zone"].Success && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? ParisTime.DayOf(instant)
                : Day(iso);
        }

        if (French().Match(text) is { Success: true } french)
        {
            return Day(french);
        }

        if (InWords().Match(TextFolding.Fold(text)) is { Success: true } words)
        {
            var month = Array.IndexOf(s_months, words.Groups["month"].Value) + 1;
            return Day(words.Groups["year"].Value, month.ToString(CultureInfo.InvariantCulture), words.Groups["day"].Value);
        }

        return DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var compact) ? compact : null;
    }

    private static DateOnly? Day(Match match) => Day(match.Groups["year"].Value, match.Groups["month"].Value, match.Groups["day"].Value);

    private static DateOnly? Day(string year, string month, string day) =>
        DateOnly.TryParseExact($"{year.PadLeft(4, '0')}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;

    [GeneratedRegex(@"^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?)?$", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})(\s+\d{1,2}[:h]\d{2}(:\d{2})?)?$", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex French();

    [GeneratedRegex(@"^(?<day>\d{1,2})(er)?\s+(?<month>[a-z]+)\s+(?<year>\d{4})$", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex InWords();
}
