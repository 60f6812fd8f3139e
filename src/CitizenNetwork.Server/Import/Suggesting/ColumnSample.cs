using CitizenNetwork.Server.Import.Readers;

namespace CitizenNetwork.Server.Import.Suggesting;

/// <summary>Values of one column in the first rows of a file.</summary>
internal sealed class ColumnSample(string name)
{
    private readonly List<string> _values = [];
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>Values that are not empty.</summary>
    public IReadOnlyList<string> Values => _values;

    public IReadOnlySet<string> Distinct => _distinct;

    public void Add(string value)
    {
        value = value.Trim();
        if (value.Length > 0)
        {
            _values.Add(value);
            _distinct.Add(value);
        }
    }

    /// <summary>Whether nearly all values, and at least one, are such.</summary>
    public bool Mostly(Func<string, bool> isSuch, double share = 0.9) => _values.Count > 0 && _values.Count(isSuch) >= share * _values.Count;

    public bool IsUnique(int rows) => _values.Count == rows && _distinct.Count == rows;

    public bool HoldsLists => _values.Any(value => value.Contains(Row.ListSeparator, StringComparison.Ordinal));
}
