using System.Collections.Immutable;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How much each signal counts, per category. Zero: it does not count there. The weights that apply to a query are
/// divided by their sum. The phase has none: it takes away from the others.
/// </summary>
internal static class SignalWeights
{
    // Readable on purpose (seed 004-25). Columns: partner, funding, host, resource.
    private static readonly ImmutableArray<Row> s_rows =
    [
        new(new NeedFitSignal(), 0.30, 0.30, 0.30, 0.40),
        new(new ThemesSignal(), 0.25, 0.20, 0.10, 0.10),
        new(new DistanceSignal(), 0.15, 0.00, 0.15, 0.20),
        new(new TextSignal(), 0.20, 0.25, 0.15, 0.20),
        new(new FreshnessSignal(), 0.05, 0.05, 0.10, 0.05),
        new(new CompletenessSignal(), 0.03, 0.03, 0.03, 0.03),
        new(new TerritoryLevelSignal(), 0.05, 0.12, 0.20, 0.05),
        new(new EffortSignal(), 0.00, 0.08, 0.00, 0.00),
    ];

    /// <summary>Weight of effort when the asker prefers little of it (seed 004-14).</summary>
    private const double PreferredEffort = 0.40;

    /// <summary>Weight of belonging to the ESS when preferred (seed 000-26).</summary>
    private const double PreferredEss = 0.20;

    /// <summary>Weight of the territory's priorities when it has chosen some (seed 002-22).</summary>
    private const double ChosenPriorities = 0.20;

    /// <summary>The signals that count for a query. A signal of which the asker says nothing would be neutral for all: it is left out.</summary>
    public static ImmutableArray<(ISignal Signal, double Weight)> For(MatchContext context)
    {
        var category = context.Query.Category;
        var preferences = context.Query.Preferences;
        var applying = ImmutableArray.CreateBuilder<(ISignal Signal, double Weight)>();
        foreach (var row in s_rows)
        {
            Add(row.Signal, row.Signal.Signal switch
            {
                Signal.NeedFit when context.Asker.Needs.IsEmpty && category != MatchCategory.Host => 0,
                Signal.Themes when context.Themes.IsEmpty => 0,
                Signal.Effort when category == MatchCategory.Funding && preferences.PreferLowEffort => PreferredEffort,
                _ => row.Of(category),
            });
        }

        Add(new EssSignal(), preferences.PreferEss ? PreferredEss : 0);
        Add(new PriorityThemeSignal(), context.PriorityThemes.IsEmpty ? 0 : ChosenPriorities);
        var sum = applying.Sum(entry => entry.Weight);
        return [.. applying.Select(entry => (entry.Signal, entry.Weight / sum))];

        void Add(ISignal signal, double weight)
        {
            if (weight > 0)
            {
                applying.Add((signal, weight));
            }
        }
    }

    private sealed record Row(ISignal Signal, double Partner, double Funding, double Host, double Resource)
    {
        public double Of(MatchCategory category) => category switch
        {
            MatchCategory.Partner => Partner,
            MatchCategory.Funding => Funding,
            MatchCategory.Host => Host,
            _ => Resource,
        };
    }
}
