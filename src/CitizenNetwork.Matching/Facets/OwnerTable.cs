using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Facets;

/// <summary>
/// What is read of the actors behind the rows of a collection: a class for each number of <see cref="Facet.OwnerId"/>. It
/// changes with the actors, so that no row has to. Immutable, its classes apart.
/// </summary>
internal sealed class OwnerTable
{
    private const int ChunkBits = 10;
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private readonly FacetClasses<Owner> _classes;
    private readonly ImmutableArray<int[]> _chunks;

    private OwnerTable(FacetClasses<Owner> classes, ImmutableArray<int[]> chunks)
    {
        _classes = classes;
        _chunks = chunks;
    }

    public static OwnerTable Empty(Func<Owner, OwnerKey> key) => new(new FacetClasses<Owner, OwnerKey>(Facet.Owner, key), []);

    /// <summary>Classes there are; some may be of no actor any more.</summary>
    public int Classes => _classes.Count;

    /// <summary>An actor of a class.</summary>
    public Owner Representative(int number) => _classes.Representative(number);

    /// <summary>The class of an actor.</summary>
    /// <param name="owner">Its number as an owner.</param>
    public int ClassOf(int owner) => _chunks[owner >> ChunkBits][owner & ChunkMask];

    /// <summary>Classes of many actors.</summary>
    public void ClassesOf(ReadOnlySpan<int> owners, Span<int> classes)
    {
        var chunks = _chunks.AsSpan();
        for (var i = 0; i < owners.Length; i++)
        {
            classes[i] = chunks[owners[i] >> ChunkBits][owners[i] & ChunkMask];
        }
    }

    public Builder ToBuilder() => new(this);

    /// <summary>Takes many actors at the cost of one set of copies.</summary>
    public sealed class Builder(OwnerTable start)
    {
        private readonly List<int[]> _chunks = [.. start._chunks];
        private readonly HashSet<int> _own = [];

        public void Set(int owner, Owner its)
        {
            var number = start._classes.Of(its);
            var chunk = owner >> ChunkBits;
            while (_chunks.Count <= chunk)
            {
                _own.Add(_chunks.Count);
                _chunks.Add(new int[ChunkMask + 1]);
            }

            if (_own.Add(chunk))
            {
                _chunks[chunk] = [.. _chunks[chunk]];
            }

            _chunks[chunk][owner & ChunkMask] = number;
        }

        public OwnerTable ToImmutable() => _own.Count == 0 ? start : new(start._classes, [.. _chunks]);
    }
}
