using System.Numerics;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Facets;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>A gate that reads nothing but whose the row is: to it there are the asker's own rows and all others.</summary>
internal sealed class AskerRows : RowGate
{
    private readonly int _ownRow;
    private readonly int[] _ownNumbers;
    private readonly int _place;
    private readonly int _unmet;

    private AskerRows(Criterion criterion, int ownRow, int[] ownNumbers, int place, int unmet)
        : base(criterion)
    {
        _ownRow = ownRow;
        _ownNumbers = ownNumbers;
        _place = place;
        _unmet = unmet;
    }

    /// <param name="criterion">The criterion.</param>
    /// <param name="holder">Who asks.</param>
    /// <param name="source">The candidates.</param>
    /// <param name="ask">Asks the rule: how often it refuses.</param>
    public static RowGate? Of(Criterion criterion, ActorId? holder, CandidateSource source, Func<Candidate, int> ask)
    {
        if (holder is not { } asker)
        {
            return null;
        }

        if (source.OwnerNumbersOf(asker) is not { } numbers)
        {
            return source.RowOf(asker.Name) is { } row ? new AskerRows(criterion, row, [], 0, ask(source.At(row))) : null;
        }

        return numbers.IsEmpty ? null : new AskerRows(criterion, -1, [.. numbers], source.PlaceOf(Facet.OwnerId), ask(source.OfClass(Facet.OwnerId, numbers[0])));
    }

    public override int Unmet(RowChunk chunk, int at, int row) =>
        at + row == _ownRow || (_ownNumbers.Length > 0 && Array.IndexOf(_ownNumbers, chunk.Column(_place)[row]) >= 0) ? _unmet : 0;

    public override int Stop(RowChunk chunk, int at, Span<ulong> bits)
    {
        Span<ulong> stop = stackalloc ulong[RowChunk.Words];
        stop.Clear();
        if (_ownRow >= at && _ownRow < at + RowChunk.Rows)
        {
            stop[(_ownRow - at) >> 6] |= 1UL << (_ownRow - at);
        }

        foreach (var number in _ownNumbers)
        {
            var numbers = chunk.Column(_place).AsSpan();
            for (int next, from = 0; (next = numbers[from..].IndexOf(number)) >= 0; from += next + 1)
            {
                stop[(from + next) >> 6] |= 1UL << (from + next);
            }
        }

        var stopped = 0;
        for (var word = 0; word < bits.Length && _unmet > 0; word++)
        {
            stopped += BitOperations.PopCount(bits[word] & stop[word]);
            bits[word] &= ~stop[word];
        }

        return stopped;
    }
}
