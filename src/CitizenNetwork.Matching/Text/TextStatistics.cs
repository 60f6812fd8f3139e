using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Text;

/// <summary>What the texts of one category hold together: how rare each term is and how long the fields are. Immutable.</summary>
internal sealed class TextStatistics
{
    /// <summary>A term that one record of so many bears is common: label and boilerplate, or simply everybody's.</summary>
    private const int CommonOneOf = 4;

    /// <summary>Fewer records that bear a term say nothing of how common it is.</summary>
    private const int CommonAtLeast = 20;

    private readonly ImmutableDictionary<string, int> _frequencies;
    private readonly ImmutableArray<long> _lengths;

    private TextStatistics(int count, ImmutableDictionary<string, int> frequencies, ImmutableArray<long> lengths)
    {
        Count = count;
        _frequencies = frequencies;
        _lengths = lengths;
    }

    public static TextStatistics Empty { get; } = new(0, ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), [0, 0, 0]);

    public static TextStatistics Of(IEnumerable<AnalysedText> texts)
    {
        Builder builder = new(Empty);
        foreach (var text in texts)
        {
            builder.Replace(null, text);
        }

        return builder.ToImmutable();
    }

    /// <summary>Records of the category.</summary>
    public int Count { get; }

    /// <summary>Rarity of the rarest term possible: one that a single record bears.</summary>
    public double GreatestRarity => RarityOf(1);

    public Builder ToBuilder() => new(this);

    /// <summary>Inverse document frequency (BM25, never negative).</summary>
    public double Rarity(string term) => RarityOf(_frequencies.GetValueOrDefault(term));

    /// <summary>Whether so many records bear a term that sharing it tells none of them apart.</summary>
    public bool IsCommon(string term) => _frequencies.GetValueOrDefault(term) is var frequency && frequency >= CommonAtLeast && frequency * (long)CommonOneOf >= Count;

    public double AverageLength(TextField field) => Count == 0 ? 0 : (double)_lengths[(int)field] / Count;

    private double RarityOf(int frequency) => Math.Log(1 + ((Count - frequency + 0.5) / (frequency + 0.5)));

    /// <summary>Takes many texts at the cost of one set of copies.</summary>
    public sealed class Builder(TextStatistics start)
    {
        // Counted apart, since each word is in many of the texts.
        private readonly Dictionary<string, int> _changes = new(StringComparer.Ordinal);
        private readonly long[] _lengths = [.. start._lengths];
        private int _count = start.Count;

        public void Replace(AnalysedText? old, AnalysedText? added)
        {
            if (!ReferenceEquals(old, added))
            {
                Apply(old, -1);
                Apply(added, 1);
            }
        }

        public TextStatistics ToImmutable()
        {
            var frequencies = start._frequencies.ToBuilder();
            foreach (var (term, change) in _changes)
            {
                var frequency = frequencies.GetValueOrDefault(term) + change;
                if (frequency == 0)
                {
                    frequencies.Remove(term);
                }
                else if (change != 0)
                {
                    frequencies[term] = frequency;
                }
            }

            return new TextStatistics(_count, frequencies.ToImmutable(), [.. _lengths]);
        }

        private void Apply(AnalysedText? text, int sign)
        {
            if (text is null)
            {
                return;
            }

            foreach (var term in text.Terms)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_changes, term.Term, out _) += sign;
            }

            _count += sign;
            _lengths[(int)TextField.Title] += sign * text.Title;
            _lengths[(int)TextField.Tags] += sign * text.Tags;
            _lengths[(int)TextField.Description] += sign * text.Description;
        }
    }
}
