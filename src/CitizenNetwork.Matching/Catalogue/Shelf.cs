using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Facets;
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

    private Shelf(ImmutableList<IndexedRecord<T>> records, ImmutableDictionary<string, int> themes, TextStatistics texts, RowTable<T> rows, NearbyIndex nearby)
    {
        _records = records;
        _themes = themes;
        Texts = texts;
        Rows = rows;
        Nearby = nearby;
    }

    /// <summary>A new shelf without records; it and what is made of it share the classes of their rows.</summary>
    public static Shelf<T> NewEmpty() =>
        new([], ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), TextStatistics.Empty, RowTable<T>.Empty(FacetPlans.For<T>()), NearbyIndex.Empty);

    /// <summary>A shelf of many records, as if they were put one by one into an empty one, on all processors.</summary>
    /// <param name="ordered">The records in ordinal order of their names, each name once.</param>
    /// <param name="findActor">The actor that stands behind an id.</param>
    public static Shelf<T> Of(IndexedRecord<T>[] ordered, Func<ActorId, Actor?> findActor)
    {
        var empty = NewEmpty();
        var (records, themes, texts, rows, nearby) = (empty._records, empty._themes, empty.Texts, empty.Rows, empty.Nearby);
        Parallel.Invoke(
            () => rows = RowTable<T>.Of(FacetPlans.For<T>(), ordered, findActor),
            () => nearby = NearbyIndex.Of(ordered.Select(record => record.Nearby).OfType<NearbyRow>()),
            () => texts = TextStatistics.Of(ordered.Select(record => record.Text)),
            () => records = [.. ordered],
            () => themes = themes.AddRange(ordered.SelectMany(record => record.Themes).CountBy(theme => theme, StringComparer.Ordinal)));
        return new Shelf<T>(records, themes, texts, rows, nearby);
    }

    public TextStatistics Texts { get; }

    /// <summary>The same records as candidates, in columns.</summary>
    public RowTable<T> Rows { get; }

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

    /// <param name="findActor">The actor that stands behind an id now.</param>
    public Builder ToBuilder(Func<ActorId, Actor?> findActor) => new(this, findActor);

    /// <summary>Place of a name, or the complement of the place where it would be.</summary>
    private int PlaceOf(string name) => _records.BinarySearch(null!, new ByName(name));

    /// <summary>Compares records with one name; the record searched for is not looked at.</summary>
    private sealed class ByName(string name) : IComparer<IndexedRecord<T>>
    {
        public int Compare(IndexedRecord<T>? x, IndexedRecord<T>? y) => string.CompareOrdinal(x?.Entry.Name ?? name, y?.Entry.Name ?? name);
    }

    /// <summary>Takes many changes at the cost of one set of copies.</summary>
    public sealed class Builder(Shelf<T> start, Func<ActorId, Actor?> findActor)
    {
        private readonly ImmutableList<IndexedRecord<T>>.Builder _records = start._records.ToBuilder();
        private readonly ImmutableDictionary<string, int>.Builder _themes = start._themes.ToBuilder();
        private readonly TextStatistics.Builder _texts = start.Texts.ToBuilder();
        private readonly RowTable<T>.Builder _rows = start.Rows.ToBuilder(findActor);
        private NearbyIndex _nearby = start.Nearby;

        public IndexedRecord<T>? Find(string name) => PlaceOf(name) is var place and >= 0 ? _records[place] : null;

        public void Put(IndexedRecord<T> record)
        {
            var place = PlaceOf(record.Entry.Name);
            var old = place >= 0 ? _records[place] : null;
            if (old is not null && old.Text.IsSame(record.Text))
            {
                record = record with { Text = old.Text };
            }

            if (old is null)
            {
                _records.Insert(~place, record);
            }
            else
            {
                _records[place] = record;
            }

            Count(old, -1);
            Count(record, 1);
            _texts.Replace(old?.Text, record.Text);
            _rows.Put(record, old);
            _nearby = _nearby.Replace(old?.Nearby, record.Nearby);
        }

        public void Remove(string name)
        {
            var place = PlaceOf(name);
            if (place >= 0)
            {
                var old = _records[place];
                _records.RemoveAt(place);
                Count(old, -1);
                _texts.Replace(old.Text, null);
                _rows.Remove(old);
                _nearby = _nearby.Replace(old.Nearby, null);
            }
        }

        /// <summary>An actor has changed, or another one stands for it.</summary>
        public void OwnerChanged(ActorId owner) => _rows.OwnerChanged(owner);

        public Shelf<T> ToImmutable() => new(_records.ToImmutable(), _themes.ToImmutable(), _texts.ToImmutable(), _rows.ToImmutable(), _nearby);

        private int PlaceOf(string name) => _records.BinarySearch(null!, new ByName(name));

        private void Count(IndexedRecord<T>? record, int sign)
        {
            if (record is not null)
            {
                foreach (var theme in record.Themes)
                {
                    _themes[theme] = _themes.GetValueOrDefault(theme) + sign;
                }
            }
        }
    }
}
