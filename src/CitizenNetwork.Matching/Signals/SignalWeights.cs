using System.Collections.Immutable;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// The signals that count for a query, with the weights of its table (<see cref="WeightTable"/>) divided by their sum. The
/// phase has none: it takes away from the others.
/// </summary>
internal static class SignalWeights
{
    private static readonly ImmutableArray<ISignal> s_signals =
    [
        new NeedFitSignal(),
        new ThemesSignal(),
        new DistanceSignal(),
        new TextSignal(),
        new FreshnessSignal(),
        new CompletenessSignal(),
        new TerritoryLevelSignal(),
        new EffortSignal(),
        new EssSignal(),
        new PriorityThemeSignal(),
        new ReciprocitySignal(),
        new WaysOfWorkingSignal(),
    ];

    /// <summary>Least weight of effort when the asker prefers little of it (seed 004-14).</summary>
    private const double PreferredEffort = 0.40;

    /// <summary>The signals that count for a query. A signal of which the asker says nothing would be neutral for all: it is left out.</summary>
    public static ImmutableArray<(ISignal Signal, double Weight)> For(MatchContext context)
    {
        var category = context.Query.Category;
        var preferences = context.Query.Preferences;
        var applying = ImmutableArray.CreateBuilder<(ISignal Signal, double Weight)>();
        foreach (var signal in s_signals)
        {
            var own = context.Query.Weights.Of(category, signal.Signal);
            var weight = signal.Signal switch
            {
                Signal.NeedFit when context.Asker.Needs.IsEmpty && category != MatchCategory.Host => 0,
                Signal.Themes when context.Themes.IsEmpty => 0,
                Signal.Effort when category == MatchCategory.Funding && preferences.PreferLowEffort => Math.Max(own, PreferredEffort),
                Signal.Ess when !preferences.PreferEss => 0,
                Signal.PriorityTheme when context.PriorityThemes.IsEmpty => 0,
                Signal.Reciprocity when own > 0 && !context.Exchanges.CanBeMutual => 0,
                Signal.WaysOfWorking when context.Asker.Holder?.WaysOfWorking is null => 0,
                _ => own,
            };
            if (weight > 0)
            {
                applying.Add((signal, weight));
            }
        }

        var sum = applying.Sum(entry => entry.Weight);
        return [.. applying.Select(entry => (entry.Signal, entry.Weight / sum))];
    }
}
