using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Vectors;

/// <summary>
/// Vectors in eight bits. Sixteen rows make a block that shares a scale; within it, four dimensions of all sixteen rows lie
/// side by side, so that one instruction adds to the products of sixteen rows. Values are stored with
/// <see cref="Bias"/> added, since the instructions take one factor without a sign. Immutable.
/// </summary>
internal sealed class Int8Rows
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 16;

    /// <summary>Added to each stored value.</summary>
    public const int Bias = 128;

    /// <summary>Greatest stored value before the bias.</summary>
    private const int Greatest = 127;

    /// <summary>Dimensions that lie side by side.</summary>
    private const int Together = 4;

    /// <summary>Blocks begin at a line of the processor's cache.</summary>
    private const int Alignment = 64;

    private readonly byte[] _data;
    private readonly int _start;

    private Int8Rows(int count, int dimensions)
    {
        (Count, Dimensions) = (count, dimensions);
        var blocks = (count + BlockRows - 1) / BlockRows;
        (Scales, Errors) = (new float[blocks], new float[blocks]);

        // Pinned, because a moved array would lose its alignment.
        _data = GC.AllocateUninitializedArray<byte>((blocks * BlockBytes) + Alignment, pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_data, 0) & (Alignment - 1));
        _data.AsSpan().Fill(Bias);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>A multiple of <see cref="Together"/>.</summary>
    public int Dimensions { get; }

    public int BlockBytes => BlockRows * Dimensions;

    /// <summary>What one step of a stored value is worth, for each block.</summary>
    public float[] Scales { get; }

    /// <summary>Greatest length of what rounding took from a row, for each block.</summary>
    public float[] Errors { get; }

    /// <summary>Greatest length of a row.</summary>
    public float GreatestLength { get; private set; }

    /// <summary>The stored bytes, block after block.</summary>
    public ReadOnlySpan<byte> Data => _data.AsSpan(_start, Scales.Length * BlockBytes);

    /// <summary>Rounds vectors.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="dimensions">Numbers of a row.</param>
    /// <param name="row">The row at a place; null: all zero.</param>
    public static Int8Rows Of(int count, int dimensions, Func<int, float[]?> row)
    {
        Int8Rows rows = new(count, dimensions);
        var block = new float[BlockRows][];
        var zero = new float[dimensions];
        for (var first = 0; first < count; first += BlockRows)
        {
            for (var i = 0; i < BlockRows; i++)
            {
                block[i] = (first + i < count ? row(first + i) : null) ?? zero;
            }

            rows.Store(first / BlockRows, block);
        }

        return rows;
    }

    private void Store(int block, float[][] rows)
    {
        var greatest = rows.Max(row => Math.Max(TensorPrimitives.Max(row), -TensorPrimitives.Min(row)));
        var scale = greatest > 0 ? greatest / Greatest : 1;
        var data = _data.AsSpan(_start + (block * BlockBytes), BlockBytes);
        var error = 0.0;
        for (var i = 0; i < BlockRows; i++)
        {
            double lost = 0, length = 0;
            for (var dimension = 0; dimension < Dimensions; dimension++)
            {
                var value = rows[i][dimension];
                var stored = Math.Clamp((int)MathF.Round(value / scale), -Greatest, Greatest);
                data[(dimension / Together * BlockRows * Together) + (i * Together) + (dimension % Together)] = (byte)(stored + Bias);
                lost += Math.Pow(value - ((double)stored * scale), 2);
                length += (double)value * value;
            }

            error = Math.Max(error, Math.Sqrt(lost));
            GreatestLength = Math.Max(GreatestLength, MathF.BitIncrement((float)Math.Sqrt(length)));
        }

        (Scales[block], Errors[block]) = (scale, MathF.BitIncrement((float)error));
    }
}
