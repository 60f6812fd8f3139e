using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.Matching.Search;

/// <summary>Rows sorted by grid cell, in columns. Immutable; its vectors are made when they are first asked for.</summary>
internal sealed class Segment
{
    /// <summary>Rows of a word of bits; columns are padded to whole words.</summary>
    public const int WordRows = 64;

    private readonly int[] _cells;
    private readonly int[] _cellStarts;
    private readonly int[] _bands;
    private readonly int[] _bandStarts;
    private readonly Lock _placing = new();
    private volatile Placed? _placed;

    private Segment(NearbyRow[] rows, int[] cells)
    {
        Rows = rows;
        (_cells, _cellStarts) = Runs(cells);
        (_bands, _bandStarts) = Runs([.. _cells.Select(cell => cell / GridCells.Columns)]);
        var padded = (rows.Length + WordRows - 1) / WordRows * WordRows;
        Points = new float[padded * 3];
        for (var row = 0; row < rows.Length; row++)
        {
            SpherePoints.Set(Points, row, rows[row].Point);
            foreach (var theme in rows[row].Themes)
            {
                if (!Themes.TryGetValue(theme, out var bits))
                {
                    Themes.Add(theme, bits = new ulong[padded / WordRows]);
                }

                bits[row >> 6] |= 1UL << row;
            }
        }

        Postings = Postings.Of(rows);
    }

    public NearbyRow[] Rows { get; }

    /// <summary>Where they lie, see <see cref="SpherePoints"/>.</summary>
    public float[] Points { get; }

    /// <summary>Rows that bear each theme, one bit a row.</summary>
    public Dictionary<string, ulong[]> Themes { get; } = new(StringComparer.Ordinal);

    public Postings Postings { get; }

    /// <summary>The space that vectors were asked for last; null: none was.</summary>
    public TextSpace? Space => _placed?.Space;

    /// <summary>Takes rows in any order.</summary>
    public static Segment Of(NearbyRow[] rows)
    {
        var cells = Array.ConvertAll(rows, row => row.Cell);
        Array.Sort(cells, rows);
        var (_, starts) = Runs(cells);
        for (var cell = 0; cell + 1 < starts.Length; cell++)
        {
            rows.AsSpan(starts[cell], starts[cell + 1] - starts[cell]).Sort(NearbyRow.Compare);
        }

        return new Segment(rows, cells);
    }

    /// <summary>Place of a row, or -1.</summary>
    public int Find(NearbyRow row)
    {
        if (Array.BinarySearch(_cells, row.Cell) is var cell && cell < 0)
        {
            return -1;
        }

        var place = Array.BinarySearch(Rows, _cellStarts[cell], _cellStarts[cell + 1] - _cellStarts[cell], row, Comparer<NearbyRow>.Create(NearbyRow.Compare));
        return place >= 0 && ReferenceEquals(Rows[place], row) ? place : -1;
    }

    /// <summary>Ranges of rows in the cells that a circle touches, the bands nearest to its centre first.</summary>
    public List<(int Start, int End)> RangesOf(Circle circle)
    {
        List<(int Start, int End)> ranges = [];
        var middle = GridCells.BandOf(circle.Centre.Latitude);
        var first = LowerBound(_bands, middle, 0, _bands.Length);
        for (var band = first; band < _bands.Length && _bands[band] <= circle.LastBand; band++)
        {
            Add(ranges, circle, band);
        }

        for (var band = first - 1; band >= 0 && _bands[band] >= circle.FirstBand; band--)
        {
            Add(ranges, circle, band);
        }

        return ranges;
    }

    /// <summary>Vectors of all rows in a space, for approximate scores.</summary>
    public Int8Rows VectorsIn(TextSpace space)
    {
        if (_placed is { } known && known.Space == space)
        {
            return known.Vectors;
        }

        lock (_placing)
        {
            if (_placed?.Space != space)
            {
                _placed = new Placed(space, Int8Rows.Of(Rows.Length, TextSpace.Dimensions, row => Rows[row].Text.In(space)));
            }

            return _placed.Vectors;
        }
    }

    /// <summary>First place in a part of an ascending list whose value is not below this one.</summary>
    public static int LowerBound(ReadOnlySpan<int> ascending, int value, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Add(List<(int Start, int End)> ranges, Circle circle, int band)
    {
        var (first, count) = circle.ColumnsOf(_bands[band]);
        first = GridCells.Wrapped(first);
        Add(ranges, band, first, Math.Min(first + count, GridCells.Columns));
        Add(ranges, band, 0, first + count - GridCells.Columns);
    }

    private void Add(List<(int Start, int End)> ranges, int band, int firstColumn, int endColumn)
    {
        if (endColumn <= firstColumn)
        {
            return;
        }

        var cell = _bands[band] * GridCells.Columns;
        var (low, high) = (_bandStarts[band], _bandStarts[band + 1]);
        var start = _cellStarts[LowerBound(_cells, cell + firstColumn, low, high)];
        var end = _cellStarts[LowerBound(_cells, cell + endColumn, low, high)];
        if (ranges is [.., var last] && last.End == start)
        {
            ranges[^1] = (last.Start, end);
        }
        else if (start < end)
        {
            ranges.Add((start, end));
        }
    }

    /// <summary>The values of an ascending list, each once, and where each begins; at last, where the last one ends.</summary>
    private static (int[] Values, int[] Starts) Runs(int[] ascending)
    {
        List<int> values = [], starts = [];
        for (var i = 0; i < ascending.Length; i++)
        {
            if (i == 0 || ascending[i] != ascending[i - 1])
            {
                values.Add(ascending[i]);
                starts.Add(i);
            }
        }

        starts.Add(ascending.Length);
        return ([.. values], [.. starts]);
    }

    private sealed record Placed(TextSpace Space, Int8Rows Vectors);
}
