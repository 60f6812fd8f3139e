using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;

namespace CitizenNetwork.Matching.Access;

/// <summary>Which networks each actor belongs to, and which rights each principal has, from the members that are active. Immutable.</summary>
internal sealed class MemberIndex
{
    private readonly ImmutableDictionary<ActorId, ImmutableList<NetworkId>> _networks;
    private readonly ImmutableDictionary<string, ImmutableList<Grant>> _grants;

    private MemberIndex(ImmutableDictionary<ActorId, ImmutableList<NetworkId>> networks, ImmutableDictionary<string, ImmutableList<Grant>> grants)
    {
        _networks = networks;
        _grants = grants;
    }

    public static MemberIndex Empty { get; } = new(ImmutableDictionary<ActorId, ImmutableList<NetworkId>>.Empty, ImmutableDictionary.Create<string, ImmutableList<Grant>>(StringComparer.Ordinal));

    /// <summary>One entry for each membership: two give the same network twice.</summary>
    public ImmutableList<NetworkId> NetworksOf(ActorId actor) => _networks.GetValueOrDefault(actor, []);

    public ImmutableList<Grant> GrantsOf(string principal) => _grants.GetValueOrDefault(principal, []);

    /// <summary>The index once one member's record is another, came (null before) or went (null after).</summary>
    public MemberIndex Replace(Member? before, Member? after)
    {
        var (networks, grants) = (_networks, _grants);
        if (Belonging(before) is { } left)
        {
            networks = networks.SetItem(left.Actor, NetworksOf(left.Actor).Remove(left.Network));
        }

        if (before?.Grant is { } lost)
        {
            grants = grants.SetItem(before.Principal, GrantsOf(before.Principal).Remove(lost));
        }

        if (Belonging(after) is { } joined)
        {
            networks = networks.SetItem(joined.Actor, networks.GetValueOrDefault(joined.Actor, []).Add(joined.Network));
        }

        if (after?.Grant is { } gained)
        {
            grants = grants.SetItem(after.Principal, grants.GetValueOrDefault(after.Principal, []).Add(gained));
        }

        return networks == _networks && grants == _grants ? this : new MemberIndex(networks, grants);
    }

    private static (ActorId Actor, NetworkId Network)? Belonging(Member? member) =>
        member is { State: MemberState.Active, Actor: { } actor } && NetworkId.FromName(member.Parent) is { } network ? (actor, network) : null;
}
