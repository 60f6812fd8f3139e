using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>
/// Names of the records of each actor, as the records name it: of the initiatives that it holds, or of the resources, calls
/// and hosting offers that are its own. Immutable; one change costs a logarithm, also for an actor that has very many.
/// </summary>
internal sealed class ActorLinks
{
    private static readonly ImmutableSortedSet<string> s_none = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, ImmutableSortedSet<string>> _names;

    private ActorLinks(ImmutableDictionary<string, ImmutableSortedSet<string>> names) => _names = names;

    public static ActorLinks Empty { get; } = new(ImmutableDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal));

    /// <param name="links">Names of records with the actors that they name.</param>
    public static ActorLinks Of(IEnumerable<(string Record, ActorId Actor)> links)
    {
        Dictionary<ActorId, List<string>> byActor = [];
        foreach (var (record, actor) in links)
        {
            ref var names = ref CollectionsMarshal.GetValueRefOrAddDefault(byActor, actor, out _);
            (names ??= []).Add(record);
        }

        return new ActorLinks(Empty._names.AddRange(byActor.Select(pair => KeyValuePair.Create(pair.Key.Name, ImmutableSortedSet.CreateRange(StringComparer.Ordinal, pair.Value)))));
    }

    /// <summary>Who holds an initiative; null: nobody, or another record.</summary>
    public static ActorId? HolderOf(object? record) => (record as Initiative)?.Holder;

    /// <summary>Whose an offer is; null: no offer.</summary>
    public static ActorId? OwnerOf(object? record) => record switch
    {
        Resource resource => resource.Owner,
        FundingCall call => call.Funder,
        HostingOffer offer => offer.Host,
        _ => null,
    };

    /// <summary>Names of an actor's records, in ordinal order.</summary>
    public ImmutableSortedSet<string> Of(string actor) => _names.GetValueOrDefault(actor, s_none);

    /// <summary>The links once a record is another actor's, or came (null before), or went (null after).</summary>
    public ActorLinks Replace(string name, ActorId? before, ActorId? after)
    {
        if (before == after)
        {
            return this;
        }

        var names = _names;
        if (before is { } from && names.TryGetValue(from.Name, out var left))
        {
            var rest = left.Remove(name);
            names = rest.IsEmpty ? names.Remove(from.Name) : names.SetItem(from.Name, rest);
        }

        return new ActorLinks(after is { } to ? names.SetItem(to.Name, names.GetValueOrDefault(to.Name, s_none).Add(name)) : names);
    }
}

/// <summary>Both kinds of links.</summary>
/// <param name="Held">Initiatives by holder.</param>
/// <param name="Owned">Offers by owner.</param>
internal sealed record ActorLinkage(ActorLinks Held, ActorLinks Owned)
{
    public static ActorLinkage Empty { get; } = new(ActorLinks.Empty, ActorLinks.Empty);

    public ActorLinkage Replace(string name, object? before, object? after)
    {
        var held = Held.Replace(name, ActorLinks.HolderOf(before), ActorLinks.HolderOf(after));
        var owned = Owned.Replace(name, ActorLinks.OwnerOf(before), ActorLinks.OwnerOf(after));
        return ReferenceEquals(held, Held) && ReferenceEquals(owned, Owned) ? this : new ActorLinkage(held, owned);
    }
}
