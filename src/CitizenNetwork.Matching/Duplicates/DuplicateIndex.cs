using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Duplicates;

/// <summary>Two records that may be one.</summary>
/// <param name="First">The one whose name comes first.</param>
/// <param name="Second">The other.</param>
/// <param name="Score">How likely they are one, and why.</param>
public sealed record ScoredPair<T>(Entry<T> First, Entry<T> Second, DuplicateScore Score)
    where T : class;

/// <summary>A record that may be the one that was asked for.</summary>
public sealed record FoundDuplicate<T>(Entry<T> Entry, DuplicateScore Score)
    where T : class;

/// <summary>
/// The possible duplicates of one collection. It follows the catalogue: only records that are new or changed since the last
/// look are compared, and only with those that share a key (<see cref="DuplicateKeys"/>). Two records of one source are never
/// a pair: a source tells its own rows apart by their ids.
/// </summary>
public sealed class DuplicateIndex<T>(Func<T, DuplicateTraits> read)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Kept>> _blocks = new(StringComparer.Ordinal);
    private Shelf<T>? _seen;
    private int _look;

    /// <summary>Pairs that were scored so far.</summary>
    public long Comparisons { get; private set; }

    /// <summary>Looks at what the catalogue holds now.</summary>
    public void Follow(CatalogueView view)
    {
        lock (_lock)
        {
            var shelf = view.ShelfOf<T>();
            if (ReferenceEquals(shelf, _seen))
            {
                return;
            }

            _look++;
            List<Entry<T>> changed = [];
            foreach (var record in shelf.Records)
            {
                if (_records.TryGetValue(record.Entry.Name, out var known) && ReferenceEquals(known.Entry, record.Entry))
                {
                    known.Look = _look;
                }
                else
                {
                    changed.Add(record.Entry);
                }
            }

            foreach (var gone in _records.Values.Where(kept => kept.Look != _look).ToList())
            {
                Remove(gone);
            }

            foreach (var entry in changed)
            {
                Add(entry);
            }

            _seen = shelf;
        }
    }

    /// <summary>All pairs of at least this score, in no order.</summary>
    public List<ScoredPair<T>> Pairs(double minScore)
    {
        lock (_lock)
        {
            return [.. _records.Values.SelectMany(one => one.Pairs
                .Where(pair => pair.Value.Value >= minScore && string.CompareOrdinal(one.Entry.Name, pair.Key.Entry.Name) < 0)
                .Select(pair => new ScoredPair<T>(one.Entry, pair.Key.Entry, pair.Value)))];
        }
    }

    /// <summary>The records that most likely are this one, of another source or of none, the likeliest first.</summary>
    /// <param name="traits">Of the record, stored or not.</param>
    /// <param name="source">Source whose records are left out; null: none.</param>
    /// <param name="name">Its own name when it is stored; else empty.</param>
    /// <param name="minScore">Least score.</param>
    /// <param name="limit">Most records.</param>
    public List<FoundDuplicate<T>> Find(DuplicateTraits traits, string? source, string name, double minScore, int limit)
    {
        lock (_lock)
        {
            return [.. Near(traits, source)
                .Where(kept => kept.Entry.Name != name)
                .Select(kept => new FoundDuplicate<T>(kept.Entry, Compare(traits, kept.Traits)))
                .Where(found => found.Score.Value >= minScore)
                .OrderByDescending(found => found.Score.Value).ThenBy(found => found.Entry.Name, StringComparer.Ordinal)
                .Take(limit)];
        }
    }

    private DuplicateScore Compare(DuplicateTraits a, DuplicateTraits b)
    {
        Comparisons++;
        return DuplicateScorer.Score(a, b);
    }

    private IEnumerable<Kept> Near(DuplicateTraits traits, string? source) => DuplicateKeys.Around(traits)
        .Select(key => _blocks.GetValueOrDefault(key))
        .Where(block => block is { Count: <= DuplicateLimits.MaxBlock })
        .SelectMany(block => block!)
        .Where(kept => source is null || kept.Entry.Source?.Source != source)
        .Distinct();

    private void Add(Entry<T> entry)
    {
        Kept added = new(entry, read(entry.Record), _look);
        foreach (var other in Near(added.Traits, entry.Source?.Source))
        {
            var score = Compare(added.Traits, other.Traits);
            if (score.Value >= DuplicateScorer.Possible)
            {
                added.Pairs[other] = score;
                other.Pairs[added] = score;
            }
        }

        _records[entry.Name] = added;
        foreach (var key in DuplicateKeys.Of(added.Traits))
        {
            if (!_blocks.TryGetValue(key, out var block))
            {
                _blocks[key] = block = [];
            }

            block.Add(added);
        }
    }

    private void Remove(Kept gone)
    {
        _records.Remove(gone.Entry.Name);
        foreach (var other in gone.Pairs.Keys)
        {
            other.Pairs.Remove(gone);
        }

        foreach (var key in DuplicateKeys.Of(gone.Traits))
        {
            var block = _blocks[key];
            block.Remove(gone);
            if (block.Count == 0)
            {
                _blocks.Remove(key);
            }
        }
    }

    private sealed class Kept(Entry<T> entry, DuplicateTraits traits, int look)
    {
        public Entry<T> Entry { get; } = entry;

        public DuplicateTraits Traits { get; } = traits;

        public Dictionary<Kept, DuplicateScore> Pairs { get; } = [];

        /// <summary>Number of the last look at which it was there.</summary>
        public int Look { get; set; } = look;
    }
}
