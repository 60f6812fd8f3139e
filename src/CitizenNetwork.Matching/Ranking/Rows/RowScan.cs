using System.Numerics;
using CitizenNetwork.Matching.Facets;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>Takes the rows whose score is worth knowing.</summary>
internal abstract class RowTaker
{
    /// <summary>Rows of a lower score do not matter.</summary>
    public double Floor { get; protected set; } = double.NegativeInfinity;

    public abstract void Take(int row, double score);
}

/// <summary>
/// Scores rows: equal to the last bit to <see cref="Scoring"/>, which is asked about classes instead of rows. Signals are added
/// one by one; a row that could not reach the taker's floor with all that is still to come is left where it stands. For one thread.
/// </summary>
internal sealed class RowScan
{
    /// <summary>Above what rounding may add when the same parts are added in another order.</summary>
    private const double Rounding = 1e-12;

    private readonly MatchContext _context;
    private readonly CandidateSource _source;
    private readonly ChunkClasses _classes;
    private readonly double[] _weights;
    private readonly Part[] _parts;
    private readonly ClassMemo<double> _phases;
    private readonly double _weightOfRest;
    private readonly int _needFit = -1;
    private readonly ClassMemo<NeedFits>? _needFits;
    private readonly RowWords[] _needWords = [];
    private readonly int _text = -1;
    private readonly RowWords? _words;
    private readonly HashSet<int> _judged = [];

    // Of the rows still in: row, phase, sum of what is known.
    private readonly int[] _rows = new int[RowChunk.Rows];
    private readonly double[] _factors = new double[RowChunk.Rows];
    private readonly double[] _sums = new double[RowChunk.Rows];
    private readonly double[] _values;
    private readonly double[] _spare;
    private double[] _scores = [];
    private readonly double[][] _found;

    public RowScan(MatchContext context, CandidateSource source, ChunkClasses classes)
    {
        _context = context;
        _source = source;
        _classes = classes;
        _weights = [.. context.Weights.Select(entry => entry.Weight)];
        _values = new double[_weights.Length];
        _spare = new double[_weights.Length + 1];
        _phases = Memo(Facet.Phases, candidate => Scoring.Phase(context, candidate));
        List<Part> parts = [];
        for (var i = 0; i < _weights.Length; i++)
        {
            var signal = context.Weights[i].Signal;
            if (signal is TextSignal)
            {
                _text = i;
                _words = RowWords.Scores(context.Words, context.Texts);
                _judged = [.. context.Sense.Judged.Select(source.RowOf).OfType<int>()];
            }
            else if (source.FacetOf(signal.Signal) is not { } facet)
            {
                parts.Add(new Part(i, _weights[i], null, null));
            }
            else if (signal is NeedFitSignal)
            {
                _needFit = i;
                _needFits = new ClassMemo<NeedFits>(source.ClassesOf(facet), number => new NeedFits(context, source.OfClass(facet, number)), NeedFits.Unknown);
                _needWords = [.. context.NeedWords.Select(RowWords.Found)];
                parts.Add(new Part(i, _weights[i], facet, null));
            }
            else
            {
                parts.Add(new Part(i, _weights[i], facet, Memo(facet, candidate => signal.Measure(context, candidate).Value)));
            }
        }

        _found = new double[_needWords.Length][];

        // What weighs most first; distance last of them, since it has the most classes.
        _parts = [.. parts.OrderBy(part => part.Facet is null).ThenBy(part => part.Facet == Facet.Place).ThenByDescending(part => part.Weight)];
        _weightOfRest = _weights.Sum();
    }

    /// <summary>Hands the rows of a chunk to the taker, those left out that cannot matter to it.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="at">Row of its first.</param>
    /// <param name="from">Word of the chunk with which the bits begin.</param>
    /// <param name="bits">The rows that are scored.</param>
    /// <param name="taker">Takes them.</param>
    public void Run(RowChunk chunk, int at, int from, ReadOnlySpan<ulong> bits, RowTaker taker)
    {
        var count = Begin(chunk, from, bits);
        var rest = _weightOfRest;
        foreach (var part in _parts)
        {
            if (part.Facet is not { } facet || count == 0)
            {
                break;
            }

            rest -= part.Weight;
            count = part.Values is { } values
                ? Add(_classes.Of(chunk, facet), values, part.Weight, rest, taker.Floor, count)
                : AddNeedFit(_classes.Of(chunk, facet), part.Weight, rest, taker.Floor, count);
        }

        if (count > 0)
        {
            count = AddWords(chunk, at, rest, taker.Floor, count);
        }

        for (var i = 0; i < count; i++)
        {
            taker.Take(at + _rows[i], ScoreOf(chunk, at, _rows[i], _factors[i]));
        }
    }

