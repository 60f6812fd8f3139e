using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>
/// The records that matching and lists read. Any thread may write; a reader takes <see cref="Current"/> and never waits.
/// Writes may come twice and in any order: each record keeps its highest revision, removals included.
/// </summary>
/// <param name="territories">The territories.</param>
/// <param name="themes">The themes: codes that it does not know do not count.</param>
[SuppressMessage("Design", "MA0049", Justification = "A concept's folder is its namespace and may equal a type name, as for CA1724.")]
public sealed class Catalogue(TerritoryTable territories, ThemeList themes)
{
    private readonly Lock _writing = new();

    // Kept for ever: a late write of a removed record must not bring it back.
    private readonly Dictionary<string, long> _removed = new(StringComparer.Ordinal);
    private volatile CatalogueView _current = CatalogueView.NewEmpty();

    /// <summary>What is to become its content, over the same territories and themes.</summary>
    public CatalogueFill NewFill() => new(Territories, themes);

    /// <summary>The territories that its records name.</summary>
    public TerritoryTable Territories { get; } = territories;

    /// <summary>All records as they are now; it does not change any more.</summary>
    public CatalogueView Current => _current;

    /// <summary>Takes a record of Actor, Initiative, Resource, FundingCall, HostingOffer, Network, Member or DuplicatePair; nothing happens when its revision is not new.</summary>
    public void Put<T>(Entry<T> entry)
        where T : class =>
        Put(Indexing.Index(entry, themes, Territories));

    /// <summary>Takes all that is stored instead of its own: the store may have begun a new life, whose revisions are lower.</summary>
    public void Take(CatalogueFill fill)
    {
        var (view, removed) = fill.Content;
        lock (_writing)
        {
            _removed.Clear();
            foreach (var (name, revision) in removed)
            {
                _removed.Add(name, revision);
            }

            _current = view.With(_current.TextModel);
        }
    }

    /// <summary>Answers take their sense of words from this model on.</summary>
    public void Take(TextModel model)
    {
        lock (_writing)
        {
            _current = _current.With(model);
        }
    }

    /// <summary>Forgets a record; nothing happens when a later revision is known.</summary>
    /// <param name="name">Resource name.</param>
    /// <param name="revision">Revision of the removal.</param>
    /// <param name="withdrawn">Row of the source that withdrew it, under which it stays listed; null: it was deleted.</param>
    /// <param name="mergedInto">Record that stands for it from now on; empty: none.</param>
    public void Remove<T>(string name, long revision, SourceReference? withdrawn = null, string mergedInto = "")
        where T : class
    {
        lock (_writing)
        {
            var shelf = _current.ShelfOf<T>();
            var known = shelf.Find(name);
            if (known?.Entry.Revision > revision || _removed.GetValueOrDefault(name, long.MinValue) >= revision)
            {
                return;
            }

            _removed[name] = revision;
            var before = _current;
            var merged = mergedInto.Length == 0 ? before.Merged.Remove(name) : before.Merged.SetItem(name, mergedInto);
            var changed = shelf.ToBuilder(FindActor);
            changed.Remove(name);
            var after = before.With(changed.ToImmutable(), SourcesAfter(before.SourceShelf, name, revision, withdrawn), before.Links.Replace(name, known?.Entry.Record, null), merged)
                .With(before.Guards.Replace(name, Guarded.Public), before.Members.Replace(known?.Entry.Record as Member, null));
            _current = OwnersAfter<T>(after, [name]);
        }
    }

    private void Put<T>(IndexedRecord<T> record)
        where T : class
    {
        lock (_writing)
        {
            var (view, entry) = (_current, record.Entry);
            var known = view.ShelfOf<T>().Find(entry.Name);
            if ((_removed.TryGetValue(entry.Name, out var removed) && entry.Revision <= removed) || entry.Revision <= known?.Entry.Revision)
            {
                return;
            }

            var shelf = view.ShelfOf<T>().ToBuilder(FindActor);
            shelf.Put(record);
            var put = view.With(
                shelf.ToImmutable(),
                SourcesAfter(view.SourceShelf, entry.Name, entry.Revision, entry.Source),
                view.Links.Replace(entry.Name, known?.Entry.Record, entry.Record),
                view.Merged.Remove(entry.Name));
            _current = OwnersAfter<T>(
                put.With(
                    view.Guards.Replace(entry.Name, Guards.Of(entry.Record, entry.Source?.Source ?? string.Empty)),
                    view.Members.Replace(known?.Entry.Record as Member, entry.Record as Member)),
                [entry.Name]);
        }
    }

    /// <summary>Tells the rows of all offers what their owners are now: those of changed or merged actors.</summary>
    private CatalogueView OwnersAfter<T>(CatalogueView view, IReadOnlyCollection<string> changed)
        where T : class
    {
        if (typeof(T) != typeof(Actor))
        {
            return view;
        }

        // What named a merged actor goes on by another one: both ways of reading it count, before and after.
        ImmutableArray<ActorId> owners =
        [
            .. changed.Concat(changed.SelectMany(_current.MergedBy)).Concat(changed.SelectMany(view.MergedBy))
                .Distinct(StringComparer.Ordinal).Select(ActorId.FromName).OfType<ActorId>(),
        ];
        return view.With(Told(view.ResourceShelf)).With(Told(view.FundingCallShelf)).With(Told(view.HostingOfferShelf));

        Shelf<TOffer> Told<TOffer>(Shelf<TOffer> shelf)
            where TOffer : class
        {
            var numbers = owners.Where(owner => shelf.Rows.OwnerNumber(owner) is not null).ToList();
            if (numbers.Count == 0)
            {
                return shelf;
            }

            var told = shelf.ToBuilder(id => view.FindActor(id)?.Record);
            numbers.ForEach(told.OwnerChanged);
            return told.ToImmutable();
        }
    }

    private Actor? FindActor(ActorId id) => _current.FindActor(id)?.Record;

    /// <summary>The rows of all sources once one record's row is this one, or none any more.</summary>
    private static SourceShelf SourcesAfter(SourceShelf sources, string name, long revision, SourceReference? row) =>
        row is null ? sources.Remove(name) : sources.Put(new SourceEntry(name, revision, row));
}
