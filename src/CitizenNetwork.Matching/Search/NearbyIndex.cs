using System.Collections.Immutable;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Search;

/// <summary>A segment with the rows of it that were removed or replaced since it was made.</summary>
internal sealed record SegmentPart(Segment Segment, RowBits Removed)
{
    public int Alive => Segment.Rows.Length - Removed.Count;

    public IEnumerable<NearbyRow> AliveRows() => Removed.Count == 0 ? Segment.Rows : Segment.Rows.Where((_, row) => !Removed.Contains(row));
}

/// <summary>
/// The rows of a collection at one moment, for searches near a place: a few segments, and the rows that came last in a short
/// list. Immutable for who reads it: segments that were merged meanwhile take the place of theirs without another answer.
/// </summary>
internal sealed class NearbyIndex
{
    /// <summary>Rows that are looked at one by one before they become a segment.</summary>
    private const int MaxRecent = 512;

    private readonly Compaction? _compaction;
    private readonly Lock _settling = new();
    private volatile NearbyIndex? _settled;

    private NearbyIndex(ImmutableArray<SegmentPart> parts, ImmutableArray<NearbyRow> recent, Compaction? compaction) =>
        (Parts, Recent, _compaction) = (parts, recent, compaction);

    public static NearbyIndex Empty { get; } = new([], [], null);

    public ImmutableArray<SegmentPart> Parts { get; }

    public ImmutableArray<NearbyRow> Recent { get; }

    /// <summary>Rows in all.</summary>
    public int Count => Parts.Sum(part => part.Alive) + Recent.Length;

    /// <summary>All rows, in no particular order.</summary>
    public IEnumerable<NearbyRow> Rows => Parts.SelectMany(part => part.AliveRows()).Concat(Recent);

    /// <summary>Many rows at once.</summary>
    public static NearbyIndex Of(IEnumerable<NearbyRow> rows) =>
        rows.ToArray() is { Length: > 0 } all ? new([new SegmentPart(Segment.Of(all), RowBits.None)], [], null) : Empty;

    /// <summary>The index with one row in the place of another; null: none.</summary>
    public NearbyIndex Replace(NearbyRow? old, NearbyRow? added)
    {
        if (old is null && added is null)
        {
            return this;
        }

        var index = Settled();
        var (parts, recent) = old is null ? (index.Parts, index.Recent) : index.Without(old);
        recent = added is null ? recent : recent.Add(added);
        if (recent.Length < MaxRecent)
        {
            return new NearbyIndex(parts, recent, index._compaction ?? Compaction.Due(parts));
        }

        parts = parts.Add(new SegmentPart(Segment.Of([.. recent]), RowBits.None));
        return new NearbyIndex(parts, [], index._compaction ?? Compaction.Due(parts));
    }

    /// <summary>The same rows with what was merged since.</summary>
    public NearbyIndex Settled()
    {
        if (_compaction is not { IsOver: true })
        {
            return this;
        }

        lock (_settling)
        {
            if (_settled is null)
            {
                var parts = _compaction.Apply(Parts);
                _settled = new NearbyIndex(parts, Recent, Compaction.Due(parts));
            }
        }

        return _settled.Settled();
    }

    /// <summary>As <see cref="Settled"/>, when nothing is left to merge.</summary>
    public async Task<NearbyIndex> SettledAsync()
    {
        var index = this;
        while (index._compaction is { } compaction)
        {
            await compaction.Ended;
            index = index.Settled();
        }

        return index;
    }

    /// <summary>Makes the vectors of a space now, rather than at somebody's first query.</summary>
    public void Place(TextSpace space)
    {
        foreach (var part in Settled().Parts)
        {
            part.Segment.VectorsIn(space);
        }
    }

    private (ImmutableArray<SegmentPart> Parts, ImmutableArray<NearbyRow> Recent) Without(NearbyRow old)
    {
        if (Recent.IndexOf(old) is var place and >= 0)
        {
            return (Parts, Recent.RemoveAt(place));
        }

        foreach (var part in Parts)
        {
            if (part.Segment.Find(old) is var row and >= 0)
            {
                return (Parts.Replace(part, part with { Removed = part.Removed.Add(row) }), Recent);
            }
        }

        throw new InvalidOperationException($"{old.Name} is not in the index.");
    }
}
