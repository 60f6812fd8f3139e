using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Networks;

/// <summary>Id of a network; its resource name is <c>networks/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.network-id")]
public readonly record struct NetworkId(string Value)
{
    public const string Collection = "networks";

    public string Name => $"{Collection}/{Value}";

    public static NetworkId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new NetworkId(id) : null;

    public override string ToString() => Name;
}

/// <summary>A territory's network with what it settles for itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Description">More about it.</param>
/// <param name="Perimeter">Where it works.</param>
/// <param name="PriorityThemes">Themes that it chose; they apply to every question asked in its name (seed 002-22).</param>
/// <param name="Weights">Where it weighs otherwise than the default, in the order of categories and signals.</param>
/// <param name="WeightsVersion">1 when it is registered, one more at each change of <paramref name="Weights"/> or <paramref name="PhaseFactors"/>.</param>
/// <param name="PhaseFactors">Where it sees otherwise than the default who helps at which phase (seed 003-16), in the order of roles, kinds and phases.</param>
/// <param name="Visibility">Who sees it; what is not public is seen by whoever has a role in it.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.network")]
public sealed record Network(
    NetworkId Id,
    string DisplayName,
    string Description,
    ImmutableArray<PerimeterCode> Perimeter,
    ImmutableArray<string> PriorityThemes,
    ImmutableArray<SignalWeight> Weights,
    long WeightsVersion,
    ImmutableArray<PhaseFactor> PhaseFactors = default,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>Version of the first weights.</summary>
    public const long FirstVersion = 1;

    /// <summary>Empty too in states that were stored before it was asked.</summary>
    public ImmutableArray<PhaseFactor> PhaseFactors { get; init; } = PhaseFactors.IsDefault ? [] : PhaseFactors;
}
