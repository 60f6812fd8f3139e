using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CitizenNetwork.Domain.Actors;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>Finds what is an actor's, what was a merged one's included; read as far as it is asked for.</summary>
internal static class ActorRecords
{
    /// <summary>Merges are few and change seldom: the names that stand for each other are turned round once.</summary>
    private static readonly ConditionalWeakTable<ImmutableDictionary<string, string>, ILookup<string, string>> s_mergedInto = new();

    /// <summary>Names of the initiatives that an actor holds.</summary>
    public static IEnumerable<string> HeldBy(this CatalogueView view, ActorId actor) => Of(view, view.Links.Held, actor);

    /// <summary>Names of the resources, calls and hosting offers of an actor.</summary>
    public static IEnumerable<string> OwnedBy(this CatalogueView view, ActorId actor) => Of(view, view.Links.Owned, actor);

    private static IEnumerable<string> Of(CatalogueView view, ActorLinks links, ActorId actor) =>
        (view.Merged.IsEmpty ? links.Of(actor.Name) : links.Of(actor.Name).Concat(MergedInto(view, actor.Name, 0).SelectMany(links.Of))).Where(name => !view.Hides(name));

    private static IEnumerable<string> MergedInto(CatalogueView view, string kept, int depth)
    {
        var lookup = s_mergedInto.GetValue(view.Merged, static merged => merged.ToLookup(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal));

        // A chain is no longer than there are merges; one that closed would end here.
        return depth >= view.Merged.Count ? [] : lookup[kept].Order(StringComparer.Ordinal).SelectMany(merged => MergedInto(view, merged, depth + 1).Prepend(merged));
    }
}
