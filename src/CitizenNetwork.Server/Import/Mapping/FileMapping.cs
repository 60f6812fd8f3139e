using System.Collections.Immutable;
using CitizenNetwork.Server.Import.Readers;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>How rows of a file become records. Read from a mapping file by <see cref="MappingReader"/>, which checks all of it.</summary>
/// <param name="Kind">Kind of record.</param>
/// <param name="File">What it says about the file.</param>
/// <param name="HasDecimalComma">True: 1,5 is one and a half.</param>
/// <param name="Id">Where the id within the source comes from.</param>
/// <param name="Filters">Rows that are left out on purpose.</param>
/// <param name="Commune">Where the record is; null when the kind has no commune.</param>
/// <param name="Position">Point that is compared with the commune; null: none.</param>
/// <param name="Fields">Fields of the record.</param>
/// <param name="Contacts">Fields of the contact: kept, and told to nobody.</param>
/// <param name="Ignored">Columns that are left out on purpose.</param>
/// <param name="Updated">Day on which the source last changed the row; none: it does not say.</param>
/// <param name="Licence">Under which the source publishes the file; empty: not said.</param>
/// <param name="Related">Actor that the record names and that is registered with it; null: none.</param>
internal sealed record FileMapping(
    RecordKind Kind,
    FileShape File,
    bool HasDecimalComma,
    CellSource Id,
    ImmutableArray<RowFilter> Filters,
    CommuneRule? Commune,
    PositionRule? Position,
    ImmutableArray<FieldRule> Fields,
    ImmutableArray<FieldRule> Contacts,
    ImmutableArray<string> Ignored,
    CellSource Updated,
    string Licence,
    RelatedActor? Related)
{
    /// <summary>Whether a column is left out on purpose; a name that ends with * stands for all that begin so.</summary>
    public bool Ignores(string column) => Ignored.Any(name => name.EndsWith('*')
        ? column.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every column that it names.</summary>
    public IEnumerable<string> Columns() => Id.Columns
        .Concat(Filters.Select(filter => filter.Column))
        .Concat(Commune?.Columns() ?? [])
        .Concat(Position?.Columns() ?? [])
        .Concat(Fields.SelectMany(field => field.Columns()))
        .Concat(Contacts.SelectMany(field => field.Columns()))
        .Concat(Updated.Columns)
        .Concat(Related?.Columns() ?? [])
        .Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Cells that give one text: the first that is not empty, or all of them joined.</summary>
internal sealed record CellSource(ImmutableArray<string> Columns, string? Join)
{
    public static CellSource None { get; } = new([], null);

    public string Of(Row row) => Join is null
        ? Columns.Select(row.Text).FirstOrDefault(text => text.Length > 0) ?? string.Empty
        : string.Join(Join, Columns.Select(row.Text).Where(text => text.Length > 0));
}

/// <summary>Keeps only, or leaves out, rows whose column holds one of these words.</summary>
internal sealed record RowFilter(string Column, ImmutableHashSet<string> Words, bool Keeps);

/// <summary>Where a commune comes from; the first that resolves is taken.</summary>
internal sealed record CommuneRule(CellSource Code, CellSource Name, CellSource PostCode, CellSource Address, string Constant, string OfArea)
{
    public IEnumerable<string> Columns() => [.. Code.Columns, .. Name.Columns, .. PostCode.Columns, .. Address.Columns];
}

/// <summary>Coordinate systems of points.</summary>
internal enum PointSystem
{
    Wgs84,
    Lambert93,
}

/// <summary>Where a point comes from: two columns, or one that holds "latitude,longitude".</summary>
internal sealed record PositionRule(string First, string Second, string Pair, PointSystem System)
{
    public IEnumerable<string> Columns() => new[] { First, Second, Pair }.Where(column => column.Length > 0);

    public string Told => string.Join(" + ", Columns());
}

/// <summary>Turns of a value on its way into a field.</summary>
internal enum Conversion
{
    /// <summary>What the field asks for: text, words of its list, a number, a day, euros, territories.</summary>
    OfField,
    Html,
    Siren,
    Rna,
    OpeningHours,
    Perimeters,
    Names,
    Url,

    /// <summary>An amount that the file gives in euro cents, not in euros.</summary>
    Cents,

    /// <summary>A way to reach people: what does not look like one is noted and left out.</summary>
    Contact,
}

/// <summary>How one field is filled.</summary>
/// <param name="Target">Where it goes; null for a part of a text.</param>
/// <param name="Source">Cells.</param>
/// <param name="Parts">Parts of a text, one a line; empty: the cells.</param>
/// <param name="Label">Stands before a part.</param>
/// <param name="As">Conversion.</param>
/// <param name="Words">Values of the field by folded words of the file.</param>
/// <param name="LeavesUnknownOut">True: an unknown word is noted and left out; false: it refuses the row.</param>
/// <param name="Constants">Values whatever the row says.</param>
/// <param name="Default">Values when the cells are empty or, with words, unknown.</param>
/// <param name="Split">Separators of several values in a cell.</param>
/// <param name="Trim">Characters taken off both ends of each value.</param>
/// <param name="Cut">Most characters, longer texts are cut at a word and noted; 0: they are refused.</param>
/// <param name="Level">Column that says the level of a territory.</param>
/// <param name="IsBearer">True: the actor named with the import.</param>
/// <param name="Reference">Kind of a record of the same source whose id the cells hold; null: none.</param>
internal sealed record FieldRule(
    FieldPath? Target,
    CellSource Source,
    ImmutableArray<FieldRule> Parts,
    string Label,
    Conversion As,
    ImmutableDictionary<string, ImmutableArray<string>> Words,
    bool LeavesUnknownOut,
    ImmutableArray<string> Constants,
    ImmutableArray<string> Default,
    string Split,
    string Trim,
    int Cut,
    string Level,
    bool IsBearer,
    RecordKind? Reference)
{
    public IEnumerable<string> Columns() =>
        [.. Source.Columns, .. Parts.SelectMany(part => part.Columns()), .. Level.Length > 0 ? [Level] : Array.Empty<string>()];

    public string Told => string.Join(" + ", Columns());
}

/// <summary>A field of a record, or of a message inside it: <c>opening.end_date</c>.</summary>
internal sealed record FieldPath(string Path, FieldDescriptor? Outer, FieldDescriptor Field);

/// <summary>An actor that comes out of the same row and that a field of the record names.</summary>
internal sealed record RelatedActor(FieldDescriptor Field, CellSource Id, CommuneRule Commune, ImmutableArray<FieldRule> Fields)
{
    public IEnumerable<string> Columns() => [.. Id.Columns, .. Commune.Columns(), .. Fields.SelectMany(field => field.Columns())];
}
