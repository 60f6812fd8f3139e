using System.Collections.Immutable;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Matching.Simulation;

/// <summary>Weights and factors of phases that are tried beside those in use.</summary>
/// <param name="PriorityThemes">Themes that apply to all queries.</param>
/// <param name="Used">The weights in use.</param>
/// <param name="Proposed">The others.</param>
/// <param name="UsedPhases">Who helps at which phase, as in use.</param>
/// <param name="ProposedPhases">The same as proposed.</param>
/// <param name="Today">The day in Europe/Paris.</param>
public sealed record WeightTrial(ImmutableArray<string> PriorityThemes, WeightTable Used, WeightTable Proposed, PhaseTable UsedPhases, PhaseTable ProposedPhases, DateOnly Today)
{
    /// <summary>Other weights of a network, where they are not the default, beside its own.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">The other weights.</param>
    /// <param name="phases">The other factors of phases; null: its own.</param>
    /// <param name="today">The day in Europe/Paris.</param>
    public static WeightTrial Of(Network network, ImmutableArray<SignalWeight> weights, ImmutableArray<PhaseFactor>? phases, DateOnly today) => new(
        network.PriorityThemes,
        WeightTable.Default.With(network.Weights),
        WeightTable.Default.With(weights),
        PhaseTable.Default.With(network.PhaseFactors),
        PhaseTable.Default.With(phases ?? network.PhaseFactors),
        today);

    /// <summary>Whether a category is ranked alike by both.</summary>
    public bool IsSame(MatchCategory category) => Used.IsSame(Proposed, category) && UsedPhases.IsSame(ProposedPhases);
}
