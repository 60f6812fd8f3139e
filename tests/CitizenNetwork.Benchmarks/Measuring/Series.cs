using System.Globalization;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>The repetitions of one figure: their median stands in the table, their extremes beside it.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public IReadOnlyList<double> Values => _values;

    public double Median => _values.Count == 0 ? double.NaN : _values.Order().ElementAt(_values.Count / 2);

    public void Add(double value) => _values.Add(value);

    /// <summary>This divided by another, repetition by repetition: what slowed one repetition slowed both.</summary>
    public Series Over(Series other)
    {
        Series ratio = new();
        foreach (var (mine, theirs) in _values.Zip(other._values))
        {
            ratio.Add(mine / theirs);
        }

        return ratio;
    }

    public string Text() => _values.Count == 0 ? "" : Number(Median);

    public string Spread() => _values.Count < 2 ? "" : $"{Number(_values.Min())}–{Number(_values.Max())}";

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };
}
