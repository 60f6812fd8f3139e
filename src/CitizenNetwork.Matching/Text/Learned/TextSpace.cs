using System.Collections.Frozen;
using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>
/// A space in which words that keep the same company lie near each other, so that « atelier vélo » meets « réparation de
/// cycles ». A text lies where the weighted sum of its words points to. Immutable; texts that came after the learning get
/// their place from the words that are known.
/// </summary>
internal sealed class TextSpace
{
    /// <summary>Dimensions of every vector.</summary>
    public const int Dimensions = 64;

    private readonly FrozenDictionary<string, int> _rows;
    private readonly float[] _vectors;

    /// <param name="rows">Row of each known term.</param>
    /// <param name="vectors">One row of <see cref="Dimensions"/> for each term, already multiplied by the term's rarity.</param>
    public TextSpace(FrozenDictionary<string, int> rows, float[] vectors)
    {
        _rows = rows;
        _vectors = vectors;
    }

    /// <summary>Stands for this space in what is remembered of it, without keeping it alive.</summary>
    public object Key { get; } = new();

    /// <summary>Terms that have a place.</summary>
    public int Terms => _rows.Count;

    /// <summary>Where a text lies, of length 1; null when it holds no known word.</summary>
    public float[]? Of(AnalysedText text)
    {
        var sum = new float[Dimensions];
        foreach (var term in text.Terms)
        {
            Add(sum, term.Term, (float)TextWeights.Of(term));
        }

        return Normalised(sum);
    }

    /// <summary>As <see cref="Of(AnalysedText)"/>, of what is looked for.</summary>
    public float[]? Of(ReadOnlySpan<QueryTerm> query)
    {
        var sum = new float[Dimensions];
        foreach (var term in query)
        {
            Add(sum, term.Term, (float)term.Weight);
        }

        return Normalised(sum);
    }

    /// <summary>How far a term pulls towards a direction; 0 for an unknown one.</summary>
    public float Pull(string term, ReadOnlySpan<float> direction) =>
        _rows.TryGetValue(term, out var row) ? TensorPrimitives.Dot(Row(row), direction) : 0;

    /// <summary>Cosine of two terms; 0 when one is unknown.</summary>
    public float Likeness(string a, string b) =>
        _rows.TryGetValue(a, out var one) && _rows.TryGetValue(b, out var other) ? TensorPrimitives.CosineSimilarity(Row(one), Row(other)) : 0;

    private ReadOnlySpan<float> Row(int row) => _vectors.AsSpan(row * Dimensions, Dimensions);

    private void Add(Span<float> sum, string term, float weight)
    {
        if (_rows.TryGetValue(term, out var row))
        {
            TensorPrimitives.MultiplyAdd(Row(row), weight, sum, sum);
        }
    }

    private static float[]? Normalised(float[] sum)
    {
        var length = TensorPrimitives.Norm(sum);
        if (!(length > 0))
        {
            return null;
        }

        TensorPrimitives.Divide(sum, length, sum);
        return sum;
    }
}
