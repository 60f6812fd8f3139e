using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Vectors;

/// <summary>A vector that rows are compared with, in seven bits: two of its products with eight-bit values fit into sixteen bits.</summary>
internal sealed class Int8Query
{
    /// <summary>255 times this, twice, is below 32,768.</summary>
    private const int Greatest = 64;

    /// <summary>
    /// More than the rounding of exact scores and of the bounds themselves can be, as a share of the product of both lengths:
    /// sums of 64 products in single precision are off by at most 64 · 2^-24 = 3.8e-6 of it.
    /// </summary>
    private const double Rounding = 1e-5;

    private readonly double _error;
    private readonly double _length;
    private readonly double _roundedLength;

    public Int8Query(ReadOnlySpan<float> vector)
    {
        var greatest = Math.Max(TensorPrimitives.Max(vector), -TensorPrimitives.Min(vector));
        Scale = greatest > 0 ? greatest / Greatest : 1;
        var stored = new sbyte[vector.Length];
        double lost = 0, length = 0, rounded = 0;
        for (var i = 0; i < stored.Length; i++)
        {
            stored[i] = (sbyte)Math.Clamp((int)MathF.Round(vector[i] / Scale), -Greatest, Greatest);
            lost += Math.Pow(vector[i] - ((double)stored[i] * Scale), 2);
            length += (double)vector[i] * vector[i];
            rounded += Math.Pow((double)stored[i] * Scale, 2);
        }

        (_error, _length, _roundedLength) = (Math.Sqrt(lost), Math.Sqrt(length), Math.Sqrt(rounded));
        Bias = Int8Rows.Bias * stored.Sum(value => value);
        Packed = new int[stored.Length / sizeof(int)];
        Buffer.BlockCopy(stored, 0, Packed, 0, stored.Length);
    }

    /// <summary>What one step is worth.</summary>
    public float Scale { get; }

    /// <summary>What the rows' bias adds to each product.</summary>
    public int Bias { get; }

    /// <summary>Four dimensions in each number.</summary>
    public int[] Packed { get; }

    /// <summary>
    /// How far the scaled product of a block's rows can be from the exact score. With rows v = v' + e and query u = u' + f,
    /// the difference of u·v and u'·v' is v·f + e·u': at most |v| |f| + |e| |u'|.
    /// </summary>
    public double ErrorOf(Int8Rows rows, int block) =>
        (rows.GreatestLength * (_error + (Rounding * _length))) + (rows.Errors[block] * _roundedLength);
}
