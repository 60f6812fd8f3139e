using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>A row with what orders it among those that nobody put first.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedRow(int Row, long Step, ulong Draw, string Name)
{
    /// <summary>As <see cref="Ranked.Compare"/>.</summary>
    public static int Compare(RankedRow a, RankedRow b)
    {
        var order = b.Step.CompareTo(a.Step);
        order = order != 0 ? order : a.Draw.CompareTo(b.Draw);
        return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
    }
}

/// <summary>Keeps the best rows.</summary>
/// <param name="most">How many.</param>
/// <param name="rotation">Beginning of the hashes that order equal scores.</param>
/// <param name="nameOf">Name of a row.</param>
internal sealed class BestRows(int most, ulong rotation, Func<int, string> nameOf) : RowTaker
{
    private static readonly Comparer<RankedRow> s_worstFirst = Comparer<RankedRow>.Create((a, b) => RankedRow.Compare(b, a));

    private readonly PriorityQueue<RankedRow, RankedRow> _kept = new(s_worstFirst);

    public override void Take(int row, double score)
    {
        var step = Ranked.StepOf(score);
        if (_kept.Count == most && step < _kept.Peek().Step)
        {
            return;
        }

        var name = nameOf(row);
        RankedRow ranked = new(row, step, StableHash.Place(rotation, name), name);
        if (_kept.Count < most)
        {
            _kept.Enqueue(ranked, ranked);
        }
        else if (RankedRow.Compare(ranked, _kept.Peek()) < 0)
        {
            _kept.DequeueEnqueue(ranked, ranked);
        }

        if (_kept.Count == most)
        {
            Floor = Ranked.FloorOf(_kept.Peek().Step);
        }
    }

    /// <summary>The rows kept, best first.</summary>
    public List<int> Rows()
    {
        var rows = _kept.UnorderedItems.Select(item => item.Element).ToList();
        rows.Sort(RankedRow.Compare);
        return rows.ConvertAll(ranked => ranked.Row);
    }
}

/// <summary>Counts the rows that stand before a candidate that nobody put first.</summary>
internal sealed class RowsBefore : RowTaker
{
    private readonly RankedRow _ranked;
    private readonly ulong _rotation;
    private readonly Func<int, string> _nameOf;

    public RowsBefore(Ranked ranked, ulong rotation, Func<int, string> nameOf)
    {
        _ranked = new RankedRow(-1, ranked.Step, ranked.Draw, ranked.Candidate.Name);
        _rotation = rotation;
        _nameOf = nameOf;
        Floor = Ranked.FloorOf(ranked.Step);
    }

    public int Count { get; private set; }

    public override void Take(int row, double score)
    {
        var step = Ranked.StepOf(score);
        if (step > _ranked.Step)
        {
            Count++;
        }
        else if (step == _ranked.Step)
        {
            var name = _nameOf(row);
            Count += RankedRow.Compare(new RankedRow(row, step, StableHash.Place(_rotation, name), name), _ranked) < 0 ? 1 : 0;
        }
    }
}

/// <summary>Keeps the row of the highest score; of equal ones the first by name.</summary>
internal sealed class HighestRow(Func<int, string> nameOf) : RowTaker
{
    public int? Row { get; private set; }

    public override void Take(int row, double score)
    {
        if (Row is not { } best || score > Floor || (score.Equals(Floor) && string.CompareOrdinal(nameOf(row), nameOf(best)) < 0))
        {
            Row = row;
            Floor = score;
        }
    }
}
