using CitizenNetwork.Matching.Facets;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>
/// Sums of one list of words over the rows of a chunk: by its index where that is cheaper, else by reading the texts; equal to
/// the last bit either way. For one thread.
/// </summary>
internal sealed class RowWords
{
    /// <summary>Rows of a chunk up to which their texts are read: finding the words in the index costs as much.</summary>
    private const int FewRows = 8;

    private readonly WordScorer _words;
    private readonly int[] _hashes;
    private readonly double[] _sums = new double[RowChunk.Rows];

    // Divisors by length, null where only occurrence counts.
    private readonly (double[] Title, double[] Tags, double[] Description)? _divisors;

    private RowWords(WordScorer words, (double[] Title, double[] Tags, double[] Description)? divisors)
    {
        _words = words;
        _hashes = new int[words.Count];
        for (var i = 0; i < _hashes.Length; i++)
        {
            _hashes[i] = TextIndex.HashOf(words.Term(i));
        }

        _divisors = divisors;
    }

    /// <summary>Sums as <see cref="WordScorer.Score"/>.</summary>
    public static RowWords Scores(WordScorer words, TextStatistics statistics)
    {
        return new RowWords(words, (Divisors(TextField.Title, TextLengths.MaxShort), Divisors(TextField.Tags, TextLengths.MaxShort), Divisors(TextField.Description, TextLengths.MaxLong)));

        double[] Divisors(TextField field, int most)
        {
            var divisors = new double[most + 1];
            for (var words = 0; words <= most; words++)
            {
                divisors[words] = Bm25F.Divisor(field, words, statistics);
            }

            return divisors;
        }
    }

    /// <summary>Sums as <see cref="WordScorer.Found"/>.</summary>
    public static RowWords Found(WordScorer words) => new(words, null);

    /// <summary>Sums by row; those of other rows than the given ones are left as they were.</summary>
    public double[] Of(RowChunk chunk, ReadOnlySpan<int> rows)
    {
        if (rows.Length <= FewRows)
        {
            foreach (var row in rows)
            {
                _sums[row] = Read(chunk, row);
            }

            return _sums;
        }

        Span<ulong> wanted = stackalloc ulong[RowChunk.Words];
        wanted.Clear();
        var indexed = chunk.Indexed;
        foreach (var row in rows)
        {
            if (RowChunk.Has(indexed, row))
            {
                wanted[row >> 6] |= 1UL << row;
                _sums[row] = 0;
            }
            else
            {
                _sums[row] = Read(chunk, row);
            }
        }

        for (var i = 0; i < _hashes.Length; i++)
        {
            var postings = chunk.Texts.Find(_words.Term(i), _hashes[i]);
            if (_divisors is { } divisors)
            {
                AddScores(chunk.Texts, postings, wanted, _words.Weight(i), divisors);
            }
            else
            {
                AddWeights(postings, wanted, _words.Weight(i));
            }
        }

        return _sums;
    }

    private double Read(RowChunk chunk, int row) => _divisors is null ? _words.Found(chunk.TextOf(row)) : _words.Score(chunk.TextOf(row));

    private void AddWeights(ReadOnlySpan<Posting> postings, ReadOnlySpan<ulong> wanted, double weight)
    {
        foreach (var posting in postings)
        {
            if (RowChunk.Has(wanted, posting.Row))
            {
                _sums[posting.Row] += weight;
            }
        }
    }

    private void AddScores(TextIndex texts, ReadOnlySpan<Posting> postings, ReadOnlySpan<ulong> wanted, double weight, (double[] Title, double[] Tags, double[] Description) divisors)
    {
        foreach (var posting in postings)
        {
            var row = posting.Row;
            if (RowChunk.Has(wanted, row))
            {
                var lengths = texts.LengthsOf(row);
                _sums[row] += weight * Bm25F.Saturated(Bm25F.Frequency(
                    posting.Title,
                    posting.Tags,
                    posting.Description,
                    divisors.Title[lengths.Title],
                    divisors.Tags[lengths.Tags],
                    divisors.Description[lengths.Description]));
            }
        }
    }
}
