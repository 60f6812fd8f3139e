using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Text;

/// <summary>
/// What <see cref="Bm25F"/> says of many texts for one list of words. Sums are taken in the order of the words, so that they are
/// equal to the last bit whether a text is read or found by an index. Words that a large share of the records bear are worth
/// almost nothing and are never named; so are words beside the asker's own titles that a large share of those who ask bear:
/// labels that an import put there.
/// </summary>
internal sealed class WordScorer
{
    /// <summary>What a common word keeps of its weight: enough to tell apart candidates that are equal otherwise.</summary>
    private const double CommonShare = 0.1;

    /// <summary>Weight of the words that the asker puts into titles and sentences.</summary>
    private const double OwnWords = 1;

    private readonly ImmutableArray<QueryTerm> _terms;
    private readonly double[] _weights;
    private readonly bool[] _isCommon;
    private readonly TextStatistics _statistics;
    private readonly double _all;
    private readonly double _half;

    /// <param name="terms">The words.</param>
    /// <param name="statistics">Of the texts.</param>
    /// <param name="asking">Of the texts of those who ask; null: not known.</param>
    public WordScorer(ImmutableArray<QueryTerm> terms, TextStatistics statistics, TextStatistics? asking = null)
    {
        _terms = terms;
        _weights = new double[terms.Length];
        _isCommon = new bool[terms.Length];
        _statistics = statistics;
        for (var i = 0; i < terms.Length; i++)
        {
            _isCommon[i] = statistics.IsCommon(terms[i].Term) || (terms[i].Weight < OwnWords && asking?.IsCommon(terms[i].Term) == true);
            _weights[i] = terms[i].Weight * statistics.Rarity(terms[i].Term) * (_isCommon[i] ? CommonShare : 1);
            _all += _weights[i];
        }

        _half = Bm25F.Half(statistics);
    }

    public int Count => _terms.Length;

    public string Term(int i) => _terms[i].Term;

    /// <summary>What a term counts: its weight times its rarity.</summary>
    public double Weight(int i) => _weights[i];

    /// <summary>A sum of parts, brought to 0..1: sharing as much as <see cref="Bm25F.Half"/> is worth one half.</summary>
    public double Value(double score) => score > 0 ? score / (score + _half) : 0;

    /// <summary>Share of the words that a sum of the weights found stands for, rare ones counting more; null when there is no word.</summary>
    public double? Coverage(double found) => _all > 0 ? found / _all : null;

    /// <summary>Sum of the parts of a text.</summary>
    public double Score(AnalysedText text)
    {
        var score = 0.0;
        for (var i = 0; i < _terms.Length; i++)
        {
            if (text.Find(_terms[i].Term) is { } found)
            {
                score += Part(i, found, text);
            }
        }

        return score;
    }

    /// <summary>The shared words that the record itself writes, strongest first, common ones left out; null when nothing is shared at all.</summary>
    /// <param name="text">The record's text.</param>
    /// <param name="shown">Most words.</param>
    public ImmutableArray<string>? Shared(AnalysedText text, int shown)
    {
        List<(double Part, TermCount Found, bool IsCommon)> parts = [];
        for (var i = 0; i < _terms.Length; i++)
        {
            if (text.Find(_terms[i].Term) is { } found)
            {
                parts.Add((Part(i, found, text), found, _isCommon[i]));
            }
        }

        return parts.Count == 0
            ? null
            : [.. parts.Where(part => !part.IsCommon && part.Found.Title + part.Found.Description > 0).OrderByDescending(part => part.Part).ThenBy(part => part.Found.Word, StringComparer.Ordinal).Take(shown).Select(part => part.Found.Word)];
    }

    /// <summary>Sum of the weights of the terms that a text holds.</summary>
    public double Found(AnalysedText text)
    {
        var found = 0.0;
        for (var i = 0; i < _terms.Length; i++)
        {
            found += text.Find(_terms[i].Term) is null ? 0 : _weights[i];
        }

        return found;
    }

    private double Part(int i, TermCount found, AnalysedText text) => _weights[i] * Bm25F.Saturated(Bm25F.Frequency(
        found.Title,
        found.Tags,
        found.Description,
        Bm25F.Divisor(TextField.Title, text.Title, _statistics),
        Bm25F.Divisor(TextField.Tags, text.Tags, _statistics),
        Bm25F.Divisor(TextField.Description, text.Description, _statistics)));
}
