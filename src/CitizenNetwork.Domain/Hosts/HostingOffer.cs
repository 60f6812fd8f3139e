using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Hosts;

/// <summary>Id of a hosting offer; its resource name is <c>hostingOffers/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.hosting-offer-id")]
public readonly record struct HostingOfferId(string Value)
{
    public const string Collection = "hostingOffers";

    public string Name => $"{Collection}/{Value}";

    public static HostingOfferId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new HostingOfferId(id) : null;

    public override string ToString() => Name;
}

/// <summary>What a host carries (seed 004-18). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.hosted-act")]
public enum HostedAct
{
    Unspecified = 0,
    BankAccount = 1,
    Insurance = 2,
    Contract = 3,
    Employment = 4,
    Grants = 5,
}

/// <summary>A legal body's offer to carry legal and administrative acts of initiatives (« portage », seeds 004-18, 004-20).</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.hosting-offer")]
public sealed record HostingOffer(
    HostingOfferId Id,
    ActorId Host,
    string Title,
    string Description,
    ImmutableArray<string> Themes,
    ImmutableArray<HostedAct> Acts,
    ImmutableArray<PerimeterCode> ServedArea,
    int FeeBasisPoints,
    int Capacity,
    int HostedCount,
    ImmutableArray<Phase> UsefulPhases,
    bool RequiresGeneralInterest,
    Flexibility Flexibility,
    Period? Opening,
    string ExitTerms,
    ImmutableArray<PerimeterCode> ExcludedArea = default,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>Kind of need that an offer answers.</summary>
    public const NeedKind Answers = NeedKind.LegalHosting;

    /// <summary>Whom it does not host, inside its area; empty too in states that were stored before it was asked.</summary>
    public ImmutableArray<PerimeterCode> ExcludedArea { get; init; } = ExcludedArea.IsDefault ? [] : ExcludedArea;
}
