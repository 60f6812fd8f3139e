using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Wishes that change the order, never the gates; the gates' wishes are <see cref="Domain.Eligibility.Wishes"/>.</summary>
/// <param name="Wishes">Wishes that act as gates.</param>
/// <param name="PreferEss">True: the ESS comes higher (seed 000-26).</param>
/// <param name="PreferLowEffort">True: little effort comes higher (seed 004-14).</param>
/// <param name="PriorityThemes">Themes that the territory chose (seed 002-22).</param>
public sealed record MatchPreferences(Wishes Wishes, bool PreferEss, bool PreferLowEffort, ImmutableArray<string> PriorityThemes)
{
    /// <summary>Whether the first places are shared out.</summary>
    public Diversity Diversity { get; init; }

    /// <summary>No wish at all.</summary>
    public static MatchPreferences None { get; } = new(Wishes.None, false, false, []);
}

/// <summary>One question.</summary>
/// <param name="Asker">Who asks, for what.</param>
/// <param name="Preferences">Wishes.</param>
/// <param name="Category">What is looked for.</param>
/// <param name="Skip">Matches already given on earlier pages.</param>
/// <param name="Take">Most matches given.</param>
/// <param name="Today">The day in Europe/Paris.</param>
public sealed record MatchQuery(Asker Asker, MatchPreferences Preferences, MatchCategory Category, int Skip, int Take, DateOnly Today)
{
    /// <summary>How much each signal counts.</summary>
    public WeightTable Weights { get; init; } = WeightTable.Default;

    /// <summary>Who helps at which phase.</summary>
    public PhaseTable Phases { get; init; } = PhaseTable.Default;

    /// <summary>The same question asked in a network's name; null: in nobody's.</summary>
    public MatchQuery Of(Network? network) => network is null
        ? this
        : this with
        {
            Weights = WeightTable.Default.With(network.Weights),
            Phases = PhaseTable.Default.With(network.PhaseFactors),
            Preferences = Preferences with { PriorityThemes = [.. network.PriorityThemes.Union(Preferences.PriorityThemes, StringComparer.Ordinal)] },
        };
}
