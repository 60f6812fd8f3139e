using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Search;

/// <summary>A row of an answer.</summary>
/// <param name="Row">The row.</param>
/// <param name="Metres">Great-circle distance to the centre of the search.</param>
/// <param name="Similarity">Of its text to what is looked for, -1 to 1; 0 where the order does not ask for it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NearbyHit(NearbyRow Row, double Metres, float Similarity);

/// <summary>Is shown every row that passes, in any order, and keeps the first ones of its own order.</summary>
internal interface IFoundRows
{
    /// <summary>Rows of a segment.</summary>
    /// <param name="part">The segment.</param>
    /// <param name="word">Place of 64 rows.</param>
    /// <param name="inside">Those of them that pass, as bits.</param>
    /// <param name="chords">Squares of their chords to the centre.</param>
    void Add(SegmentPart part, int word, ulong inside, ReadOnlySpan<float> chords);

    /// <summary>A row that is in no segment yet.</summary>
    void Add(NearbyRow row);

    /// <summary>The first ones, in order.</summary>
    IEnumerable<NearbyHit> Ordered();
}
