using System.Collections.Concurrent;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Reciprocity;

/// <summary>What one asker and each candidate's actor bring each other: made when it is first asked for, once an actor.</summary>
/// <param name="view">The records.</param>
/// <param name="asker">Who asks.</param>
internal sealed class Exchanges(CatalogueView view, Asker asker)
{
    private readonly ConcurrentDictionary<ActorId, Exchange?> _byActor = new();
    private readonly Lazy<Party> _you = new(() => new PartyReader(view).Of(asker));

    /// <summary>False: the asker has nothing to give or lacks nothing, so that no candidate could be told from another by it.</summary>
    public bool CanBeMutual => !_you.Value.Offers.IsEmpty && !_you.Value.Needs.IsEmpty;

    /// <summary>The exchange with an actor; null when nothing is known of it, it is not registered, or it is the asker's own.</summary>
    public Exchange? With(Actor? actor) => actor is null || actor.Id == asker.Holder?.Id ? null : _byActor.GetOrAdd(actor.Id, _ => Read(actor));

    private Exchange? Read(Actor actor)
    {
        var they = new PartyReader(view).Of(actor);
        return they.IsUnknown || _you.Value.IsUnknown ? null : Exchange.Between(_you.Value, they);
    }
}
