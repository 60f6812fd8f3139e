using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CitizenNetwork.Matching.Vectors;

/// <summary>
/// Looks through eight-bit rows for those that can be among the most similar ones: every row whose score plus its greatest
/// error reaches the least that the k-th best is sure of. The exact scores then decide, ties included.
/// </summary>
/// <param name="vector">What is looked for.</param>
/// <param name="count">How many of the most similar rows are wanted.</param>
internal sealed class Int8Top(ReadOnlySpan<float> vector, int count)
{
    private readonly Int8Query _query = new(vector);
    private readonly List<Candidate> _candidates = [];

    // What each of the best so far is sure of; the least of them comes out first.
    private readonly PriorityQueue<int, double> _sure = new(count);

    /// <summary>What a row's score must reach to be among the best.</summary>
    private double _bar = double.NegativeInfinity;

    /// <summary>The kernel that this machine uses.</summary>
    public static string Kernel =>
        AvxVnni.IsSupported ? nameof(AvxVnni) : Avx512BW.IsSupported ? nameof(Avx512BW) : Avx2.IsSupported ? nameof(Avx2) : Ssse3.IsSupported ? nameof(Ssse3) : "Scalar";

    /// <summary>Looks at all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="source">Number by which the caller knows them.</param>
    public void Scan(Int8Rows rows, int source)
    {
        if (AvxVnni.IsSupported)
        {
            Scan<VnniKernel>(rows, source);
        }
        else if (Avx512BW.IsSupported)
        {
            Scan<Avx512Kernel>(rows, source);
        }
        else if (Avx2.IsSupported)
        {
            Scan<Avx2Kernel>(rows, source);
        }
        else if (Ssse3.IsSupported)
        {
            Scan<Ssse3Kernel>(rows, source);
        }
        else
        {
            Scan<ScalarKernel>(rows, source);
        }
    }

    /// <summary>Looks at some of 64 rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="source">Number by which the caller knows them.</param>
    /// <param name="word">Place of the 64 rows.</param>
    /// <param name="asked">Those looked at, as bits.</param>
    public void Scan(Int8Rows rows, int source, int word, ulong asked)
    {
        for (var block = word * 4; asked != 0; block++, asked >>= Int8Rows.BlockRows)
        {
            if ((ushort)asked == 0)
            {
                continue;
            }

            if (AvxVnni.IsSupported)
            {
                Scan<VnniKernel>(rows, source, block, (ushort)asked);
            }
            else if (Avx512BW.IsSupported)
            {
                Scan<Avx512Kernel>(rows, source, block, (ushort)asked);
            }
            else if (Avx2.IsSupported)
            {
                Scan<Avx2Kernel>(rows, source, block, (ushort)asked);
            }
            else if (Ssse3.IsSupported)
            {
                Scan<Ssse3Kernel>(rows, source, block, (ushort)asked);
            }
            else
            {
                Scan<ScalarKernel>(rows, source, block, (ushort)asked);
            }
        }
    }

    /// <summary>The rows that can be among the best, the best ones and all that tie with them included.</summary>
    public IEnumerable<(int Source, int Row)> Candidates() => _candidates.Where(candidate => candidate.AtMost >= _bar).Select(candidate => (candidate.Source, candidate.Row));

    /// <summary>As <see cref="Scan(Int8Rows, int)"/>, by one kernel.</summary>
    internal void Scan<TKernel>(Int8Rows rows, int source)
        where TKernel : IInt8Kernel
    {
        var full = rows.Count / Int8Rows.BlockRows;
        for (var block = 0; block < full; block++)
        {
            Scan<TKernel>(rows, source, block, ushort.MaxValue);
        }

        if (rows.Count % Int8Rows.BlockRows is var rest and > 0)
        {
            Scan<TKernel>(rows, source, full, (ushort)((1 << rest) - 1));
        }
    }

    private void Scan<TKernel>(Int8Rows rows, int source, int block, ushort asked)
        where TKernel : IInt8Kernel
    {
        var scale = (double)rows.Scales[block] * _query.Scale;
        var error = _query.ErrorOf(rows, block);

        // One less than what reaches the bar, for the rounding of this division.
        var least = (int)Math.Clamp(Math.Floor((_bar - error) / scale) - 1, int.MinValue / 2, int.MaxValue / 2) + _query.Bias;
        TKernel.Dot(ref MemoryMarshal.GetReference(rows.Data[(block * rows.BlockBytes)..]), ref MemoryMarshal.GetArrayDataReference(_query.Packed), _query.Packed.Length, out var low, out var high);
        var bar = Vector256.Create(least);
        var above = (Vector256.GreaterThanOrEqual(low, bar).ExtractMostSignificantBits() | (Vector256.GreaterThanOrEqual(high, bar).ExtractMostSignificantBits() << 8)) & asked;
        if (above != 0)
        {
            Take(source, block, above, low, high, scale, error);
        }
    }

    private void Take(int source, int block, uint above, Vector256<int> low, Vector256<int> high, double scale, double error)
    {
        for (; above != 0; above &= above - 1)
        {
            var i = BitOperations.TrailingZeroCount(above);
            var score = scale * ((i < 8 ? low[i] : high[i - 8]) - _query.Bias);
            if (score + error < _bar)
            {
                continue;
            }

            _candidates.Add(new Candidate(source, (block * Int8Rows.BlockRows) + i, score + error));
            if (_sure.Count < count)
            {
                _sure.Enqueue(0, score - error);
            }
            else if (score - error > _bar)
            {
                _sure.EnqueueDequeue(0, score - error);
            }

            if (_sure.Count == count && _sure.TryPeek(out _, out var sure))
            {
                _bar = sure;
            }
        }
    }

    /// <param name="Source">Number of the rows.</param>
    /// <param name="Row">Place in them.</param>
    /// <param name="AtMost">What its exact score cannot exceed.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Candidate(int Source, int Row, double AtMost);
}
