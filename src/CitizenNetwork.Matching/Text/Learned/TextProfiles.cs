using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>
/// What the candidates of one category were chosen for, in words: for each candidate a logistic regression and a naive
/// Bayes over the terms of the initiatives that it was chosen for against those of all others. Immutable.
/// </summary>
internal sealed class TextProfiles
{
    /// <summary>
    /// What the naive Bayes counts beside the regression: it is bolder on rare words and steadies small profiles. Chosen with
    /// the other constants of the learning on a validation part of fonds-vert and Paris (bench text).
    /// </summary>
    private const float BayesShare = 0.2f;

    private readonly FrozenDictionary<string, int> _rows;
    private readonly FrozenDictionary<string, int> _places;
    private readonly ProfileWeights _weights;

    public TextProfiles(FrozenDictionary<string, int> rows, ImmutableArray<(string Candidate, int Examples)> candidates, ProfileWeights weights)
    {
        _rows = rows;
        _places = candidates.Select((entry, place) => (entry.Candidate, place)).ToFrozenDictionary(entry => entry.Candidate, entry => entry.place, StringComparer.Ordinal);
        Candidates = candidates;
        _weights = weights;
    }

    /// <summary>The candidates that have a profile, each with the number of initiatives it was chosen for.</summary>
    public ImmutableArray<(string Candidate, int Examples)> Candidates { get; }

    /// <summary>Place of a candidate, or null.</summary>
    public int? PlaceOf(string candidate) => _places.TryGetValue(candidate, out var place) ? place : null;

    /// <summary>How likely each candidate, by its place, would be chosen for what is looked for; null when no word is known.</summary>
    public double[]? Judge(ReadOnlySpan<QueryTerm> query)
    {
        var known = Known(query);
        if (known.Count == 0)
        {
            return null;
        }

        var sums = _weights.Bias.ToArray();
        foreach (var (term, row, value) in known)
        {
            TensorPrimitives.MultiplyAdd(_weights.Regression(row), value, sums, sums);
            TensorPrimitives.MultiplyAdd(_weights.Bayes(row), BayesShare * (float)term.Weight, sums, sums);
        }

        return [.. sums.Select((sum, place) => 1 / (1 + Math.Exp(-(sum + (BayesShare * _weights.Prior[place])))))];
    }

    /// <summary>Words of the query that speak most for a candidate, strongest first.</summary>
    public ImmutableArray<string> Words(ReadOnlySpan<QueryTerm> query, int place, int shown) =>
    [
        .. Known(query)
            .Select(entry => (entry.Term.Word, Part: (entry.Value * _weights.Regression(entry.Row)[place]) + (BayesShare * entry.Term.Weight * _weights.Bayes(entry.Row)[place])))
            .Where(entry => entry.Part > 0)
            .OrderByDescending(entry => entry.Part).ThenBy(entry => entry.Word, StringComparer.Ordinal)
            .Take(shown).Select(entry => entry.Word),
    ];

    private List<(QueryTerm Term, int Row, float Value)> Known(ReadOnlySpan<QueryTerm> query)
    {
        List<(QueryTerm Term, int Row, float Value)> known = [];
        var square = 0f;
        foreach (var term in query)
        {
            if (_rows.TryGetValue(term.Term, out var row))
            {
                var value = (float)term.Weight * _weights.Rarity[row];
                square += value * value;
                known.Add((term, row, value));
            }
        }

        var length = MathF.Sqrt(square);
        return [.. known.Select(entry => entry with { Value = entry.Value / length })];
    }
}

/// <summary>Numbers of the profiles: a row of one number for each candidate to every term.</summary>
/// <param name="Rarity">Of each term.</param>
/// <param name="Bias">Of the regression, for each candidate.</param>
/// <param name="Prior">Of the naive Bayes, for each candidate.</param>
/// <param name="OfRegression">Rows of the regression.</param>
/// <param name="OfBayes">Rows of the naive Bayes: logarithm of how much likelier the term is with the candidate than without.</param>
internal sealed record ProfileWeights(float[] Rarity, float[] Bias, float[] Prior, float[] OfRegression, float[] OfBayes)
{
    public ReadOnlySpan<float> Regression(int row) => OfRegression.AsSpan(row * Bias.Length, Bias.Length);

    public ReadOnlySpan<float> Bayes(int row) => OfBayes.AsSpan(row * Bias.Length, Bias.Length);
}
