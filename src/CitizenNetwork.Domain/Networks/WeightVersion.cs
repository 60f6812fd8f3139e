using System.Collections.Immutable;
using CitizenNetwork.Domain.Matching;

namespace CitizenNetwork.Domain.Networks;

/// <summary>The weights that a network had from one change to the next.</summary>
/// <param name="Version">See <see cref="Network.WeightsVersion"/>.</param>
/// <param name="Time">When they came, UTC.</param>
/// <param name="KeyId">Public part of the key that set them; empty: not known.</param>
/// <param name="Weights">See <see cref="Network.Weights"/>.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.weight-version")]
public sealed record WeightVersion(long Version, DateTimeOffset Time, string KeyId, ImmutableArray<SignalWeight> Weights);

/// <summary>Part of a network's versions, newest first.</summary>
/// <param name="Versions">The versions.</param>
/// <param name="Next">Where the following part begins; 0: there is none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.weight-version-page")]
public sealed record WeightVersionPage(ImmutableArray<WeightVersion> Versions, long Next);
