using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Domain.Access;

/// <summary>What decides who sees a record that not everybody sees.</summary>
/// <param name="Visibility">What its owner wished, never <see cref="Access.Visibility.Unspecified"/>.</param>
/// <param name="Owner">Whose it is; null: nobody's that is registered.</param>
/// <param name="Source">Source that registered it; empty: none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.guarded")]
public readonly record struct Guarded(Visibility Visibility, ActorId? Owner, string Source)
{
    /// <summary>Seen by everybody, whoever owns it.</summary>
    public static Guarded Public { get; } = new(Visibility.Public, null, string.Empty);

    public bool IsPublic => Visibility == Visibility.Public;
}

/// <summary>What a caller may see and change, from its grants.</summary>
public sealed class Sight
{
    private readonly ImmutableHashSet<NetworkId> _networks;
    private readonly ImmutableHashSet<NetworkId> _facilitated;
    private readonly ImmutableHashSet<NetworkId> _coordinated;
    private readonly ImmutableHashSet<ActorId> _actors;
    private readonly ImmutableHashSet<string> _sources;

    private Sight(ImmutableArray<Grant> grants)
    {
        IsAdministrator = grants.Any(grant => grant.Role == AccessRole.PlatformAdministrator);
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

    /// <summary>Whether it is an administrator of the platform.</summary>
    public bool IsAdministrator { get; }

    /// <summary>Networks in which it has any role.</summary>
    public IReadOnlySet<NetworkId> InNetworks => _networks;

    /// <summary>Actors for which it acts.</summary>
    public IReadOnlySet<ActorId> ForActors => _actors;

    public static Sight Of(ImmutableArray<Grant> grants) => grants.IsEmpty ? OfAnybody : new Sight(grants);

    /// <summary>Whether it sees a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="networksOf">The networks that an actor belongs to.</param>
    public bool Sees(Guarded record, Func<ActorId, IEnumerable<NetworkId>> networksOf) =>
        IsAdministrator
        || record.IsPublic
        || _sources.Contains(record.Source)
        || (record.Owner is { } owner
            && (_actors.Contains(owner) || (record.Visibility == Visibility.Network && networksOf(owner).Any(_networks.Contains))));

    /// <summary>Whether it may change records of this owner, or register new ones for it; what a source may change is another matter.</summary>
    /// <param name="owner">Null: a record that is nobody's, which coordinators and facilitators look after together.</param>
    /// <param name="networksOf">The networks that an actor belongs to.</param>
    public bool MayChangeFor(ActorId? owner, Func<ActorId, IEnumerable<NetworkId>> networksOf) =>
        IsAdministrator
        || (owner is { } known ? _actors.Contains(known) || networksOf(known).Any(_facilitated.Contains) : _facilitated.Count > 0);

    /// <summary>Whether it has a role in a network.</summary>
    public bool IsIn(NetworkId network) => IsAdministrator || _networks.Contains(network);

    /// <summary>Whether it runs a network: its settings and its members.</summary>
    public bool Coordinates(NetworkId network) => IsAdministrator || _coordinated.Contains(network);

    private static ImmutableHashSet<NetworkId> Networks(ImmutableArray<Grant> grants, AccessRole role) =>
        [.. grants.Where(grant => grant.Role == role).Select(grant => NetworkId.FromName(grant.Place)).OfType<NetworkId>()];
}
