using System.Numerics;

namespace CitizenNetwork.Matching.Search;

/// <summary>Keeps the first rows by name: what is left of the order by similarity while nothing is learned, or no word is known.</summary>
internal sealed class NamedRows(Circle circle, int count) : IFoundRows
{
    private static readonly Comparer<string> s_lastFirst = Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x));

    // The last name is taken out first.
    private readonly PriorityQueue<NearbyRow, string> _rows = new(s_lastFirst);

    public void Add(SegmentPart part, int word, ulong inside, ReadOnlySpan<float> chords)
    {
        for (; inside != 0; inside &= inside - 1)
        {
            Add(part.Segment.Rows[(word << 6) + BitOperations.TrailingZeroCount(inside)]);
        }
    }

    public void Add(NearbyRow row)
    {
        if (_rows.Count < count)
        {
            _rows.Enqueue(row, row.Name);
        }
        else
        {
            _rows.EnqueueDequeue(row, row.Name);
        }
    }

    public IEnumerable<NearbyHit> Ordered() => _rows.UnorderedItems
        .OrderBy(item => item.Priority, StringComparer.Ordinal)
        .Select(item => new NearbyHit(item.Element, circle.Centre.DistanceTo(item.Element.Point), 0));
}
