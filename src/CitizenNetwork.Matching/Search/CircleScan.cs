using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CitizenNetwork.Matching.Search;

/// <summary>Which of 64 rows of a segment lie in a circle. The same bits on every machine: nothing is fused or reordered.</summary>
internal static class CircleScan
{
    /// <summary>Fewer rows than this are looked at one by one.</summary>
    private const int Few = 8;

    /// <summary>Bits of the rows that lie inside.</summary>
    /// <param name="segment">The rows.</param>
    /// <param name="circle">The circle.</param>
    /// <param name="word">Place of the 64 rows.</param>
    /// <param name="asked">Rows looked at.</param>
    /// <param name="chords">Takes the square of each row's chord, at least of those asked for.</param>
    public static ulong Inside(Segment segment, Circle circle, int word, ulong asked, Span<float> chords)
    {
        var (inside, border) = BitOperations.PopCount(asked) < Few ? One(segment, circle, word, asked, chords)
            : Nearly(segment.Points.AsSpan(SpherePoints.PlaceOf(word << 6)), circle, chords);
        inside &= asked;
        for (border &= asked & ~inside; border != 0; border &= border - 1)
        {
            var row = BitOperations.TrailingZeroCount(border);
            inside |= circle.Contains(segment.Rows[(word << 6) + row].Point) ? 1UL << row : 0;
        }

        return inside;
    }

    /// <summary>Bits of those of 64 values that are not above a limit.</summary>
    public static ulong UpTo(ReadOnlySpan<float> values, float limit)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var most = Vector256.Create(limit);
        var bits = 0UL;
        for (var i = 0; i < Segment.WordRows; i += Vector256<float>.Count)
        {
            bits |= (ulong)Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref first, (nuint)i), most).ExtractMostSignificantBits() << i;
        }

        return bits;
    }

    /// <summary>Square of the chord between a row and the circle's centre.</summary>
    public static float Chord(float x, float y, float z, Circle circle)
    {
        var (dx, dy, dz) = (x - circle.X, y - circle.Y, z - circle.Z);
        return (dx * dx) + (dy * dy) + (dz * dz);
    }

    private static (ulong Inside, ulong Border) One(Segment segment, Circle circle, int word, ulong asked, Span<float> chords)
    {
        var (inside, border) = (0UL, 0UL);
        for (var left = asked; left != 0; left &= left - 1)
        {
            var bit = BitOperations.TrailingZeroCount(left);
            var point = segment.Points.AsSpan(SpherePoints.PlaceOf((word << 6) + bit));
            var chord = chords[bit] = Chord(point[0], point[SpherePoints.Together], point[2 * SpherePoints.Together], circle);
            inside |= chord <= circle.Inside ? 1UL << bit : 0;
            border |= chord <= circle.Outside ? 1UL << bit : 0;
        }

        return (inside, border);
    }

    /// <summary>Bits of those of 64 points that are surely inside, and of those that are not surely outside.</summary>
    public static (ulong Inside, ulong Border) Nearly(ReadOnlySpan<float> points, Circle circle, Span<float> chords)
    {
        ref var coordinates = ref MemoryMarshal.GetReference(points[..(Segment.WordRows * 3)]);
        ref var found = ref MemoryMarshal.GetReference(chords[..Segment.WordRows]);
        var (x, y, z) = (Vector256.Create(circle.X), Vector256.Create(circle.Y), Vector256.Create(circle.Z));
        var (surely, possibly) = (Vector256.Create(circle.Inside), Vector256.Create(circle.Outside));
        var (inside, border) = (0UL, 0UL);
        for (var i = 0; i < Segment.WordRows; i += Vector256<float>.Count)
        {
            var dx = Vector256.LoadUnsafe(ref coordinates, (nuint)(3 * i)) - x;
            var dy = Vector256.LoadUnsafe(ref coordinates, (nuint)((3 * i) + SpherePoints.Together)) - y;
            var dz = Vector256.LoadUnsafe(ref coordinates, (nuint)((3 * i) + (2 * SpherePoints.Together))) - z;
            var chord = (dx * dx) + (dy * dy) + (dz * dz);
            chord.StoreUnsafe(ref found, (nuint)i);
            inside |= (ulong)Vector256.LessThanOrEqual(chord, surely).ExtractMostSignificantBits() << i;
            border |= (ulong)Vector256.LessThanOrEqual(chord, possibly).ExtractMostSignificantBits() << i;
        }

        return (inside, border);
    }
}
