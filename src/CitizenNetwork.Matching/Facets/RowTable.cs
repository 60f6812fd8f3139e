using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Facets;

/// <summary>
/// The records of a collection as rows. A record keeps its row while it changes; a row that became free is given to the next
/// new record. Immutable, its classes apart, which only grow: of one table and its successors only the newest may be changed.
/// </summary>
internal sealed class RowTable<T>
    where T : class
{
    /// <summary>Classes that a facet may have beyond twice the records, before those of no record are forgotten.</summary>
    private const int SpareClasses = 1_024;

    /// <summary>Threads among which the facets of a whole collection are shared out; more than a small machine has do no harm.</summary>
    private const int Threads = 4;

    private readonly FacetPlan<T> _plan;
    private readonly ImmutableArray<FacetClasses<IndexedRecord<T>>> _facets;
    private readonly ImmutableStack<int> _free;
    private readonly int _rows;
    private readonly int _count;

    private RowTable(FacetPlan<T> plan, ImmutableArray<FacetClasses<IndexedRecord<T>>> facets, RowChunk<T>[] chunks, OwnerTable owners, ImmutableStack<int> free, int rows, int count)
    {
        _plan = plan;
        _facets = facets;
        Chunks = chunks;
        Owners = owners;
        _free = free;
        _rows = rows;
        _count = count;
    }

    /// <summary>A table without rows.</summary>
    public static RowTable<T> Empty(FacetPlan<T> plan) =>
        new(plan, [.. plan.Facets.Select(facet => facet.Fresh())], [], OwnerTable.Empty(plan.OwnerKey), [], 0, 0);

    /// <summary>A table of many records, numbered in their order, on all processors.</summary>
    public static RowTable<T> Of(FacetPlan<T> plan, IndexedRecord<T>[] records, Func<ActorId, Actor?> findActor)
    {
        var empty = Empty(plan);
        var facets = empty._facets;
        if (facets.IsEmpty)
        {
            return empty;
        }

        var chunks = Array.ConvertAll(records.Chunk(RowChunk.Rows).ToArray(), chunk => new RowChunk<T>(facets.Length, chunk));
        var owners = empty.Owners.ToBuilder();

        // A facet is one thread's alone; the chunk goes round outside, so that its records are read while they are at hand.
        Parallel.For(0, Threads, thread =>
        {
            for (var first = 0; first < records.Length; first += RowChunk.Rows)
            {
                var chunk = chunks[first / RowChunk.Rows];
                for (var place = thread; place < facets.Length; place += Threads)
                {
                    Classify(place, chunk, records.AsSpan(first, Math.Min(RowChunk.Rows, records.Length - first)));
                }
            }
        });
        Parallel.For(0, records.Length, i => records[i].Row = i);
        Parallel.ForEach(chunks, chunk => chunk.Index());
        return new RowTable<T>(plan, facets, chunks, owners.ToImmutable(), [], records.Length, records.Length);

        void Classify(int place, RowChunk<T> chunk, ReadOnlySpan<IndexedRecord<T>> its)
        {
            for (var row = 0; row < its.Length; row++)
            {
                var known = facets[place].Count;
                var number = facets[place].Of(its[row]);
                chunk.SetClass(place, row, number);
                if (number >= known && place == 0 && plan.OwnerOf is { } ownerOf)
                {
                    owners.Set(number, new Owner(findActor(ownerOf(its[row].Entry.Record))));
                }
            }
        }
    }

    public RowChunk<T>[] Chunks { get; }

    public OwnerTable Owners { get; }

    public FacetPlan<T> Plan => _plan;

    /// <summary>Place of a facet's column, or null.</summary>
    public int? PlaceOf(Facet facet)
    {
        for (var place = 0; place < _facets.Length; place++)
        {
            if (_facets[place].Facet == facet)
            {
                return place;
            }
        }

        return null;
    }

    public FacetClasses<IndexedRecord<T>> Classes(int place) => _facets[place];

    public IndexedRecord<T> RecordOf(int row) => Chunks[row / RowChunk.Rows].RecordOf(row % RowChunk.Rows);

    /// <summary>Number of an actor as an owner; null when no row ever named it.</summary>
    public int? OwnerNumber(ActorId owner) => _plan.OwnerOf is null ? null : ((FacetClasses<IndexedRecord<T>, ActorId>)_facets[0]).Find(owner);

    public Builder ToBuilder(Func<ActorId, Actor?> findActor) => new(this, findActor);

    /// <summary>Takes many changes at the cost of one set of copies.</summary>
    /// <param name="start">What is changed.</param>
    /// <param name="findActor">The actor that stands behind an id now.</param>
    public sealed class Builder(RowTable<T> start, Func<ActorId, Actor?> findActor)
    {
        private readonly List<RowChunk<T>> _chunks = [.. start.Chunks];
        private readonly HashSet<int> _changed = [];
        private readonly OwnerTable.Builder _owners = start.Owners.ToBuilder();
        private ImmutableArray<FacetClasses<IndexedRecord<T>>> _facets = start._facets;
        private ImmutableStack<int> _free = start._free;
        private int _rows = start._rows;
        private int _count = start._count;

        /// <summary>Gives a record its row and its classes.</summary>
        /// <param name="record">The record.</param>
        /// <param name="old">What it replaces; null: it is new.</param>
        public void Put(IndexedRecord<T> record, IndexedRecord<T>? old)
        {
            if (_facets.IsEmpty)
            {
                return;
            }

            record.Row = old?.Row ?? NewRow();
            var chunk = Change(record.Row / RowChunk.Rows);
            var row = record.Row % RowChunk.Rows;
            chunk.Set(row, record);
            for (var place = 0; place < _facets.Length; place++)
            {
                var known = _facets[place].Count;
                var number = _facets[place].Of(record);
                chunk.SetClass(place, row, number);
                if (number >= known && place == 0 && start._plan.OwnerOf is { } ownerOf)
                {
                    _owners.Set(number, new Owner(findActor(ownerOf(record.Entry.Record))));
                }
            }
        }

        public void Remove(IndexedRecord<T> old)
        {
            if (!_facets.IsEmpty)
            {
                Change(old.Row / RowChunk.Rows).Set(old.Row % RowChunk.Rows, null);
                _free = _free.Push(old.Row);
                _count--;
            }
        }

        /// <summary>An actor has changed, or another one stands for it.</summary>
        public void OwnerChanged(ActorId owner)
        {
            if (start.OwnerNumber(owner) is { } number)
            {
                _owners.Set(number, new Owner(findActor(owner)));
            }
        }

        public RowTable<T> ToImmutable()
        {
            var owners = _owners.ToImmutable();
            for (var place = 0; place < _facets.Length; place++)
            {
                if (_facets[place].Count > (2 * _count) + SpareClasses)
                {
                    _facets = _facets.SetItem(place, _facets[place].Fresh());
                    Renumber(place);
                    owners = place == 0 && start._plan.OwnerOf is { } ownerOf ? OwnersAnew(ownerOf) : owners;
                }
            }

            foreach (var changed in _changed)
            {
                _chunks[changed].Index();
            }

            return new RowTable<T>(start._plan, _facets, [.. _chunks], owners, _free, _rows, _count);
        }

        private int NewRow()
        {
            _count++;
            if (!_free.IsEmpty)
            {
                _free = _free.Pop(out var free);
                return free;
            }

            return _rows++;
        }

        private RowChunk<T> Change(int chunk)
        {
            if (chunk == _chunks.Count)
            {
                _chunks.Add(new RowChunk<T>(_facets.Length));
                _changed.Add(chunk);
            }
            else if (_changed.Add(chunk))
            {
                _chunks[chunk] = _chunks[chunk].Copy();
            }

            return _chunks[chunk];
        }

        private void Renumber(int place)
        {
            for (var i = 0; i < _rows; i++)
            {
                var row = i % RowChunk.Rows;
                if (RowChunk.Has(_chunks[i / RowChunk.Rows].Live, row))
                {
                    var chunk = Change(i / RowChunk.Rows);
                    chunk.SetClass(place, row, _facets[place].Of(chunk.RecordOf(row)));
                }
            }
        }

        private OwnerTable OwnersAnew(Func<T, ActorId> ownerOf)
        {
            var owners = OwnerTable.Empty(start._plan.OwnerKey).ToBuilder();
            for (var number = 0; number < _facets[0].Count; number++)
            {
                owners.Set(number, new Owner(findActor(ownerOf(_facets[0].Representative(number).Entry.Record))));
            }

            return owners.ToImmutable();
        }
    }
}
