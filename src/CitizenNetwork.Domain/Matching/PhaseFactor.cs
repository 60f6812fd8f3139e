using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Matching;

/// <summary>How much who helps is worth at a phase, where that is not the default (seed 003-16).</summary>
/// <param name="Role">What it does in the network; unspecified: <paramref name="Kind"/> says who it is.</param>
/// <param name="Kind">What it is; unspecified: <paramref name="Role"/> says what it does.</param>
/// <param name="Phase">Phase of the initiative that asks.</param>
/// <param name="Factor"><see cref="PhaseTable.Least"/> to 1.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.phase-factor")]
public sealed record PhaseFactor(ActorRole Role, ActorKind Kind, Phase Phase, double Factor);
