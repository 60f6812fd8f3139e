using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Shared themes, a rare one counting more than one that everybody bears: half for sharing any, half for the cosine of
/// the two lists, weighed by rarity in the category.
/// Cases:
/// one [Theme]; two [Theme, Theme]; three [Theme, Theme, Theme]; many [Theme, Theme, Theme, Number of further ones]: shared themes, the rarest first.
/// none [Theme: first of the candidate].
/// unknown []: the candidate names none.
/// </summary>
internal sealed class ThemesSignal : ISignal
{
    public Signal Signal => Signal.Themes;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (candidate.Themes.IsEmpty || context.Themes.IsEmpty)
        {
            return SignalValue.Unknown;
        }

        List<(string Theme, double Square)> shared = [];
        foreach (var theme in context.Themes)
        {
            if (candidate.Themes.Contains(theme, StringComparer.Ordinal))
            {
                shared.Add((theme, Square(context, theme)));
            }
        }

        if (shared.Count == 0)
        {
            return SignalValue.Of(0, "none", Datum.Theme(candidate.Themes[0]));
        }

        var cosine = shared.Sum(entry => entry.Square)
            / Math.Sqrt(context.Themes.Sum(theme => Square(context, theme)) * candidate.Themes.Sum(theme => Square(context, theme)));
        return SignalValue.Listing(
            Math.Min(1, (1 + cosine) / 2),
            [.. shared.OrderByDescending(entry => entry.Square).ThenBy(entry => entry.Theme, StringComparer.Ordinal).Select(entry => Datum.Theme(entry.Theme))]);
    }

    private static double Square(MatchContext context, string theme)
    {
        var rarity = context.ThemeRarity(theme);
        return rarity * rarity;
    }
}
