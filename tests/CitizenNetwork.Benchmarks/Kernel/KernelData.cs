using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.Benchmarks.Kernel;

/// <summary>Random unit vectors, bits and points, and the steps that read them. The same for the same number of rows.</summary>
internal sealed class KernelData
{
    private const int Dimensions = 64;
    private const int Queries = 16;
    private const int Bitmaps = 4;

    private readonly float[] _points;
    private readonly ulong[] _and;
    private readonly float[][] _queries;
    private readonly HashSet<int>[] _best = new HashSet<int>[Queries];
    private readonly Circle _circle = new(new GeoPoint(47.5, 1.5), 30_000);
    private int _next;
    private long _rescored;
    private long _tops;

    public KernelData(int rows)
    {
        Random random = new(20_261_125);
        Floats = new float[rows * Dimensions];
        for (var row = 0; row < rows; row++)
        {
            Fill(Floats.AsSpan(row * Dimensions, Dimensions), random);
        }

        _queries = [.. Enumerable.Range(0, Queries).Select(_ => new float[Dimensions])];
        Array.ForEach(_queries, query => Fill(query, random));
        Vectors = Int8Rows.Of(rows, Dimensions, row => Floats[(row * Dimensions)..((row + 1) * Dimensions)]);
        Bits = MemoryMarshal.Cast<byte, ulong>(RandomBytes(random, (rows + 63) / 64 * 8 * Bitmaps)).ToArray();
        _and = new ulong[Bits.Length / Bitmaps];
        _points = new float[(rows + 63) / 64 * 64 * 3];
        for (var row = 0; row < rows; row++)
        {
            SpherePoints.Set(_points, row, new GeoPoint(43 + (random.NextDouble() * 8), -4 + (random.NextDouble() * 11)));
        }
    }

    public float[] Floats { get; }

    public Int8Rows Vectors { get; }

    public ulong[] Bits { get; }

    /// <summary>Keeps what was computed from being left out.</summary>
    public long Sum { get; private set; }

    /// <summary>Rows whose exact scores were computed, in the mean of all searches.</summary>
    public double Rescored => (double)_rescored / Math.Max(1, _tops);

    /// <summary>Reads every byte of the vectors once, as fast as it goes.</summary>
    public void Read()
    {
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, ulong>(Vectors.Data));
        var (one, two, three, four) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint i = 0; i + 32 <= (nuint)(Vectors.Data.Length / 8); i += 32)
        {
            one ^= Vector512.LoadUnsafe(ref first, i);
            two ^= Vector512.LoadUnsafe(ref first, i + 8);
            three ^= Vector512.LoadUnsafe(ref first, i + 16);
            four ^= Vector512.LoadUnsafe(ref first, i + 24);
        }

        Sum += (long)Vector512.Sum(one ^ two ^ three ^ four);
    }

    /// <summary>The most similar rows of the next query by eight-bit scores, decided by exact ones.</summary>
    public int[] TopOf(Action<Int8Top> scan, int count)
    {
        var query = Next();
        Int8Top top = new(query, count);
        scan(top);
        var found = top.Candidates().Select(candidate => (candidate.Row, Score: ExactDot.Of(query, Row(candidate.Row)))).ToArray();
        (_rescored, _tops) = (_rescored + found.Length, _tops + 1);
        Array.Sort(found, (x, y) => y.Score.CompareTo(x.Score));
        return [.. found.Take(count).Select(one => one.Row)];
    }

    /// <summary>As <see cref="TopOf"/>, by exact scores of all rows.</summary>
    public int[] TopOfFloats(int count)
    {
        var query = Next();
        PriorityQueue<int, float> best = new(count + 1);
        var bar = float.NegativeInfinity;
        for (var row = 0; row < Vectors.Count; row++)
        {
            var score = ExactDot.Of(query, Row(row));
            if (score > bar)
            {
                best.Enqueue(row, score);
                if (best.Count > count)
                {
                    best.Dequeue();
                    best.TryPeek(out _, out bar);
                }
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element)];
    }

    /// <summary>Each query's best rows are the same whoever found them.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void CheckTop(int[] found, int count)
    {
        var known = _best[_next % Queries] ??= [.. TopOfFloats(_next % Queries, count)];
        if (!known.SetEquals(found))
        {
            throw new InvalidOperationException($"Not the best rows of query {_next % Queries}.");
        }
    }

    public void AndBits()
    {
        var words = _and.Length;
        TensorPrimitives.BitwiseAnd(Bits.AsSpan(0, words), Bits.AsSpan(words, words), _and);
        TensorPrimitives.BitwiseAnd(_and, Bits.AsSpan(2 * words, words), _and);
        TensorPrimitives.BitwiseAnd(_and, Bits.AsSpan(3 * words, words), _and);
        Sum += (long)_and[words / 2];
    }

    public void Radius()
    {
        Span<float> chords = stackalloc float[Segment.WordRows];
        for (var first = 0; first < _points.Length; first += Segment.WordRows * 3)
        {
            Sum += BitOperations.PopCount(CircleScan.Nearly(_points.AsSpan(first), _circle, chords).Inside);
        }
    }

    private int[] TopOfFloats(int query, int count)
    {
        _next = query - 1;
        return TopOfFloats(count);
    }

    private float[] Next() => _queries[++_next % Queries];

    private ReadOnlySpan<float> Row(int row) => Floats.AsSpan(row * Dimensions, Dimensions);

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Fill(Span<float> vector, Random random)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            // Near enough to a normal distribution.
            vector[i] = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
    }
}
