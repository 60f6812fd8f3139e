using System.Numerics;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Search;

/// <summary>Keeps the nearest rows of all that it is shown: by chords at first, by exact distance and name at last.</summary>
internal sealed class NearestRows(Circle circle, int count) : IFoundRows
{
    /// <summary>More rows than this are compared with the limit together.</summary>
    private const int Few = 8;

    private float[] _chords = new float[Math.Max(256, 4 * count)];
    private NearbyRow[] _rows = new NearbyRow[Math.Max(256, 4 * count)];
    private int _held;
    private float _limit = float.PositiveInfinity;

    public void Add(SegmentPart part, int word, ulong inside, ReadOnlySpan<float> chords)
    {
        if (BitOperations.PopCount(inside) > Few)
        {
            inside &= CircleScan.UpTo(chords, _limit);
        }

        for (; inside != 0; inside &= inside - 1)
        {
            var bit = BitOperations.TrailingZeroCount(inside);
            if (chords[bit] <= _limit)
            {
                Add(part.Segment.Rows[(word << 6) + bit], chords[bit]);
            }
        }
    }

    public void Add(NearbyRow row)
    {
        var (x, y, z) = Circle.OnSphere(row.Point);
        if (CircleScan.Chord(x, y, z, circle) is var chord && chord <= _limit)
        {
            Add(row, chord);
        }
    }

    public IEnumerable<NearbyHit> Ordered()
    {
        Narrow();
        var hits = new NearbyHit[_held];
        GeoPoint last = default;
        var metres = circle.Centre.DistanceTo(last);
        for (var i = 0; i < _held; i++)
        {
            // Records without a position share their commune's centre.
            if (_rows[i].Point != last)
            {
                last = _rows[i].Point;
                metres = circle.Centre.DistanceTo(last);
            }

            hits[i] = new NearbyHit(_rows[i], metres, 0);
        }

        Array.Sort(hits, static (x, y) => x.Metres.CompareTo(y.Metres) is var order and not 0 ? order : string.CompareOrdinal(x.Row.Name, y.Row.Name));
        return hits.Take(count);
    }

    private void Add(NearbyRow row, float chord)
    {
        if (_held == _rows.Length)
        {
            Narrow();
            if (_held > _rows.Length / 2)
            {
                // Many lie equally near.
                Array.Resize(ref _rows, _rows.Length * 2);
                Array.Resize(ref _chords, _chords.Length * 2);
            }

            if (chord > _limit)
            {
                return;
            }
        }

        (_rows[_held], _chords[_held]) = (row, chord);
        _held++;
    }

    /// <summary>Drops what is surely farther than as many others as are wanted.</summary>
    private void Narrow()
    {
        if (_held <= count)
        {
            return;
        }

        Array.Sort(_chords, _rows, 0, _held);
        _limit = Circle.SurelyBeyond(_chords[count - 1]);
        var kept = count;
        while (kept < _held && _chords[kept] <= _limit)
        {
            kept++;
        }

        _held = kept;
    }
}
