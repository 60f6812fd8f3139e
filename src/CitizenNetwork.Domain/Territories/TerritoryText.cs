using System.Collections.Immutable;
using System.Globalization;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// The text form of the table: one territory a line, tab-separated columns code, name, parents, population, latitude,
/// longitude, post codes, area in hectares, part; the last two may be left out. Lists are separated by <c>|</c>; empty means
/// not known; lines that begin with # are comments. A line with a part is a <see cref="CommunePart"/>: <c>delegated</c>,
/// <c>associated</c>, <c>arrondissement</c> or <c>merged</c>, its one parent the commune.
/// </summary>
public static class TerritoryText
{
    private const int MinColumns = 7;
    private const int MaxColumns = 9;

    /// <summary>Reads the table.</summary>
    /// <exception cref="FormatException">A line does not hold its columns, its code bears no known prefix, or a value is malformed.</exception>
    public static TerritoryTable Parse(TextReader reader)
    {
        List<Perimeter> perimeters = [];
        var parts = ImmutableArray.CreateBuilder<CommunePart>();
        Lists<PerimeterCode> parents = new(code => new PerimeterCode(code));
        Lists<string> postCodes = new(code => code);
        Span<Range> columns = stackalloc Range[MaxColumns + 1];
        while (reader.ReadLine() is { } text)
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var line = text.AsSpan();
            var count = line.Split(columns, '\t');
            if (count is < MinColumns or > MaxColumns || TerritoryTable.KindOf(line[columns[0]]) is not { } kind)
            {
                throw Wrong(text);
            }

            PerimeterCode code = new(line[columns[0]].ToString());
            var name = line[columns[1]].ToString();
            var within = parents.Read(line[columns[2]]);
            var population = Whole(line[columns[3]]);
            GeoPoint? centre = line[columns[4]].IsEmpty ? null : new GeoPoint(Degrees(line[columns[4]]), Degrees(line[columns[5]]));
            var posts = postCodes.Read(line[columns[6]]);
            var area = count > 7 ? Whole(line[columns[7]]) : 0;
            if (count > 8 && !line[columns[8]].IsEmpty)
            {
                parts.Add(within is [var commune] && kind == PerimeterKind.Commune
                    ? new CommunePart(code, name, PartOf(line[columns[8]]) ?? throw Wrong(text), commune, population, centre, posts, area)
                    : throw Wrong(text));
            }
            else
            {
                perimeters.Add(new Perimeter(code, kind, name, within, population, centre, posts, area));
            }
        }

        return new TerritoryTable(perimeters, parts.ToImmutable());
    }

    /// <summary>Writes one line of a territory.</summary>
    public static string Line(Perimeter perimeter) =>
        Line(perimeter.Code, perimeter.Name, perimeter.Parents.Select(parent => parent.Value), perimeter.Population, perimeter.Centre, perimeter.PostCodes, perimeter.AreaHectares, string.Empty);

    /// <summary>Writes one line of a part of a commune.</summary>
    public static string Line(CommunePart part) =>
        Line(part.Code, part.Name, [part.Commune.Value], part.Population, part.Centre, part.PostCodes, part.AreaHectares, WordOf(part.Kind));

    private static string Line(PerimeterCode code, string name, IEnumerable<string> parents, int population, GeoPoint? centre, ImmutableArray<string> postCodes, int area, string part) =>
        string.Join(
            '\t',
            code.Value,
            name,
            string.Join('|', parents),
            population == 0 ? string.Empty : population.ToString(CultureInfo.InvariantCulture),
            centre?.Latitude.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty,
            centre?.Longitude.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty,
            string.Join('|', postCodes),
            area == 0 ? string.Empty : area.ToString(CultureInfo.InvariantCulture),
            part);

    private static string WordOf(CommunePartKind kind) => kind switch
    {
        CommunePartKind.Delegated => "delegated",
        CommunePartKind.Associated => "associated",
        CommunePartKind.MunicipalArrondissement => "arrondissement",
        _ => "merged",
    };

    private static CommunePartKind? PartOf(ReadOnlySpan<char> word) => word switch
    {
        "delegated" => CommunePartKind.Delegated,
        "associated" => CommunePartKind.Associated,
        "arrondissement" => CommunePartKind.MunicipalArrondissement,
        "merged" => CommunePartKind.Merged,
        _ => null,
    };

    private static int Whole(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static double Degrees(ReadOnlySpan<char> text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static FormatException Wrong(string line) => new($"Not a line of the territory table: {line}");

    /// <summary>Reads lists, each different one once: the communes of an EPCI share their parents.</summary>
    private sealed class Lists<T>(Func<string, T> item)
    {
        private readonly Dictionary<string, ImmutableArray<T>> _known = new(StringComparer.Ordinal);

        public ImmutableArray<T> Read(ReadOnlySpan<char> text)
        {
            if (text.IsEmpty)
            {
                return [];
            }

            var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!known.TryGetValue(text, out var list))
            {
                known[text] = list = [.. text.ToString().Split('|', StringSplitOptions.RemoveEmptyEntries).Select(item)];
            }

            return list;
        }
    }
}
