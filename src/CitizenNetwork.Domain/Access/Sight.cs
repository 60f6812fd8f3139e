using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Domain.Access;

/// <summary>What decides who sees a record that not everybody sees.</summary>
/// <param name="Visibility">What its owner wished, never <see cref="Access.Visibility.Unspecified"/>.</param>
/// <param name="Owner">Whose it is; null: nobody's that is registered.</param>
/// <param name="Source">Source that registered it; empty: none.</param>
/// <param name="Network">The network that it is of; null: those of its owner count.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Guarded(Visibility Visibility, ActorId? Owner, string Source, NetworkId? Network = null)
{
    /// <summary>Seen by everybody who sees its owner.</summary>
    public static Guarded Public { get; } = new(Visibility.Public, null, string.Empty);

    public bool IsPublic => Visibility == Visibility.Public;
}

/// <summary>What a caller may see and change, from its grants. Two of the same grants are equal.</summary>
public sealed class Sight : IEquatable<Sight>
{
    private readonly string _grants;
    private readonly ImmutableHashSet<NetworkId> _networks;
    private readonly ImmutableHashSet<NetworkId> _facilitated;
    private readonly ImmutableHashSet<NetworkId> _coordinated;
    private readonly ImmutableHashSet<ActorId> _actors;
    private readonly ImmutableHashSet<string> _sources;

    private Sight(ImmutableArray<Grant> grants)
    {
        Grants = grants;
        _grants = string.Join(' ', grants.Select(grant => $"{grant.Role}:{grant.Place}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        IsAdministrator = grants.Any(grant => grant.Role == AccessRole.PlatformAdministrator);
        IsPlatformWide = IsAdministrator || grants.Any(grant => grant.Role == AccessRole.PlatformEditor);
        _coordinated = Networks(grants, AccessRole.NetworkCoordinator);
        _facilitated = _coordinated.Union(Networks(grants, AccessRole.NetworkFacilitator));
        _networks = _facilitated.Union(Networks(grants, AccessRole.NetworkReader));
        _actors = [.. grants.Where(grant => grant.Role == AccessRole.ActorMember).Select(grant => ActorId.FromName(grant.Place)).OfType<ActorId>()];
        _sources = [.. grants.Where(grant => grant.Role == AccessRole.PartnerSystem).Select(grant => grant.Place)];
    }

    /// <summary>Sees what is public and changes nothing.</summary>
    public static Sight OfAnybody { get; } = new([]);

    /// <summary>Sees and changes everything: administrators, and the service itself.</summary>
    public static Sight OfAll { get; } = new([Grant.Administrator]);

    /// <summary>What it comes from.</summary>
    public ImmutableArray<Grant> Grants { get; }

    /// <summary>Whether it is an administrator of the platform.</summary>
    public bool IsAdministrator { get; }

    /// <summary>Whether it sees and changes the records of the whole platform.</summary>
    public bool IsPlatformWide { get; }

    /// <summary>Networks whose actors' records it may change.</summary>
    public IReadOnlySet<NetworkId> Facilitates => _facilitated;

    /// <summary>Whether it has a role that may change records, somewhere.</summary>
    public bool MayWrite => IsPlatformWide || _facilitated.Count > 0 || _actors.Count > 0 || _sources.Count > 0;

    /// <summary>Whether it runs a network.</summary>
    public bool CoordinatesAny => IsPlatformWide || _coordinated.Count > 0;

    /// <summary>Networks in which it has any role.</summary>
    public IReadOnlySet<NetworkId> InNetworks => _networks;

    /// <summary>Actors for which it acts.</summary>
    public IReadOnlySet<ActorId> ForActors => _actors;

    public static Sight Of(ImmutableArray<Grant> grants) => grants.IsEmpty ? OfAnybody : new Sight(grants);

    /// <summary>Whether it sees a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="networksOf">The networks that an actor belongs to.</param>
    public bool Sees(Guarded record, Func<ActorId, IEnumerable<NetworkId>> networksOf) =>
        IsPlatformWide
        || record.IsPublic
        || _sources.Contains(record.Source)
        || (record.Network is { } network && _networks.Contains(network))
        || (record.Owner is { } owner
            && (_actors.Contains(owner) || (record.Visibility == Visibility.Network && networksOf(owner).Any(_networks.Contains))));

    /// <summary>Whether it may change records of this owner, or register new ones for it; what a source may change is another matter.</summary>
    /// <param name="owner">Null: a record that is nobody's, which coordinators and facilitators look after together.</param>
    /// <param name="networksOf">The networks that an actor belongs to.</param>
    public bool MayChangeFor(ActorId? owner, Func<ActorId, IEnumerable<NetworkId>> networksOf) =>
        IsPlatformWide
        || (owner is { } known ? _actors.Contains(known) || networksOf(known).Any(_facilitated.Contains) : _facilitated.Count > 0);

    /// <summary>Whether it has a role in a network.</summary>
    public bool IsIn(NetworkId network) => IsPlatformWide || _networks.Contains(network);

    /// <summary>Whether it runs a network: its settings and its members.</summary>
    public bool Coordinates(NetworkId network) => IsPlatformWide || _coordinated.Contains(network);

    /// <summary>What it sees and changes when it acts in the name of one network: nothing of others by way of its roles in them.</summary>
    public Sight In(NetworkId network) =>
        IsPlatformWide ? this : Of([.. Grants.Where(grant => NetworkId.FromName(grant.Place) is not { } other || other == network)]);

    public bool Equals(Sight? other) => other is not null && string.Equals(_grants, other._grants, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Sight);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_grants);

    private static ImmutableHashSet<NetworkId> Networks(ImmutableArray<Grant> grants, AccessRole role) =>
        [.. grants.Where(grant => grant.Role == role).Select(grant => NetworkId.FromName(grant.Place)).OfType<NetworkId>()];
}
