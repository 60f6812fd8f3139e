using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Actors;

/// <summary>Id of an actor; its resource name is <c>actors/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.actor-id")]
public readonly record struct ActorId(string Value)
{
    public const string Collection = "actors";

    public string Name => $"{Collection}/{Value}";

    public static ActorId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new ActorId(id) : null;

    public override string ToString() => Name;
}

/// <summary>What an actor is (seeds 000-1, 002-3, 003-19). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.actor-kind")]
public enum ActorKind
{
    Unspecified = 0,
    Individual = 1,
    InformalCollective = 2,
    YouthGroup = 3,
    Association = 4,
    Cooperative = 5,
    Mutual = 6,
    Foundation = 7,
    Company = 8,
    LocalAuthority = 9,
    PublicService = 10,
    SupportStructure = 11,
    ResourceCentre = 12,
    TradeUnion = 13,
}

/// <summary>Why an actor belongs to the social and solidarity economy (law 2014-856, article 1; seed 000-26).</summary>
[GenerateSerializer, Alias("citizennetwork.ess-basis")]
public enum EssBasis
{
    Unspecified = 0,
    ByStatus = 1,
    Commercial = 2,
    Esus = 3,
    Declared = 4,
    None = 5,
}

/// <summary>What an actor does in the network beside its own activity (seed 000-27).</summary>
[GenerateSerializer, Alias("citizennetwork.actor-role")]
public enum ActorRole
{
    Unspecified = 0,
    NetworkHub = 1,
    ResourceProvider = 2,
    Funder = 3,
    Host = 4,
    Facilitator = 5,
    Coordinator = 6,
}

/// <summary>
/// Anyone who can need, offer or decide. Kind and ESS basis are two attributes: an association is of the ESS by its
/// status. No legal number is ever required. Empty texts and lists mean "not said".
/// </summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.actor")]
public sealed record Actor(
    ActorId Id,
    string DisplayName,
    ActorKind Kind,
    EssBasis EssBasis,
    string Description,
    ImmutableArray<string> Themes,
    PerimeterCode Commune,
    ImmutableArray<PerimeterCode> ServedArea,
    string Siren,
    string Rna,
    ImmutableArray<ActorRole> Roles,
    ImmutableArray<ActorKind> ServesKinds,
    ImmutableArray<Phase> UsefulPhases,
    ImmutableArray<ActorId> Memberships,
    bool DoNotSolicit,
    string StreetAddress = "",
    GeoPoint? Position = null,
    ImmutableArray<PerimeterCode> ExcludedArea = default,
    WaysOfWorking? WaysOfWorking = null,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>Where it does not act, inside its area; empty too in states that were stored before it was asked.</summary>
    public ImmutableArray<PerimeterCode> ExcludedArea { get; init; } = ExcludedArea.IsDefault ? [] : ExcludedArea;

    /// <summary>True, false, or null when neither the record nor the law says (law 2014-856, article 1: some kinds are ESS by status).</summary>
    public bool? IsEss() => EssBasis switch
    {
        EssBasis.None => false,
        EssBasis.Unspecified => Kind is ActorKind.Association or ActorKind.Cooperative or ActorKind.Mutual or ActorKind.Foundation ? true : null,
        _ => true,
    };

    /// <summary>
    /// Whether a legal person stands behind the actor: true for kinds that exist by law only and for any actor with a
    /// number; false for persons and groups without one (seed 004-19). A person can act alone, but not bear a collective's acts.
    /// </summary>
    public bool HasLegalPerson() =>
        Kind is not (ActorKind.Individual or ActorKind.InformalCollective or ActorKind.YouthGroup) || Siren.Length > 0 || Rna.Length > 0;

    /// <summary>Whether its street and point, and those of what it shares, tell where a person lives.</summary>
    public bool HasPrivateAddress() => Kind == ActorKind.Individual;
}
