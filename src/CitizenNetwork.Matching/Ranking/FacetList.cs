using System.Collections.Immutable;
using System.Numerics;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Facets;
using CitizenNetwork.Matching.Ranking.Rows;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>
/// The same list as <see cref="ExhaustiveList"/>, from columns: gates and signals are asked about classes of candidates, and
/// only those rows are scored to the end that can be among what was asked for.
/// </summary>
internal sealed class FacetList : RankedList
{
    private readonly CandidateSource _source;
    private readonly ChunkClasses _classes;
    private readonly ImmutableArray<RowGate> _gates;
    private readonly ulong[][] _seen;
    private readonly ulong[][] _eligible;
    private readonly ImmutableArray<int> _pinned;
    private readonly Dictionary<int, ImmutableArray<string>> _lighter = [];
    private readonly Lazy<RowScan> _scan;

    public FacetList(MatchContext context, CandidateSource source)
        : base(context)
    {
        _source = source;
        _classes = new ChunkClasses(source);
        _gates = [.. source.Criteria.Select(criterion => RowGate.Of(criterion, context, source, _classes)).OfType<RowGate>()];
        _scan = new Lazy<RowScan>(() => new RowScan(context, source, _classes));
        _seen = Cleared([.. source.Chunks.Select(chunk => chunk.Live.ToArray())], source.HiddenRows);
        _eligible = new ulong[source.Chunks.Count][];
        var removed = new int[_gates.Length];
        for (var i = 0; i < _eligible.Length; i++)
        {
            var bits = _eligible[i] = [.. _seen[i]];
            for (var gate = 0; gate < _gates.Length; gate++)
            {
                removed[gate] += _gates[gate].Stop(source.Chunks[i], i * RowChunk.Rows, bits);
            }

            foreach (var word in bits)
            {
                EligibleCount += BitOperations.PopCount(word);
            }
        }

        Removed = [.. _gates.Select((gate, place) => (gate.Criterion, removed[place])).Where(entry => entry.Item2 > 0)];
        _pinned = [.. context.Asker.Initiative.Pins.Select(pin => source.RowOf(pin.Candidate)).OfType<int>().Distinct().Where(row => IsIn(_eligible, row))];
    }

    public override int Considered => _source.Count;

    public override int EligibleCount { get; }

    public override ImmutableArray<(Criterion Criterion, int Count)> Removed { get; }

    public override ImmutableArray<Ranked> Page(int skip, int take)
    {
        var end = (int)Math.Min(EligibleCount, (long)skip + take);
        return skip >= end ? [] : [.. Best(_eligible, end).Skip(skip).Select(row => Place(_source.At(row)))];
    }

    public override int CountBefore(Ranked ranked)
    {
        var pinned = _pinned.Count(row => Place(_source.At(row)).IsBefore(ranked));
        if (ranked.PinPlace != Ranked.NotPinned)
        {
            return pinned;
        }

        RowsBefore before = new(ranked, Rotation, NameOf);
        Run(WithoutPinned(_eligible), before);
        return pinned + before.Count;
    }

    public override ImmutableArray<string> Lighter(FundingCandidate hard, int take)
    {
        if (_source.RowOf(hard.Name) is not { } row)
        {
            return [];
        }

        // Hard calls that are alike in what is compared have the same lighter ones.
        var number = ClassOf(Facet.Effort, row);
        if (!_lighter.TryGetValue(number, out var lighter))
        {
            ClassMemo<int> isLighter = new(_source.ClassesOf(Facet.Effort), other => ((FundingCandidate)_source.OfClass(Facet.Effort, other)).IsLighterThan(hard) ? 1 : 0, -1);
            var bits = Where(_eligible, (chunk, _, at) => isLighter.Of(_classes.Of(chunk, Facet.Effort)[at]) > 0);
            lighter = [.. Best(bits, take).Select(NameOf)];
            _lighter.Add(number, lighter);
        }

        return lighter;
    }

    public override Candidate? Nearest()
    {
        var oneself = _gates.Where(gate => gate.Criterion == Criterion.NotOneself).ToList();
        var others = Where(_seen, (chunk, at, row) => oneself.TrueForAll(gate => gate.Unmet(chunk, at, row) == 0));
        var least = int.MaxValue;
        Where(others, (chunk, at, row) =>
        {
            least = Math.Min(least, Unmet(chunk, at, row));
            return true;
        });
        HighestRow highest = new(NameOf);
        Run(Where(others, (chunk, at, row) => Unmet(chunk, at, row) == least), highest);
        return highest.Row is { } nearest ? _source.At(nearest) : null;
    }

    private int Unmet(RowChunk chunk, int at, int row)
    {
        var unmet = 0;
        foreach (var gate in _gates)
        {
            unmet += gate.Unmet(chunk, at, row);
        }

        return unmet;
    }

    /// <summary>The first rows of some, those that people put first before all others.</summary>
    private IEnumerable<int> Best(ulong[][] bits, int most)
    {
        var pinned = _pinned.Where(row => IsIn(bits, row)).Take(most).ToList();
        if (pinned.Count == most)
        {
            return pinned;
        }

        BestRows best = new(most - pinned.Count, Rotation, NameOf);
        Run(WithoutPinned(bits), best);
        return pinned.Concat(best.Rows());
    }

    private void Run(ulong[][] bits, RowTaker taker)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            // Few rows at first: they raise the floor, so that most others are not scored to the end.
            for (int from = 0, next = i == 0 ? 1 : RowChunk.Words; from < RowChunk.Words; from = next, next = Math.Min(RowChunk.Words, 4 * next))
            {
                if (bits[i].AsSpan(from..next).ContainsAnyExcept(0UL))
                {
                    _scan.Value.Run(_source.Chunks[i], i * RowChunk.Rows, from, bits[i].AsSpan(from..next), taker);
                }
            }
        }
    }

    private ulong[][] WithoutPinned(ulong[][] bits) => Cleared(bits, _pinned);

    /// <summary>The same bits without some rows; what was given stays as it is.</summary>
    private static ulong[][] Cleared(ulong[][] bits, IEnumerable<int> rows)
    {
        ulong[][] others = [.. bits];
        foreach (var group in rows.GroupBy(row => row / RowChunk.Rows))
        {
            var chunk = others[group.Key] = [.. others[group.Key]];
            foreach (var row in group)
            {
                chunk[row % RowChunk.Rows >> 6] &= ~(1UL << row);
            }
        }

        return others;
    }

    private ulong[][] Where(ulong[][] bits, Func<RowChunk, int, int, bool> keeps)
    {
        var kept = new ulong[bits.Length][];
        for (var i = 0; i < bits.Length; i++)
        {
            kept[i] = new ulong[RowChunk.Words];
            for (var word = 0; word < RowChunk.Words; word++)
            {
                for (var left = bits[i][word]; left != 0; left &= left - 1)
                {
                    var bit = BitOperations.TrailingZeroCount(left);
                    kept[i][word] |= keeps(_source.Chunks[i], i * RowChunk.Rows, (word << 6) + bit) ? 1UL << bit : 0;
                }
            }
        }

        return kept;
    }

    private int ClassOf(Facet facet, int row) => _classes.Of(_source.Chunks[row / RowChunk.Rows], facet)[row % RowChunk.Rows];

    private string NameOf(int row) => _source.Chunks[row / RowChunk.Rows].NameOf(row % RowChunk.Rows);

    private static bool IsIn(ulong[][] bits, int row) => RowChunk.Has(bits[row / RowChunk.Rows], row % RowChunk.Rows);
}
