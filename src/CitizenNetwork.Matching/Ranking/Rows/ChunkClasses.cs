using CitizenNetwork.Matching.Facets;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>The classes of the rows of one chunk at a time. For one thread.</summary>
internal sealed class ChunkClasses(CandidateSource source)
{
    private readonly int[] _owners = new int[RowChunk.Rows];
    private RowChunk? _mapped;

    /// <summary>Classes of a facet, by row.</summary>
    public ReadOnlySpan<int> Of(RowChunk chunk, Facet facet)
    {
        if (facet != Facet.Owner)
        {
            return chunk.Column(source.PlaceOf(facet));
        }

        if (!ReferenceEquals(chunk, _mapped))
        {
            source.Owners.ClassesOf(chunk.Column(source.PlaceOf(Facet.OwnerId)), _owners);
            _mapped = chunk;
        }

        return _owners;
    }
}
