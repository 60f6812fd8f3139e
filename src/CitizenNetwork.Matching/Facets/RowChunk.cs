using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Facets;

/// <summary>Neighbouring rows of a collection, as columns: of each facet the numbers of the classes. Readers never see it change.</summary>
internal abstract class RowChunk
{
    /// <summary>Rows of a full chunk.</summary>
    public const int Rows = TextIndex.MaxRows;

    /// <summary>Words of a bit set over its rows.</summary>
    public const int Words = Rows / 64;

    /// <summary>Bits of the rows that hold a record.</summary>
    public abstract ReadOnlySpan<ulong> Live { get; }

    /// <summary>Bits of the rows whose words <see cref="Texts"/> holds.</summary>
    public abstract ReadOnlySpan<ulong> Indexed { get; }

    public abstract TextIndex Texts { get; }

    /// <summary>Classes of its rows, of the facet that the plan lists at this place.</summary>
    public abstract int[] Column(int place);

    public abstract AnalysedText TextOf(int row);

    public abstract string NameOf(int row);

    public static bool Has(ReadOnlySpan<ulong> bits, int row) => (bits[row >> 6] & (1UL << (row & 63))) != 0;
}
