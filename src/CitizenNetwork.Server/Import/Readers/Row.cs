namespace CitizenNetwork.Server.Import.Readers;

/// <summary>One row of a file, whatever its format: texts by column.</summary>
/// <param name="Number">From 1; a header is no row.</param>
/// <param name="Line">Line where it begins, from 1; 0 where the format has none.</param>
/// <param name="Cells">Values by column; lists are joined by <see cref="ListSeparator"/>. Empty cells may be absent.</param>
/// <param name="Problem">Set when the row itself is damaged: it is refused whatever the mapping says.</param>
internal sealed record Row(long Number, long Line, IReadOnlyDictionary<string, string> Cells, Problem? Problem = null)
{
    /// <summary>Stands between the values of a list: a control character that no text holds.</summary>
    public const char ListSeparator = '\u001F';

    /// <summary>The trimmed text of a column; empty when it has none.</summary>
    public string Text(string column) => Cells.TryGetValue(column, out var value) ? value.Trim() : string.Empty;
}

/// <summary>What was found out about a file while it was read.</summary>
internal sealed class FileFacts
{
    /// <summary>csv, json, geojson, xlsx or pabulib.</summary>
    public string Format { get; set; } = string.Empty;

    /// <summary>utf-8, utf-8-bom, utf-16 or windows-1252; empty for xlsx.</summary>
    public string Encoding { get; set; } = string.Empty;

    /// <summary>Separator of a CSV file.</summary>
    public string Separator { get; set; } = string.Empty;

    /// <summary>Every column, in the order of its first appearance.</summary>
    public ColumnNames Columns { get; } = new();
}

/// <summary>The columns of a file in order, each once.</summary>
internal sealed class ColumnNames
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _inOrder = [];

    public IReadOnlyList<string> InOrder => _inOrder;

    /// <exception cref="FileProblemException">More columns than a file may have.</exception>
    public void Add(string name, long line)
    {
        if (_known.Contains(name))
        {
            return;
        }

        if (_known.Count == ImportLimits.MaxColumns)
        {
            throw new FileProblemException(ImportReason.TooManyColumns, line, Domain.Refusals.Datum.Number(ImportLimits.MaxColumns));
        }

        _known.Add(name);
        _inOrder.Add(name);
    }
}
