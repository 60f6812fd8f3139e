using System.Collections.Concurrent;

namespace CitizenNetwork.Matching.Facets;

/// <summary>
/// The classes of one facet among the records of a collection, numbered as they come. A number keeps its meaning for ever, so
/// that views of any age read them without a lock; only one thread at a time may add.
/// </summary>
/// <typeparam name="TRecord">What stands for a class.</typeparam>
internal abstract class FacetClasses<TRecord>(Facet facet)
    where TRecord : class
{
    private TRecord?[] _representatives = new TRecord?[4];
    private int _count;

    public Facet Facet { get; } = facet;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The first record of a class: any other gives the same where only the facet is read.</summary>
    public TRecord Representative(int number) => Volatile.Read(ref _representatives)[number]!;

    /// <summary>Number of a record's class.</summary>
    public abstract int Of(TRecord record);

    /// <summary>The same facet without classes.</summary>
    public abstract FacetClasses<TRecord> Fresh();

    protected int Add(TRecord record)
    {
        var all = _representatives;
        if (_count == all.Length)
        {
            Array.Resize(ref all, 2 * all.Length);
            Volatile.Write(ref _representatives, all);
        }

        all[_count] = record;
        Volatile.Write(ref _count, _count + 1);
        return _count - 1;
    }
}

/// <param name="facet">The facet.</param>
/// <param name="key">Its fields: records whose keys are equal are one class.</param>
internal sealed class FacetClasses<TRecord, TKey>(Facet facet, Func<TRecord, TKey> key) : FacetClasses<TRecord>(facet)
    where TRecord : class
    where TKey : IEquatable<TKey>
{
    // Queries look numbers up while records are added.
    private readonly ConcurrentDictionary<TKey, int> _numbers = new(concurrencyLevel: 1, capacity: 4);

    public override int Of(TRecord record)
    {
        var its = key(record);
        if (!_numbers.TryGetValue(its, out var number))
        {
            number = Add(record);
            _numbers[its] = number;
        }

        return number;
    }

    /// <summary>Number of a key that has one.</summary>
    public int? Find(TKey its) => _numbers.TryGetValue(its, out var number) ? number : null;

    public override FacetClasses<TRecord> Fresh() => new FacetClasses<TRecord, TKey>(Facet, key);
}
