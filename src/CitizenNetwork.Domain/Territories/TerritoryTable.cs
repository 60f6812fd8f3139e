using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// The territories that the service knows, as a tree: commune, EPCI, département, région, country. Made once from a
/// table of the official code; immutable, so that rules can be handed it as a value.
/// </summary>
public sealed class TerritoryTable
{
    /// <summary>Most characters compared with names: none is longer, and the comparison takes time for each.</summary>
    private const int MaxTypedLength = 100;

    private readonly FrozenDictionary<string, Perimeter> _byCode;
    private readonly ImmutableArray<(string Folded, Perimeter Perimeter)> _names;

    public TerritoryTable(IEnumerable<Perimeter> perimeters)
    {
        _byCode = perimeters.ToFrozenDictionary(perimeter => perimeter.Code.Value, StringComparer.Ordinal);
        _names = [.. _byCode.Values.OrderBy(perimeter => perimeter.Code.Value, StringComparer.Ordinal).Select(perimeter => (FoldName(perimeter.Name), perimeter))];
    }

    /// <summary>All territories, in no particular order.</summary>
    public IEnumerable<Perimeter> All => _byCode.Values;

    /// <summary>
    /// Reads the table's text form: one territory a line, tab-separated columns code, name, parents, population, latitude,
    /// longitude, post codes; lists are separated by <c>|</c>; empty means not known; lines that begin with # are comments.
    /// </summary>
    /// <exception cref="FormatException">A line does not hold seven columns, or its code bears no known prefix.</exception>
    public static TerritoryTable Parse(TextReader reader)
    {
        List<Perimeter> perimeters = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var columns = line.Split('\t');
            if (columns.Length != 7 || KindOf(columns[0]) is not { } kind)
            {
                throw new FormatException($"Not a line of the territory table: {line}");
            }

            perimeters.Add(new Perimeter(
                new PerimeterCode(columns[0]),
                kind,
                columns[1],
                [.. Split(columns[2]).Select(code => new PerimeterCode(code))],
                columns[3].Length == 0 ? 0 : int.Parse(columns[3], CultureInfo.InvariantCulture),
                columns[4].Length == 0 ? null : new GeoPoint(double.Parse(columns[4], CultureInfo.InvariantCulture), double.Parse(columns[5], CultureInfo.InvariantCulture)),
                [.. Split(columns[6])]));
        }

        return new TerritoryTable(perimeters);

        static string[] Split(string list) => list.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }

    public Perimeter? Find(PerimeterCode code) => code.Value is { } value ? _byCode.GetValueOrDefault(value) : null;

    /// <summary>Whether <paramref name="inner"/> is <paramref name="outer"/> or lies inside it; false for a code that the table does not know.</summary>
    public bool IsWithin(PerimeterCode inner, PerimeterCode outer) =>
        Find(inner) is { } perimeter && (inner == outer || perimeter.Parents.Contains(outer));

    /// <summary>The finest territory of <paramref name="area"/> that contains the place, or null when none does.</summary>
    public Perimeter? FinestContaining(PerimeterCode place, ImmutableArray<PerimeterCode> area)
    {
        Perimeter? finest = null;
        foreach (var code in area)
        {
            if (IsWithin(place, code) && Find(code) is { } candidate && (finest is null || candidate.Kind < finest.Kind))
            {
                finest = candidate;
            }
        }

        return finest;
    }

    /// <summary>Metres between the centres of two territories, or null when a centre is not known.</summary>
    public double? DistanceMetres(PerimeterCode from, PerimeterCode to) =>
        Find(from)?.Centre is { } a && Find(to)?.Centre is { } b ? a.DistanceTo(b) : null;

    /// <summary>The territories whose code or name comes nearest to what somebody typed, nearest first.</summary>
    /// <param name="typed">A code, a name or a post code, with or without prefix.</param>
    /// <param name="count">Most territories returned.</param>
    /// <param name="kind">Only this kind; null: any.</param>
    public ImmutableArray<Perimeter> Nearest(string typed, int count, PerimeterKind? kind = null)
    {
        typed = typed.Length > MaxTypedLength ? typed[..MaxTypedLength] : typed;
        var dash = typed.IndexOf('-', StringComparison.Ordinal);
        var bare = dash > 0 && KindOf(typed) is not null ? typed[(dash + 1)..] : typed;
        var folded = FoldName(bare);
        return
        [
            .. _names
                .Where(entry => kind is null || entry.Perimeter.Kind == kind)
                .Select(entry => (entry.Perimeter, Distance: Math.Min(EditDistance.Between(folded, entry.Folded), CodeDistance(bare, entry.Perimeter))))
                .OrderBy(entry => entry.Distance)
                .ThenByDescending(entry => entry.Perimeter.Population)
                .ThenBy(entry => entry.Perimeter.Code.Value, StringComparer.Ordinal)
                .Take(count)
                .Select(entry => entry.Perimeter),
        ];
    }

    /// <summary>Kind that a code's prefix announces, or null when it announces none.</summary>
    public static PerimeterKind? KindOf(string code) => code.Split('-', 2)[0] switch
    {
        "COM" => PerimeterKind.Commune,
        "EPCI" => PerimeterKind.Epci,
        "DEP" => PerimeterKind.Departement,
        "REG" => PerimeterKind.Region,
        "PAYS" => PerimeterKind.Country,
        _ => null,
    };

    private static string FoldName(string name)
    {
        var folded = TextFolding.Fold(name).Replace('-', ' ').Replace('\'', ' ');
        if (folded.StartsWith("st ", StringComparison.Ordinal))
        {
            folded = "saint " + folded[3..];
        }
        else if (folded.StartsWith("ste ", StringComparison.Ordinal))
        {
            folded = "sainte " + folded[4..];
        }

        return folded;
    }

    private static int CodeDistance(string typed, Perimeter perimeter)
    {
        if (typed.Length < 4 || !char.IsAsciiDigit(typed[0]))
        {
            return int.MaxValue;
        }

        if (perimeter.PostCodes.Contains(typed, StringComparer.Ordinal))
        {
            return 0;
        }

        var code = perimeter.Code.Value;
        return 1 + EditDistance.Between(typed, code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..]);
    }
}
