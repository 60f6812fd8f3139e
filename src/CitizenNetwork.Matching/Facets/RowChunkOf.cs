using System.Numerics;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Facets;

/// <summary>A chunk with its records. Only the table that made or copied it changes it, before anybody reads it.</summary>
internal sealed class RowChunk<T> : RowChunk
    where T : class
{
    /// <summary>Rows of a new chunk; it doubles until it is full, so that small collections stay small.</summary>
    private const int FirstRows = 64;

    /// <summary>Rows without their words in the index from which it is made anew: reading such rows costs each query, an index each so many changes.</summary>
    private const int MaxUnindexed = 64;

    private readonly int[][] _columns;
    private readonly ulong[] _live;
    private readonly ulong[] _indexed;
    private IndexedRecord<T>?[] _records;
    private TextIndex _texts;

    // Arrays that no other chunk shares: a bit for each column, then one for the records.
    private ulong _own;

    private RowChunk(int[][] columns, ulong[] live, ulong[] indexed, IndexedRecord<T>?[] records, TextIndex texts)
    {
        _columns = columns;
        _live = live;
        _indexed = indexed;
        _records = records;
        _texts = texts;
    }

    /// <summary>A chunk without records.</summary>
    /// <param name="columns">How many columns it has.</param>
    public RowChunk(int columns)
        : this(columns, [])
    {
    }

    /// <summary>A chunk of records that have no classes yet.</summary>
    /// <param name="columns">How many columns it has.</param>
    /// <param name="records">Its first rows.</param>
    public RowChunk(int columns, ReadOnlySpan<IndexedRecord<T>> records)
        : this(new int[columns][], new ulong[Words], new ulong[Words], new IndexedRecord<T>?[LengthFor(records.Length)], TextIndex.Empty)
    {
        for (var i = 0; i < columns; i++)
        {
            _columns[i] = new int[_records.Length];
        }

        for (var row = 0; row < records.Length; row++)
        {
            _records[row] = records[row];
            _live[row >> 6] |= 1UL << row;
        }

        _own = ulong.MaxValue;
    }

    public override ReadOnlySpan<ulong> Live => _live;

    public override ReadOnlySpan<ulong> Indexed => _indexed;

    public override TextIndex Texts => _texts;

    public override int[] Column(int place) => _columns[place];

    public override AnalysedText TextOf(int row) => _records[row]!.Text;

    public override string NameOf(int row) => _records[row]!.Entry.Name;

    public IndexedRecord<T> RecordOf(int row) => _records[row]!;

    /// <summary>The same chunk, to be changed.</summary>
    public RowChunk<T> Copy() => new([.. _columns], [.. _live], [.. _indexed], _records, _texts);

    /// <param name="row">The row.</param>
    /// <param name="record">What it holds from now on; null: nothing.</param>
    public void Set(int row, IndexedRecord<T>? record)
    {
        Hold(row);
        OwnRecords();
        var old = _records[row];
        _records[row] = record;
        var bit = 1UL << (row & 63);
        _live[row >> 6] = record is null ? _live[row >> 6] & ~bit : _live[row >> 6] | bit;
        if (record is null || old is null || !ReferenceEquals(old.Text, record.Text))
        {
            _indexed[row >> 6] &= ~bit;
        }
    }

    public void SetClass(int place, int row, int number)
    {
        if (_columns[place][row] != number)
        {
            Own(place);
            _columns[place][row] = number;
        }
    }

    /// <summary>Makes the index of words anew when too many rows are missing in it.</summary>
    public void Index()
    {
        var missing = 0;
        for (var word = 0; word < Words; word++)
        {
            missing += BitOperations.PopCount(_live[word] & ~_indexed[word]);
        }

        if (missing >= MaxUnindexed)
        {
            _texts = TextIndex.Of(Array.ConvertAll(_records, record => record?.Text));
            _texts.Holds.CopyTo(_indexed);
        }
    }

    private static int LengthFor(int rows) => Math.Max(FirstRows, (int)BitOperations.RoundUpToPowerOf2((uint)rows));

    private void Hold(int row)
    {
        var length = _records.Length;
        if (row < length)
        {
            return;
        }

        while (length <= row)
        {
            length *= 2;
        }

        Array.Resize(ref _records, length);
        for (var i = 0; i < _columns.Length; i++)
        {
            Array.Resize(ref _columns[i], length);
        }

        _own = ulong.MaxValue;
    }

    private void Own(int place)
    {
        if ((_own & (1UL << place)) == 0)
        {
            _columns[place] = [.. _columns[place]];
            _own |= 1UL << place;
        }
    }

    private void OwnRecords()
    {
        if ((_own & (1UL << _columns.Length)) == 0)
        {
            _records = [.. _records];
            _own |= 1UL << _columns.Length;
        }
    }
}