    private ClassMemo<double> Memo(Facet facet, Func<Candidate, double> measure) =>
        new(_source.ClassesOf(facet), number => measure(_source.OfClass(facet, number)), double.NaN);

    private int Begin(RowChunk chunk, int from, ReadOnlySpan<ulong> bits)
    {
        var phases = _classes.Of(chunk, Facet.Phases);
        var count = 0;
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                var row = ((from + word) << 6) + BitOperations.TrailingZeroCount(left);
                _rows[count] = row;
                _factors[count] = _phases.Of(phases[row]);
                _sums[count++] = 0;
            }
        }

        return count;
    }

    private int Add(ReadOnlySpan<int> classes, ClassMemo<double> values, double weight, double rest, double floor, int count)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var row = _rows[i];
            var sum = _sums[i] + (weight * values.Of(classes[row]));
            kept += Keep(kept, row, _factors[i], sum, rest, floor);
        }

        return kept;
    }

    private int AddNeedFit(ReadOnlySpan<int> classes, double weight, double rest, double floor, int count)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var row = _rows[i];
            var sum = _sums[i] + (weight * _needFits!.Of(classes[row]).Most);
            kept += Keep(kept, row, _factors[i], sum, rest, floor);
        }

        return kept;
    }

    /// <summary>Puts words in place of what they could at most be: those of the needs, then those of the text.</summary>
    private int AddWords(RowChunk chunk, int at, double rest, double floor, int count)
    {
        if (_needFits is not null)
        {
            FindNeedWords(chunk, count);
            var classes = ClassesOfNeedFit(chunk);
            var weight = _weights[_needFit];
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var row = _rows[i];
                var fits = _needFits.Of(classes[row]);
                kept += Keep(kept, row, _factors[i], _sums[i] + (weight * (NeedFit(fits, row) - fits.Most)), rest, floor);
            }

            count = kept;
        }

        if (_words is not null && count > 0)
        {
            _scores = _words.Of(chunk, _rows.AsSpan(0, count));
            var weight = _weights[_text];
            var near = _context.Sense.HasPlace ? TextSignal.MostOfNearness : 0;
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                var row = _rows[i];
                var most = _judged.Contains(at + row) ? 1 : TextSignal.Value(_context.Words.Value(_scores[row]), near, null);
                kept += Keep(kept, row, _factors[i], _sums[i] + (weight * most), rest - weight, floor);
            }

            count = kept;
        }

        return count;
    }

    private int Keep(int place, int row, double factor, double sum, double rest, double floor)
    {
        if ((factor * (sum + rest)) + Rounding < floor)
        {
            return 0;
        }

        _rows[place] = row;
        _factors[place] = factor;
        _sums[place] = sum;
        return 1;
    }

    private void FindNeedWords(RowChunk chunk, int count)
    {
        for (var need = 0; need < _needWords.Length; need++)
        {
            _found[need] = _needWords[need].Of(chunk, _rows.AsSpan(0, count));
        }
    }

    private ReadOnlySpan<int> ClassesOfNeedFit(RowChunk chunk) => _classes.Of(chunk, _source.FacetOf(Signal.NeedFit)!.Value);

    private double NeedFit(NeedFits fits, int row) => fits.Value((need, at) => _context.NeedWords[need].Coverage(_found[need][at]), row);

    private double ScoreOf(RowChunk chunk, int at, int row, double factor)
    {
        foreach (var part in _parts)
        {
            _values[part.Place] = part switch
            {
                { Facet: null } => _context.Weights[part.Place].Signal.Measure(_context, _source.At(at + row)).Value,
                { Values: { } values, Facet: { } facet } => values.Of(_classes.Of(chunk, facet)[row]),
                _ => NeedFit(_needFits!.Of(ClassesOfNeedFit(chunk)[row]), row),
            };
        }

        if (_text >= 0)
        {
            var near = _context.Sense.HasPlace ? TextSignal.MostOfNearness * _context.Sense.Nearness(chunk.TextOf(row)) : 0;
            _values[_text] = TextSignal.Value(_context.Words.Value(_scores[row]), near, _judged.Contains(at + row) ? _context.Sense.Chosen(chunk.NameOf(row)) : null);
        }

        return Scoring.Score(_weights, _values, factor, _spare);
    }

    /// <summary>A signal that counts.</summary>
    /// <param name="Place">Its place among the signals.</param>
    /// <param name="Weight">Its weight.</param>
    /// <param name="Facet">What it reads; null: it is measured row by row, at the end.</param>
    /// <param name="Values">Its values; null where the needs' words complete them.</param>
    private sealed record Part(int Place, double Weight, Facet? Facet, ClassMemo<double>? Values);
}
