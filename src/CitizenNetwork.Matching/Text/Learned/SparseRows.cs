using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>A matrix of which most entries are zero, kept row by row.</summary>
/// <param name="columns">Width of the matrix.</param>
internal sealed class SparseRows(int columns)
{
    private readonly List<int> _ends = [];
    private readonly List<int> _columns = [];
    private readonly List<double> _values = [];

    public int Columns => columns;

    /// <summary>Adds a row, brought to length 1 so that long texts do not speak louder than short ones; a row without entries adds nothing.</summary>
    public void Add(IReadOnlyCollection<(int Column, double Value)> entries)
    {
        var length = Math.Sqrt(entries.Sum(entry => entry.Value * entry.Value));
        if (length > 0)
        {
            foreach (var (column, value) in entries)
            {
                _columns.Add(column);
                _values.Add(value / length);
            }

            _ends.Add(_columns.Count);
        }
    }

    /// <summary>This matrix transposed, times itself, times a dense one that has <paramref name="width"/> columns and is kept row by row; the product with the rows is never held.</summary>
    public double[] Squared(double[] dense, int width)
    {
        var result = new double[columns * width];
        Each(dense, width, (start, end, product) =>
        {
            for (var i = start; i < end; i++)
            {
                var target = result.AsSpan(_columns[i] * width, width);
                TensorPrimitives.MultiplyAdd(product, _values[i], target, target);
            }
        });
        return result;
    }

    /// <summary>The inner products of the columns of this matrix times a dense one.</summary>
    public double[] Gram(double[] dense, int width)
    {
        var result = new double[width * width];
        Each(dense, width, (_, _, product) => DenseRows.AddSquare(result, product));
        return result;
    }

    private void Each(double[] dense, int width, Visit visit)
    {
        var product = new double[width];
        var start = 0;
        foreach (var end in _ends)
        {
            Array.Clear(product);
            for (var i = start; i < end; i++)
            {
                TensorPrimitives.MultiplyAdd(dense.AsSpan(_columns[i] * width, width), _values[i], product, product);
            }

            visit(start, end, product);
            start = end;
        }
    }

    private delegate void Visit(int start, int end, ReadOnlySpan<double> product);
}
