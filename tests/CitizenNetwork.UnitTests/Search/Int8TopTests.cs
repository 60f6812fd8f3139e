using System.Runtime.Intrinsics.X86;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.UnitTests.Search;

public sealed class Int8TopTests
{
    public static TheoryData<string, int, int> Cases => new()
    {
        { "unit", 20_000, 50 },
        { "unit", 1_003, 50 },
        { "unit", 5, 50 },
        { "unit", 0, 3 },
        { "equal", 4_000, 50 },
        { "zero", 1_000, 10 },
        { "sparse", 10_000, 50 },
        { "large", 10_000, 20 },
        { "tiny", 10_000, 20 },
        { "extreme", 3_000, 7 },
    };

    [Theory]
    [Trait("feature", "F14")]
    [MemberData(nameof(Cases))]
    public void Candidates_RescoredExactly_AreTheBestOfBruteForce(string kind, int count, int wanted)
    {
        Random random = new(count + wanted);
        var rows = Enumerable.Range(0, count).Select(_ => GeneratedVectors.Make(kind, random)).ToArray();
        var vectors = Int8Rows.Of(count, 64, row => rows[row]);
        for (var i = 0; i < 20; i++)
        {
            var query = GeneratedVectors.Make(i % 2 == 0 ? kind : "unit", random) ?? new float[64];
            var scores = rows.Select(row => row is null ? 0 : ExactDot.Of(query, row)).ToArray();
            var best = Enumerable.Range(0, count).OrderByDescending(row => scores[row]).ThenBy(row => row).Take(wanted).ToList();
            Int8Top top = new(query, wanted);
            top.Scan(vectors, 3);
            Assert.Equal(best, top.Candidates().OrderByDescending(found => scores[found.Row]).ThenBy(found => found.Row).Take(wanted).Select(found => found.Row));
            Assert.All(top.Candidates(), found => Assert.Equal(3, found.Source));
        }
    }

    [Fact]
    public void Candidates_OfUnitVectors_AreFew()
    {
        Random random = new(5);
        var vectors = Int8Rows.Of(50_000, 64, _ => GeneratedVectors.Make("unit", random));
        Int8Top top = new(GeneratedVectors.Make("unit", random), 50);
        top.Scan(vectors, 0);

        Assert.InRange(top.Candidates().Count(), 50, 1_000);
    }

    [Fact]
    public void Scan_OfAskedRowsOnly_FindsTheBestOfThose()
    {
        Random random = new(9);
        var rows = Enumerable.Range(0, 6_400).Select(_ => GeneratedVectors.Make("unit", random)!).ToArray();
        var vectors = Int8Rows.Of(rows.Length, 64, row => rows[row]);
        var query = GeneratedVectors.Make("unit", random)!;
        Int8Top top = new(query, 20);
        HashSet<int> asked = [];
        for (var word = 0; word < rows.Length / 64; word++)
        {
            var bits = (ulong)random.NextInt64() & (ulong)random.NextInt64() & (word % 3 == 0 ? 0xFFFF0000UL : ulong.MaxValue);
            asked.UnionWith(Enumerable.Range(0, 64).Where(bit => (bits >> bit & 1) != 0).Select(bit => (word * 64) + bit));
            top.Scan(vectors, 0, word, bits);
        }

        Assert.Equal(
            asked.OrderByDescending(row => ExactDot.Of(query, rows[row])).ThenBy(row => row).Take(20),
            top.Candidates().Select(found => found.Row).OrderByDescending(row => ExactDot.Of(query, rows[row])).ThenBy(row => row).Take(20));
    }

    [SkippableTheory]
    [InlineData("AvxVnni")]
    [InlineData("Avx512BW")]
    [InlineData("Avx2")]
    [InlineData("Ssse3")]
    public void Dot_OfEveryKernelOfThisMachine_IsTheSum(string kernel)
    {
        Random random = new(21);
        var block = new byte[1_024];
        var packed = new int[16];
        for (var i = 0; i < 200; i++)
        {
            // The extremes too: sums of two products must not saturate.
            random.NextBytes(block);
            var query = Enumerable.Range(0, 64).Select(_ => (sbyte)random.Next(-64, 65)).ToArray();
            if (i < 4)
            {
                block.AsSpan().Fill(i % 2 == 0 ? byte.MaxValue : byte.MinValue);
                query.AsSpan().Fill((sbyte)(i < 2 ? 64 : -64));
            }

            Buffer.BlockCopy(query, 0, packed, 0, 64);
            var expected = Enumerable.Range(0, 16).Select(row => Enumerable.Range(0, 64).Sum(dimension => block[(dimension / 4 * 64) + (row * 4) + (dimension % 4)] * query[dimension])).ToArray();
            Assert.Equal(expected, Sums<ScalarKernel>());
            Assert.Equal(expected, kernel switch
            {
                "AvxVnni" => SumsIf<VnniKernel>(AvxVnni.IsSupported),
                "Avx512BW" => SumsIf<Avx512Kernel>(Avx512BW.IsSupported),
                "Avx2" => SumsIf<Avx2Kernel>(Avx2.IsSupported),
                _ => SumsIf<Ssse3Kernel>(Ssse3.IsSupported),
            });
        }

        int[] SumsIf<TKernel>(bool isSupported)
            where TKernel : IInt8Kernel
        {
            Skip.IfNot(isSupported, $"This machine has no {kernel}.");
            return Sums<TKernel>();
        }

        int[] Sums<TKernel>()
            where TKernel : IInt8Kernel
        {
            TKernel.Dot(ref block[0], ref packed[0], packed.Length, out var low, out var high);
            return [.. Enumerable.Range(0, 8).Select(i => low[i]), .. Enumerable.Range(0, 8).Select(i => high[i])];
        }
    }

    [Fact]
    public void ExactDot_OfUnitVectors_IsTheScalarProduct()
    {
        Random random = new(31);
        for (var i = 0; i < 100; i++)
        {
            var (one, other) = (GeneratedVectors.Make("unit", random)!, GeneratedVectors.Make("unit", random)!);
            Assert.Equal(one.Zip(other, (x, y) => (double)x * y).Sum(), ExactDot.Of(one, other), 5e-6);
        }
    }
}
