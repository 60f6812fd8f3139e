using System.Collections.Immutable;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>One collection at one moment: records in the ordinal order of their names, with their statistics. Immutable.</summary>
internal sealed class Shelf<T>
    where T : class
{
    // A sorted list in persistent form: a name is found, and a page begun, in logarithmic time.
    private readonly ImmutableList<IndexedRecord<T>> _records;
    private readonly ImmutableDictionary<string, int> _themes;

    private Shelf(ImmutableList<IndexedRecord<T>> records, ImmutableDictionary<string, int> themes, TextStatistics texts, NearbyIndex nearby)
    {
        _records = records;
        _themes = themes;
        Texts = texts;
        Nearby = nearby;
    }

    public static Shelf<T> Empty { get; } = new([], ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), TextStatistics.Empty, NearbyIndex.Empty);

    public TextStatistics Texts { get; }

    /// <summary>The records that lie somewhere, by place.</summary>
    public NearbyIndex Nearby { get; }

    /// <summary>All records, in ordinal order of their names.</summary>
    public IReadOnlyList<IndexedRecord<T>> Records => _records;

    public IndexedRecord<T>? Find(string name) => PlaceOf(name) is var place and >= 0 ? _records[place] : null;

    /// <summary>Records whose name comes after <paramref name="name"/>, lazily.</summary>
    public IEnumerable<Entry<T>> After(string name)
    {
        var place = PlaceOf(name);
        for (var i = place >= 0 ? place + 1 : ~place; i < _records.Count; i++)
        {
            yield return _records[i].Entry;
        }
    }

    /// <summary>Rarity of a theme among the records, above zero: one that few bear tells more when it is shared.</summary>
    public double ThemeRarity(string theme) => Math.Log(2 + ((double)_records.Count / (1 + _themes.GetValueOrDefault(theme))));

    public Shelf<T> Put(IndexedRecord<T> record)
    {
        var place = PlaceOf(record.Entry.Name);
        var old = place >= 0 ? _records[place] : null;
        return new Shelf<T>(
            old is null ? _records.Insert(~place, record) : _records.SetItem(place, record),
            Count(Count(_themes, old, -1), record, 1),
            Texts.Replace(old?.Text, record.Text),
            Nearby.Replace(old?.Nearby, record.Nearby));
    }

    public Shelf<T> Remove(string name)
    {
        var place = PlaceOf(name);
        return place < 0
            ? this
            : new Shelf<T>(_records.RemoveAt(place), Count(_themes, _records[place], -1), Texts.Replace(_records[place].Text, null), Nearby.Replace(_records[place].Nearby, null));
    }

    private static ImmutableDictionary<string, int> Count(ImmutableDictionary<string, int> counts, IndexedRecord<T>? record, int sign) =>
        record is null ? counts : record.Themes.Aggregate(counts, (sum, theme) => sum.SetItem(theme, sum.GetValueOrDefault(theme) + sign));

    /// <summary>Place of a name, or the complement of the place where it would be.</summary>
    private int PlaceOf(string name)
    {
        int low = 0, high = _records.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_records[middle].Entry.Name, name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
