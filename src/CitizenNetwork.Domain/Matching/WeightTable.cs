using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Matching;

/// <summary>
/// How much each signal counts, per category. Zero: it does not count there. The phase has no weight: it takes away from
/// the others. Immutable.
/// </summary>
public sealed class WeightTable
{
    private readonly ImmutableSortedDictionary<(MatchCategory Category, Signal Signal), double> _weights;

    private WeightTable(ImmutableSortedDictionary<(MatchCategory Category, Signal Signal), double> weights) => _weights = weights;

    // Readable on purpose (seed 004-25). Columns: partner, funding, host, resource; null: the signal says nothing there.
    /// <summary>The weights of a question that no network asks.</summary>
    public static WeightTable Default { get; } = Of(
    [
        (Signal.NeedFit, 0.30, 0.30, 0.30, 0.40),
        (Signal.Themes, 0.25, 0.20, 0.10, 0.10),
        (Signal.Distance, 0.15, null, 0.15, 0.20),
        (Signal.Text, 0.20, 0.25, 0.15, 0.20),
        (Signal.Freshness, 0.05, 0.05, 0.10, 0.05),
        (Signal.Completeness, 0.03, 0.03, 0.03, 0.03),
        (Signal.TerritoryLevel, 0.05, 0.12, 0.20, 0.05),
        (Signal.Effort, null, 0.08, null, null),

        // When the asker prefers the ESS (seed 000-26), and when the territory has chosen priorities (seed 002-22).
        (Signal.Ess, 0.20, 0.20, 0.20, 0.20),
        (Signal.PriorityTheme, 0.20, 0.20, 0.20, 0.20),

        // Shown beside every match; they count once they are shown to help (seeds 003-4, 003-5).
        (Signal.Reciprocity, 0, 0, 0, 0),
        (Signal.WaysOfWorking, 0, 0, 0, 0),
    ]);

    /// <summary>Every pair of category and signal that can bear a weight.</summary>
    public IEnumerable<(MatchCategory Category, Signal Signal)> Pairs => _weights.Keys;

    /// <summary>Weight of a signal; zero where it can bear none.</summary>
    public double Of(MatchCategory category, Signal signal) => _weights.GetValueOrDefault((category, signal));

    public bool CanBear(MatchCategory category, Signal signal) => _weights.ContainsKey((category, signal));

    /// <summary>The same table with some weights replaced.</summary>
    public WeightTable With(IEnumerable<SignalWeight> weights) =>
        new(_weights.SetItems(weights.Where(weight => CanBear(weight.Category, weight.Signal)).Select(weight => KeyValuePair.Create((weight.Category, weight.Signal), weight.Weight))));

    /// <summary>Whether both tables weigh a category alike.</summary>
    public bool IsSame(WeightTable other, MatchCategory category) => Pairs.Where(pair => pair.Category == category).All(pair => Of(category, pair.Signal).Equals(other.Of(category, pair.Signal)));

    /// <summary>
    /// Whether a question of this category can always be answered: some signal that counts whatever the asker says of itself
    /// has a weight above zero.
    /// </summary>
    public bool CanRank(MatchCategory category) => Pairs.Any(pair => pair.Category == category && AlwaysCounts(category, pair.Signal) && _weights[pair] > 0);

    private static bool AlwaysCounts(MatchCategory category, Signal signal) => signal switch
    {
        Signal.NeedFit => category == MatchCategory.Host,
        Signal.Themes or Signal.Ess or Signal.PriorityTheme or Signal.Reciprocity or Signal.WaysOfWorking => false,
        _ => true,
    };

    private static WeightTable Of((Signal Signal, double? Partner, double? Funding, double? Host, double? Resource)[] rows)
    {
        var weights = ImmutableSortedDictionary.CreateBuilder<(MatchCategory Category, Signal Signal), double>();
        foreach (var row in rows)
        {
            Add(MatchCategory.Partner, row.Signal, row.Partner);
            Add(MatchCategory.Funding, row.Signal, row.Funding);
            Add(MatchCategory.Host, row.Signal, row.Host);
            Add(MatchCategory.Resource, row.Signal, row.Resource);
        }

        return new WeightTable(weights.ToImmutable());

        void Add(MatchCategory category, Signal signal, double? weight)
        {
            if (weight is { } known)
            {
                weights.Add((category, signal), known);
            }
        }
    }
}
