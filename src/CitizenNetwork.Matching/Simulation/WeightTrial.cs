using System.Collections.Immutable;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Matching.Simulation;

/// <summary>Weights that are tried beside those in use.</summary>
/// <param name="PriorityThemes">Themes that apply to all queries.</param>
/// <param name="Used">The weights in use.</param>
/// <param name="Proposed">The others.</param>
/// <param name="Today">The day in Europe/Paris.</param>
public sealed record WeightTrial(ImmutableArray<string> PriorityThemes, WeightTable Used, WeightTable Proposed, DateOnly Today)
{
    /// <summary>Other weights of a network, where they are not the default, beside its own.</summary>
    public static WeightTrial Of(Network network, ImmutableArray<SignalWeight> proposed, DateOnly today) =>
        new(network.PriorityThemes, WeightTable.Default.With(network.Weights), WeightTable.Default.With(proposed), today);
}
