using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Works on themes that the territory chose (seed 002-22): 0.7 for one of them, up to 1 for all; counts only when some are chosen.
/// Cases:
/// one [Theme]; two [Theme, Theme]; three [Theme, Theme, Theme]; many [Theme, Theme, Theme, Number of further ones]: in the territory's order.
/// none []; unknown []: the candidate names no theme.
/// </summary>
internal sealed class PriorityThemeSignal : ISignal
{
    private const double ForOne = 0.7;

    public Signal Signal => Signal.PriorityTheme;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (candidate.Themes.IsEmpty)
        {
            return SignalValue.Unknown;
        }

        List<Datum> chosen = [.. context.PriorityThemes.Where(theme => candidate.Themes.Contains(theme, StringComparer.Ordinal)).Select(Datum.Theme)];
        if (chosen.Count == 0)
        {
            return SignalValue.Of(0, "none");
        }

        var further = context.PriorityThemes.Length > 1 ? (chosen.Count - 1.0) / (context.PriorityThemes.Length - 1) : 1;
        return SignalValue.Listing(ForOne + ((1 - ForOne) * further), chosen);
    }
}
