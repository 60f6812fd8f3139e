using System.Collections.Immutable;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>A row of a source with the record that stands for it.</summary>
/// <param name="Name">Resource name of the record.</param>
/// <param name="Revision">Version of the record.</param>
/// <param name="Row">The row.</param>
public sealed record SourceEntry(string Name, long Revision, SourceReference Row)
{
    /// <summary>First segment of the name.</summary>
    public ReadOnlySpan<char> Collection => Name.AsSpan(0, Math.Max(0, Name.IndexOf('/', StringComparison.Ordinal)));
}

/// <summary>Rows of all sources at one moment, each source's together. Immutable.</summary>
internal sealed class SourceShelf
{
    private readonly ImmutableSortedSet<SourceEntry> _rows;
    private readonly ImmutableDictionary<string, SourceEntry> _byName;

    private SourceShelf(ImmutableSortedSet<SourceEntry> rows, ImmutableDictionary<string, SourceEntry> byName)
    {
        _rows = rows;
        _byName = byName;
    }

    public static SourceShelf Empty { get; } =
        new(ImmutableSortedSet.Create<SourceEntry>(new Order()), ImmutableDictionary.Create<string, SourceEntry>(StringComparer.Ordinal));

    /// <param name="entries">Rows, those of a record once.</param>
    public static SourceShelf Of(IReadOnlyCollection<SourceEntry> entries) =>
        new(Empty._rows.Union(entries), Empty._byName.AddRange(entries.Select(entry => KeyValuePair.Create(entry.Name, entry))));

    public SourceEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public SourceShelf Put(SourceEntry entry)
    {
        var rows = _byName.TryGetValue(entry.Name, out var known) ? _rows.Remove(known) : _rows;
        return new SourceShelf(rows.Add(entry), _byName.SetItem(entry.Name, entry));
    }

    public SourceShelf Remove(string name) =>
        _byName.TryGetValue(name, out var known) ? new SourceShelf(_rows.Remove(known), _byName.Remove(name)) : this;

    /// <summary>Rows of a source behind one of them, lazily.</summary>
    public IEnumerable<SourceEntry> After(string source, SourceEntry? after)
    {
        // No row has an empty name: this one stands before the first of its source.
        var place = _rows.IndexOf(after ?? new SourceEntry("", 0, new SourceReference(source, "", "", default)));
        for (var i = place >= 0 ? place + 1 : ~place; i < _rows.Count && _rows[i].Row.Source == source; i++)
        {
            yield return _rows[i];
        }
    }

    private sealed class Order : IComparer<SourceEntry>
    {
        public int Compare(SourceEntry? x, SourceEntry? y)
        {
            var order = string.CompareOrdinal(x!.Row.Source, y!.Row.Source);
            order = order != 0 ? order : x.Collection.SequenceCompareTo(y.Collection);
            order = order != 0 ? order : string.CompareOrdinal(x.Row.ExternalId, y.Row.ExternalId);
            return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
