using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>What the factorisation does with tall dense matrices that are kept row by row: only their small squares are decomposed.</summary>
internal static class DenseRows
{
    /// <summary>Below this share of the greatest one an eigenvalue is rounding.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Adds the outer product of a row with itself.</summary>
    public static void AddSquare(Span<double> square, ReadOnlySpan<double> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != 0)
            {
                var target = square.Slice(i * row.Length, row.Length);
                TensorPrimitives.MultiplyAdd(row, row[i], target, target);
            }
        }
    }

    /// <summary>The same column space by orthonormal columns; columns that others already hold become zero.</summary>
    public static double[] Orthonormal(double[] rows, int width)
    {
        var square = new double[width * width];
        for (var start = 0; start < rows.Length; start += width)
        {
            AddSquare(square, rows.AsSpan(start, width));
        }

        var (values, vectors) = Eigen(square, width);
        return Times(rows, width, vectors.MapIndexed((_, column, entry) => values[column] > 0 ? entry / Math.Sqrt(values[column]) : 0), width);
    }

    /// <summary>Rows times a small matrix, of which the first <paramref name="kept"/> columns are kept.</summary>
    public static double[] Times(double[] rows, int width, Matrix<double> small, int kept)
    {
        var factors = small.SubMatrix(0, width, 0, kept).ToRowMajorArray();
        var result = new double[rows.Length / width * kept];
        for (var row = 0; row < rows.Length / width; row++)
        {
            var target = result.AsSpan(row * kept, kept);
            for (var i = 0; i < width; i++)
            {
                TensorPrimitives.MultiplyAdd(factors.AsSpan(i * kept, kept), rows[(row * width) + i], target, target);
            }
        }

        return result;
    }

    /// <summary>Eigenvalues, greatest first and zero where they are rounding, with their vectors as columns.</summary>
    public static (double[] Values, Matrix<double> Vectors) Eigen(double[] square, int width)
    {
        var parts = new DenseMatrix(width, width, square).Evd(Symmetricity.Symmetric);

        // Given smallest first.
        var values = parts.EigenValues.Select(value => value.Real).Reverse().ToArray();
        var least = Rounding * Math.Max(values[0], 0);
        return (
            [.. values.Select(value => value > least ? value : 0)],
            Matrix<double>.Build.Dense(width, width, (row, column) => values[column] > least ? parts.EigenVectors[row, width - 1 - column] : 0));
    }
}
