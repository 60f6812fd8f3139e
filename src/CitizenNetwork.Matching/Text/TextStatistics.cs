using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Text;

/// <summary>What the texts of one category hold together: how rare each term is and how long the fields are. Immutable.</summary>
internal sealed class TextStatistics
{
    private readonly ImmutableDictionary<string, int> _frequencies;
    private readonly ImmutableArray<long> _lengths;

    private TextStatistics(int count, ImmutableDictionary<string, int> frequencies, ImmutableArray<long> lengths)
    {
        Count = count;
        _frequencies = frequencies;
        _lengths = lengths;
    }

    public static TextStatistics Empty { get; } = new(0, ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), [0, 0, 0]);

    /// <summary>Records of the category.</summary>
    public int Count { get; }

    /// <summary>Rarity of the rarest term possible: one that a single record bears.</summary>
    public double GreatestRarity => RarityOf(1);

    public TextStatistics Replace(AnalysedText? old, AnalysedText? added)
    {
        var frequencies = _frequencies.ToBuilder();
        var lengths = _lengths.ToBuilder();
        Apply(old, -1);
        Apply(added, 1);
        return new TextStatistics(Count + (added is null ? 0 : 1) - (old is null ? 0 : 1), frequencies.ToImmutable(), lengths.MoveToImmutable());

        void Apply(AnalysedText? text, int sign)
        {
            if (text is null)
            {
                return;
            }

            foreach (var term in text.Terms)
            {
                var frequency = frequencies.GetValueOrDefault(term.Term) + sign;
                if (frequency == 0)
                {
                    frequencies.Remove(term.Term);
                }
                else
                {
                    frequencies[term.Term] = frequency;
                }
            }

            for (var field = 0; field < lengths.Count; field++)
            {
                lengths[field] += sign * text.Lengths[field];
            }
        }
    }

    /// <summary>Inverse document frequency (BM25, never negative).</summary>
    public double Rarity(string term) => RarityOf(_frequencies.GetValueOrDefault(term));

    public double AverageLength(TextField field) => Count == 0 ? 0 : (double)_lengths[(int)field] / Count;

    private double RarityOf(int frequency) => Math.Log(1 + ((Count - frequency + 0.5) / (frequency + 0.5)));
}
