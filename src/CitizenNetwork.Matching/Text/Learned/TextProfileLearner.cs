using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>An initiative's text and the candidates of one category that it was given by a person's choice.</summary>
internal sealed record TextExample(AnalysedText Text, ImmutableArray<string> Candidates);

/// <summary>
/// Learns <see cref="TextProfiles"/> from choices. One pass after another over the examples in an order drawn by a fixed
/// seed, on one thread: the same examples in the same order give the same profiles.
/// </summary>
internal static class TextProfileLearner
{
    /// <summary>Fewer choices of a candidate say nothing of it.</summary>
    public const int MinExamples = 3;

    /// <summary>Most candidates of a category that get a profile, those chosen most often first.</summary>
    public const int MaxProfiles = 100;

    /// <summary>Most terms, those of most examples first.</summary>
    private const int MaxTerms = 20_000;

    private const int Passes = 10;

    /// <summary>Step of the first example; it falls in a straight line to zero, which is what keeps the weights small.</summary>
    private const double FirstStep = 2;

    /// <summary>The bias moves slowly: how often a candidate was chosen is to say less than for what.</summary>
    private const float BiasShare = 0.05f;

    /// <summary>Occurrences added to each term for the naive Bayes.</summary>
    private const double Smoothing = 0.2;

    private const int Seed = 1;

    /// <summary>Words beside the title say half as much, as they do in a query.</summary>
    private const double OutsideTitle = 0.5;

    /// <summary>The profiles; null when fewer than two candidates were chosen often enough to be told apart.</summary>
    public static TextProfiles? Learn(IReadOnlyCollection<TextExample> examples)
    {
        ImmutableArray<(string Candidate, int Examples)> candidates =
        [
            .. examples.SelectMany(example => example.Candidates).GroupBy(candidate => candidate, StringComparer.Ordinal)
                .Select(group => (Candidate: group.Key, Examples: group.Count())).Where(entry => entry.Examples >= MinExamples)
                .OrderByDescending(entry => entry.Examples).ThenBy(entry => entry.Candidate, StringComparer.Ordinal)
                .Take(MaxProfiles),
        ];
        if (candidates.Length < 2)
        {
            return null;
        }

        var places = candidates.Select((entry, place) => (entry.Candidate, place)).ToDictionary(entry => entry.Candidate, entry => entry.place, StringComparer.Ordinal);
        var (rows, rarity) = Vocabulary(examples);
        var samples = examples.Select(example => Sample.Of(example, rows, rarity, places)).ToList();
        var (regression, bias) = Regression(samples, rows.Count, candidates.Length);
        var (bayes, prior) = Bayes(samples, rows.Count, candidates.Length);
        return new TextProfiles(rows, candidates, new ProfileWeights(rarity, bias, prior, regression, bayes));
    }

    private static (FrozenDictionary<string, int> Rows, float[] Rarity) Vocabulary(IReadOnlyCollection<TextExample> examples)
    {
        var terms = examples.SelectMany(example => example.Text.Terms).GroupBy(term => term.Term, StringComparer.Ordinal)
            .Select(group => (Term: group.Key, Bearing: group.Count()))
            .OrderByDescending(entry => entry.Bearing).ThenBy(entry => entry.Term, StringComparer.Ordinal)
            .Take(MaxTerms).ToList();
        return (
            terms.Select((entry, row) => (entry.Term, row)).ToFrozenDictionary(entry => entry.Term, entry => entry.row, StringComparer.Ordinal),
            [.. terms.Select(entry => (float)TextWeights.Rarity(entry.Bearing, examples.Count))]);
    }

    private static (float[] Weights, float[] Bias) Regression(List<Sample> samples, int terms, int candidates)
    {
        var weights = new float[terms * candidates];
        var bias = new float[candidates];
        var error = new float[candidates];
        var order = Enumerable.Range(0, samples.Count).ToArray();
        Random random = new(Seed);
        double all = (double)samples.Count * Passes, done = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var sample in order.Select(place => samples[place]))
            {
                var step = (float)(FirstStep * (1 - (done++ / all)));
                bias.CopyTo(error, 0);
                foreach (var (row, value, _) in sample.Terms)
                {
                    TensorPrimitives.MultiplyAdd(weights.AsSpan(row * candidates, candidates), value, error, error);
                }

                TensorPrimitives.Sigmoid(error, error);
                foreach (var place in sample.Places)
                {
                    error[place]--;
                }

                foreach (var (row, value, _) in sample.Terms)
                {
                    var target = weights.AsSpan(row * candidates, candidates);
                    TensorPrimitives.MultiplyAdd(error, -step * value, target, target);
                }

                TensorPrimitives.MultiplyAdd(error, -step * BiasShare, bias, bias);
            }
        }

        return (weights, bias);
    }

    private static (float[] Ratios, float[] Prior) Bayes(List<Sample> samples, int terms, int candidates)
    {
        var with = new double[terms * candidates];
        var all = new double[terms];
        var chosen = new double[candidates];
        var words = new double[candidates];
        foreach (var sample in samples)
        {
            foreach (var (row, _, weight) in sample.Terms)
            {
                all[row] += weight;
                foreach (var place in sample.Places)
                {
                    with[(row * candidates) + place] += weight;
                    words[place] += weight;
                }
            }

            foreach (var place in sample.Places)
            {
                chosen[place]++;
            }
        }

        var sum = all.Sum();
        var ratios = new float[with.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            var (row, place) = Math.DivRem(i, candidates);
            var here = (with[i] + Smoothing) / (words[place] + (Smoothing * terms));
            var elsewhere = (all[row] - with[i] + Smoothing) / (sum - words[place] + (Smoothing * terms));
            ratios[i] = (float)Math.Log(here / elsewhere);
        }

        return (ratios, [.. chosen.Select(count => (float)Math.Log((count + 1) / (samples.Count - count + 1)))]);
    }

    /// <summary>One example in numbers: its terms' rows with their share of a length of 1 and their plain weight, and the places of its candidates.</summary>
    private sealed record Sample((int Row, float Value, float Weight)[] Terms, int[] Places)
    {
        public static Sample Of(TextExample example, FrozenDictionary<string, int> rows, float[] rarity, Dictionary<string, int> places)
        {
            var terms = example.Text.Terms.Where(term => rows.ContainsKey(term.Term))
                .Select(term => (Row: rows[term.Term], Weight: (float)(term.Title > 0 ? 1 : OutsideTitle)))
                .Select(term => (term.Row, Value: term.Weight * rarity[term.Row], term.Weight)).ToArray();
            var length = MathF.Sqrt(terms.Sum(term => term.Value * term.Value));
            return new Sample(
                [.. terms.Select(term => term with { Value = length > 0 ? term.Value / length : 0 })],
                [.. example.Candidates.Where(places.ContainsKey).Select(candidate => places[candidate])]);
        }
    }
}
