using System.Diagnostics.CodeAnalysis;
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
    private volatile CatalogueView _current = CatalogueView.Empty;

    /// <summary>An empty catalogue over the same territories and themes.</summary>
    public Catalogue NewEmpty() => new(Territories, themes);

    /// <summary>The territories that its records name.</summary>
    public TerritoryTable Territories { get; } = territories;

    /// <summary>All records as they are now; it does not change any more.</summary>
    public CatalogueView Current => _current;

    /// <summary>Takes a record of Actor, Initiative, Resource, FundingCall, HostingOffer, Network or DuplicatePair; nothing happens when its revision is not new.</summary>
    public void Put<T>(Entry<T> entry)
        where T : class
    {
        // The costly part, outside the lock.
        var record = Indexing.Index(entry, themes, Territories);
        lock (_writing)
        {
            var shelf = _current.ShelfOf<T>();
            if (_removed.TryGetValue(entry.Name, out var removed) && entry.Revision <= removed)
            {
                return;
            }

            if (shelf.Find(entry.Name) is { } known && entry.Revision <= known.Entry.Revision)
            {
                return;
            }

            _current = _current.With(shelf.Put(record), SourcesAfter(entry.Name, entry.Revision, entry.Source), _current.Merged.Remove(entry.Name));
        }
    }

    /// <summary>Takes what another catalogue holds instead of its own: the store began a new life, whose revisions may be lower.</summary>
    /// <param name="other">Made by the caller, who writes it no more.</param>
    public void Adopt(Catalogue other)
    {
        lock (_writing)
        {
            _removed.Clear();
            foreach (var (name, revision) in other._removed)
            {
                _removed.Add(name, revision);
            }

            _current = other._current.With(_current.TextModel);
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
            var merged = mergedInto.Length == 0 ? _current.Merged.Remove(name) : _current.Merged.SetItem(name, mergedInto);
            _current = _current.With(shelf.Remove(name), SourcesAfter(name, revision, withdrawn), merged);
        }
    }

    /// <summary>The rows of all sources once one record's row is this one, or none any more.</summary>
    private SourceShelf SourcesAfter(string name, long revision, SourceReference? row) =>
        row is null ? _current.SourceShelf.Remove(name) : _current.SourceShelf.Put(new SourceEntry(name, revision, row));
}
