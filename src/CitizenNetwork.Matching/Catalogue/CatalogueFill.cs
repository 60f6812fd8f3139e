using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Access;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>
/// All that is stored, on its way into a catalogue. Records are kept as they come and each index is built once, at the end:
/// put one by one, a million records cost several times as much. One thread at a time; filled and taken once.
/// </summary>
public sealed class CatalogueFill(TerritoryTable territories, ThemeList themes)
{
    // A list of indexed records for each type.
    private readonly Dictionary<Type, object> _records = [];
    private readonly Dictionary<string, Removal> _removals = new(StringComparer.Ordinal);
    private (CatalogueView View, IReadOnlyDictionary<string, long> Removed)? _content;

    /// <summary>As <see cref="Catalogue.Put{T}(Entry{T})"/>, of many; on all processors.</summary>
    public void Put<T>(IReadOnlyList<Entry<T>> entries)
        where T : class
    {
        var indexed = new IndexedRecord<T>[entries.Count];
        Parallel.For(0, indexed.Length, i => indexed[i] = Indexing.Index(entries[i], themes, territories));
        if (!_records.TryGetValue(typeof(T), out var records))
        {
            _records.Add(typeof(T), records = new List<IndexedRecord<T>>());
        }

        ((List<IndexedRecord<T>>)records).AddRange(indexed);
    }

    /// <summary>As <see cref="Catalogue.Remove{T}"/>.</summary>
    public void Remove(string name, long revision, SourceReference? withdrawn = null, string mergedInto = "")
    {
        if (!_removals.TryGetValue(name, out var known) || known.Revision < revision)
        {
            _removals[name] = new Removal(revision, withdrawn, mergedInto);
        }
    }

    /// <summary>Makes the indexes, which takes seconds: before a catalogue takes it, so that nobody who writes there waits.</summary>
    public void Complete() => _content ??= Made();

    /// <summary>The view that a catalogue has after all of it, with the revisions of what was removed.</summary>
    internal (CatalogueView View, IReadOnlyDictionary<string, long> Removed) Content
    {
        get
        {
            Complete();
            return _content!.Value;
        }
    }

    private (CatalogueView View, IReadOnlyDictionary<string, long> Removed) Made()
    {
        var (actors, initiatives, resources) = (Taken<Actor>(), Taken<Initiative>(), Taken<Resource>());
        var (calls, offers, networks, pairs) = (Taken<FundingCall>(), Taken<HostingOffer>(), Taken<Network>(), Taken<DuplicatePair>());
        var members = Taken<Member>();

        // Actors first, and who stands for whom: offers are read together with their owners.
        var empty = CatalogueView.NewEmpty();
        var merged = empty.Merged.AddRange(_removals.Where(pair => pair.Value.MergedInto.Length > 0).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.MergedInto)));
        var view = empty.With(ShelfOf(actors, empty), empty.SourceShelf, empty.Links, merged);
        var (resourceShelf, callShelf, offerShelf) = (view.ResourceShelf, view.FundingCallShelf, view.HostingOfferShelf);
        var (others, sources, links) = (view, view.SourceShelf, view.Links);
        Parallel.Invoke(
            () => resourceShelf = ShelfOf(resources, view),
            () => callShelf = ShelfOf(calls, view),
            () => offerShelf = ShelfOf(offers, view),
            () => others = view.With(ShelfOf(initiatives, view)).With(ShelfOf(networks, view)).With(ShelfOf(pairs, view)).With(ShelfOf(members, view)),
            () => sources = SourceShelf.Of(
            [
                .. Rows(actors), .. Rows(initiatives), .. Rows(resources), .. Rows(calls), .. Rows(offers), .. Rows(networks), .. Rows(pairs), .. Rows(members),
                .. _removals.Where(pair => pair.Value.Withdrawn is not null).Select(pair => new SourceEntry(pair.Key, pair.Value.Revision, pair.Value.Withdrawn!)),
            ]),
            () => links = new ActorLinkage(
                ActorLinks.Of(Links(initiatives, ActorLinks.HolderOf)),
                ActorLinks.Of([.. Links(resources, ActorLinks.OwnerOf), .. Links(calls, ActorLinks.OwnerOf), .. Links(offers, ActorLinks.OwnerOf)])));
        var guards = GuardIndex.Of([.. Guarded(actors), .. Guarded(initiatives), .. Guarded(resources), .. Guarded(calls), .. Guarded(offers), .. Guarded(networks), .. Guarded(members)]);
        return (
            others.With(resourceShelf).With(callShelf).With(offerShelf, sources, links, merged)
                .With(guards, members.Aggregate(MemberIndex.Empty, (index, record) => index.Replace(null, record.Entry.Record))),
            _removals.ToDictionary(pair => pair.Key, pair => pair.Value.Revision, StringComparer.Ordinal));
    }

    private static Shelf<T> ShelfOf<T>(IndexedRecord<T>[] records, CatalogueView actors)
        where T : class =>
        Shelf<T>.Of(records, id => actors.FindActor(id)?.Record);

    private static IEnumerable<SourceEntry> Rows<T>(IndexedRecord<T>[] records)
        where T : class =>
        records.Where(record => record.Entry.Source is not null).Select(record => new SourceEntry(record.Entry.Name, record.Entry.Revision, record.Entry.Source!));

    private static IEnumerable<(string Name, Guarded Guarded)> Guarded<T>(IndexedRecord<T>[] records)
        where T : class =>
        records.Select(record => (record.Entry.Name, Guards.Of(record.Entry.Record, record.Entry.Source?.Source ?? string.Empty)));

    private static IEnumerable<(string Record, ActorId Actor)> Links<T>(IndexedRecord<T>[] records, Func<object?, ActorId?> actorOf)
        where T : class =>
        records.Select(record => (record.Entry.Name, Actor: actorOf(record.Entry.Record))).Where(link => link.Actor is not null).Select(link => (link.Name, link.Actor!.Value));

    /// <summary>The records of a type that are shown at the end, in ordinal order of their names; their removals, which are older, are forgotten.</summary>
    private IndexedRecord<T>[] Taken<T>()
        where T : class
    {
        if (!_records.Remove(typeof(T), out var found))
        {
            return [];
        }

        var records = (List<IndexedRecord<T>>)found;
        IndexedRecord<T>[] shown =
        [
            .. (IsAscending(records) ? records : records.OrderBy(record => record.Entry.Name, StringComparer.Ordinal).ThenByDescending(record => record.Entry.Revision).DistinctBy(record => record.Entry.Name))
                .Where(record => !_removals.TryGetValue(record.Entry.Name, out var removal) || removal.Revision < record.Entry.Revision),
        ];
        foreach (var record in shown)
        {
            _removals.Remove(record.Entry.Name);
        }

        return shown;
    }

    /// <summary>Whether each name is given once and in order, as a store gives them.</summary>
    private static bool IsAscending<T>(List<IndexedRecord<T>> records)
        where T : class
    {
        for (var i = 1; i < records.Count; i++)
        {
            if (string.CompareOrdinal(records[i - 1].Entry.Name, records[i].Entry.Name) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Removal(long Revision, SourceReference? Withdrawn, string MergedInto);
}
