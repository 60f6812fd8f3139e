using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.Matching.Search;

/// <summary>Keeps the rows whose texts lie nearest to what is looked for: by eight-bit scores at first, by exact ones and the name at last.</summary>
internal sealed class SimilarRows(Circle circle, TextSpace space, float[] sought, int count) : IFoundRows
{
    private readonly Int8Top _top = new(sought, count);
    private readonly List<SegmentPart> _parts = [];
    private readonly List<NearbyRow> _recent = [];
    private Int8Rows? _vectors;

    public void Add(SegmentPart part, int word, ulong inside, ReadOnlySpan<float> chords)
    {
        if (_parts is [] || _parts[^1] != part)
        {
            _parts.Add(part);
            _vectors = part.Segment.VectorsIn(space);
        }

        _top.Scan(_vectors!, _parts.Count - 1, word, inside);
    }

    public void Add(NearbyRow row) => _recent.Add(row);

    public IEnumerable<NearbyHit> Ordered()
    {
        var hits = _top.Candidates().Select(found => _parts[found.Source].Segment.Rows[found.Row]).Concat(_recent)
            .Select(row => (Row: row, Similarity: row.Text.In(space) is { } place ? ExactDot.Of(sought, place) : 0))
            .ToArray();
        Array.Sort(hits, static (x, y) => y.Similarity.CompareTo(x.Similarity) is var order and not 0 ? order : string.CompareOrdinal(x.Row.Name, y.Row.Name));
        return hits.Take(count).Select(hit => new NearbyHit(hit.Row, circle.Centre.DistanceTo(hit.Row.Point), hit.Similarity));
    }
}
