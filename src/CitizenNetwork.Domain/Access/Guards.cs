using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Access;

/// <summary>What decides who sees each kind of record.</summary>
public static class Guards
{
    /// <summary>The guard of a record by itself: one that is an actor's is seen by nobody who does not see the actor.</summary>
    /// <param name="record">A record of any collection.</param>
    /// <param name="source">Source that registered it; empty: none.</param>
    public static Guarded Of(object record, string source) => record switch
    {
        Actor actor => Make(actor.Visibility == Visibility.Unspecified && actor.HasPrivateAddress() ? Visibility.Network : actor.Visibility, actor.Id, source),
        Initiative initiative => Make(initiative.Visibility, initiative.Holder, source),
        Resource resource => Make(resource.Visibility, resource.Owner, source),
        FundingCall call => Make(call.Visibility, call.Funder, source),
        HostingOffer offer => Make(offer.Visibility, offer.Host, source),
        Network { Visibility: Visibility.Network or Visibility.Private } network => new(Visibility.Network, null, string.Empty, network.Id),
        Member member => new(Visibility.Network, ActorId.FromName(member.Parent), string.Empty, NetworkId.FromName(member.Parent)),
        _ => Guarded.Public,
    };

    /// <summary>Whose a record is; null: its own, or nobody's.</summary>
    public static ActorId? OwnerOf(object record) => record switch
    {
        Initiative initiative => initiative.Holder,
        Resource resource => resource.Owner,
        FundingCall call => call.Funder,
        HostingOffer offer => offer.Host,
        _ => null,
    };

    private static Guarded Make(Visibility visibility, ActorId? owner, string source) =>
        visibility is Visibility.Unspecified or Visibility.Public ? Guarded.Public : new(visibility, owner, source);
}
