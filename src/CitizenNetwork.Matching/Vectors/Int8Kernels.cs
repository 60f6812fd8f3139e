using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CitizenNetwork.Matching.Vectors;

/// <summary>Products of the sixteen rows of a block with a query. Every kernel gives the same whole numbers.</summary>
internal interface IInt8Kernel
{
    /// <summary>The products, bias included.</summary>
    /// <param name="block">First byte of the block.</param>
    /// <param name="query">First of the packed numbers.</param>
    /// <param name="groups">How many of them.</param>
    /// <param name="low">Rows 0 to 7.</param>
    /// <param name="high">Rows 8 to 15.</param>
    static abstract void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high);
}

/// <summary>AVX-VNNI: multiplies and adds four products in one instruction.</summary>
internal readonly struct VnniKernel : IInt8Kernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high)
    {
        (low, high) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (var group = 0; group < groups; group++)
        {
            var sought = Vector256.Create(Unsafe.Add(ref query, group)).AsSByte();
            low = AvxVnni.MultiplyWideningAndAdd(low, Vector256.LoadUnsafe(ref block, (nuint)(group * 64)), sought);
            high = AvxVnni.MultiplyWideningAndAdd(high, Vector256.LoadUnsafe(ref block, (nuint)((group * 64) + 32)), sought);
        }
    }
}

/// <summary>AVX-512BW: sixteen rows at once.</summary>
internal readonly struct Avx512Kernel : IInt8Kernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high)
    {
        var sums = Vector512<int>.Zero;
        for (var group = 0; group < groups; group++)
        {
            var sought = Vector512.Create(Unsafe.Add(ref query, group)).AsSByte();
            var pairs = Avx512BW.MultiplyAddAdjacent(Vector512.LoadUnsafe(ref block, (nuint)(group * 64)), sought);
            sums += Avx512BW.MultiplyAddAdjacent(pairs, Vector512<short>.One);
        }

        (low, high) = (sums.GetLower(), sums.GetUpper());
    }
}

/// <summary>AVX2: eight rows at once.</summary>
internal readonly struct Avx2Kernel : IInt8Kernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high)
    {
        (low, high) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (var group = 0; group < groups; group++)
        {
            var sought = Vector256.Create(Unsafe.Add(ref query, group)).AsSByte();
            low += Products(Vector256.LoadUnsafe(ref block, (nuint)(group * 64)), sought);
            high += Products(Vector256.LoadUnsafe(ref block, (nuint)((group * 64) + 32)), sought);
        }
    }

    private static Vector256<int> Products(Vector256<byte> rows, Vector256<sbyte> sought) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(rows, sought), Vector256<short>.One);
}

/// <summary>SSSE3: four rows at once.</summary>
internal readonly struct Ssse3Kernel : IInt8Kernel
{
    public static void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high)
    {
        Span<Vector128<int>> sums = stackalloc Vector128<int>[4];
        sums.Clear();
        for (var group = 0; group < groups; group++)
        {
            var sought = Vector128.Create(Unsafe.Add(ref query, group)).AsSByte();
            for (var i = 0; i < sums.Length; i++)
            {
                var pairs = Ssse3.MultiplyAddAdjacent(Vector128.LoadUnsafe(ref block, (nuint)((group * 64) + (i * 16))), sought);
                sums[i] += Sse2.MultiplyAddAdjacent(pairs, Vector128<short>.One);
            }
        }

        (low, high) = (Vector256.Create(sums[0], sums[1]), Vector256.Create(sums[2], sums[3]));
    }
}

/// <summary>No instruction set: the definition of what the others do.</summary>
internal readonly struct ScalarKernel : IInt8Kernel
{
    public static void Dot(ref byte block, ref int query, int groups, out Vector256<int> low, out Vector256<int> high)
    {
        var sought = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref query, groups));
        Span<int> sums = stackalloc int[Int8Rows.BlockRows];
        sums.Clear();
        for (var i = 0; i < groups * 64; i++)
        {
            sums[i / 4 % Int8Rows.BlockRows] += Unsafe.Add(ref block, i) * (sbyte)sought[(i / 64 * 4) + (i % 4)];
        }

        (low, high) = (Vector256.Create<int>(sums[..8]), Vector256.Create<int>(sums[8..]));
    }
}
