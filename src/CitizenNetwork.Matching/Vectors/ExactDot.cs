using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CitizenNetwork.Matching.Vectors;

/// <summary>A scalar product whose sums have one order: the same bits on every instruction set.</summary>
internal static class ExactDot
{
    /// <summary>Of two vectors of the same length, a multiple of eight.</summary>
    public static float Of(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        ref var first = ref MemoryMarshal.GetReference(one);
        ref var second = ref MemoryMarshal.GetReference(other);
        var sums = Vector256<float>.Zero;
        for (var i = 0; i < Math.Min(one.Length, other.Length); i += Vector256<float>.Count)
        {
            // Not fused: a fused product rounds once instead of twice, and not every machine has it.
            sums += Vector256.LoadUnsafe(ref first, (nuint)i) * Vector256.LoadUnsafe(ref second, (nuint)i);
        }

        var four = sums.GetLower() + sums.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }
}
