using System.Collections.Immutable;
using CitizenNetwork.Domain.Matching;

namespace CitizenNetwork.Domain.Networks;

/// <summary>The weights and factors of phases that a network had from one change to the next.</summary>
/// <param name="Version">See <see cref="Network.WeightsVersion"/>.</param>
/// <param name="Time">When they came, UTC.</param>
/// <param name="KeyId">Public part of the key that set them; empty: not known.</param>
/// <param name="Weights">See <see cref="Network.Weights"/>.</param>
/// <param name="PhaseFactors">See <see cref="Network.PhaseFactors"/>.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.weight-version")]
public sealed record WeightVersion(long Version, DateTimeOffset Time, string KeyId, ImmutableArray<SignalWeight> Weights, ImmutableArray<PhaseFactor> PhaseFactors = default)
{
    /// <summary>Empty too in versions that were stored before it was asked.</summary>
    public ImmutableArray<PhaseFactor> PhaseFactors { get; init; } = PhaseFactors.IsDefault ? [] : PhaseFactors;
}

/// <summary>Part of a network's versions, newest first.</summary>
/// <param name="Versions">The versions.</param>
/// <param name="Next">Where the following part begins; 0: there is none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.weight-version-page")]
public sealed record WeightVersionPage(ImmutableArray<WeightVersion> Versions, long Next);
