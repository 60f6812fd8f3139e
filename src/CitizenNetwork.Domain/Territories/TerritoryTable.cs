using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// The territories that the service knows, as a tree: commune, EPCI, département, région, country; and the parts of
/// communes that people still name. Made once from a table of the official code; immutable, so that rules can be handed it
/// as a value. What is searched by name or place is made at the first search.
/// </summary>
public sealed class TerritoryTable
{
    private readonly Dictionary<string, Perimeter> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommunePart> _partByCode = new(StringComparer.Ordinal);
    private readonly Lazy<TerritoryResolver> _resolver;
    private readonly Lazy<NearestNames> _nearest;
    private readonly Lazy<GeoGrid<Perimeter>> _communes;
    private readonly Lazy<ImmutableArray<Perimeter>> _unplaced;

    /// <summary>Takes perimeters with codes that differ, and parts of communes among them.</summary>
    public TerritoryTable(IEnumerable<Perimeter> perimeters, ImmutableArray<CommunePart> parts)
    {
        foreach (var perimeter in perimeters)
        {
            _byCode.Add(perimeter.Code.Value, perimeter);
        }

        Parts = parts;
        foreach (var part in parts)
        {
            // A part whose code its commune took over is known by its name alone.
            if (part.Code != part.Commune)
            {
                _partByCode.TryAdd(part.Code.Value, part);
            }
        }

        _resolver = new(() => new TerritoryResolver(this));
        _nearest = new(() => new NearestNames(All));
        _communes = new(() => new GeoGrid<Perimeter>(
            All.Where(perimeter => perimeter is { Kind: PerimeterKind.Commune, Centre: not null })
                .OrderBy(commune => commune.Code.Value, StringComparer.Ordinal)
                .Select(commune => (commune, commune.Centre!.Value))));
        _unplaced = new(() => [.. All.Where(perimeter => perimeter is { Kind: PerimeterKind.Commune, Centre: null }).OrderBy(commune => commune.Code.Value, StringComparer.Ordinal)]);
    }

    /// <summary>All territories, in no particular order.</summary>
    public IReadOnlyCollection<Perimeter> All => _byCode.Values;

    /// <summary>What was merged into communes, or is only a part of one.</summary>
    public ImmutableArray<CommunePart> Parts { get; }

    /// <summary>Reads the table's text form, see <see cref="TerritoryText"/>.</summary>
    /// <exception cref="FormatException">A line is not one of the table.</exception>
    public static TerritoryTable Parse(TextReader reader) => TerritoryText.Parse(reader);

    /// <summary>The territory that bears a code today; for one that a commune replaced or holds, that commune.</summary>
    public Perimeter? Find(PerimeterCode code) =>
        code.Value is not { } value ? null
        : _byCode.TryGetValue(value, out var perimeter) ? perimeter
        : _partByCode.TryGetValue(value, out var part) ? _byCode.GetValueOrDefault(part.Commune.Value)
        : null;

    /// <summary>The territory of a code with the part that the code names; null for a code that nothing bears or bore.</summary>
    public Place? FindPlace(PerimeterCode code) =>
        Find(code) is { } perimeter ? new Place(perimeter, perimeter.Code == code ? null : _partByCode[code.Value]) : null;

    /// <summary>The code by which records name the place: for a part of a commune its commune's; an unknown one stays as it is.</summary>
    public PerimeterCode Current(PerimeterCode code) => Find(code)?.Code ?? code;

    /// <summary>Whether <paramref name="inner"/> is <paramref name="outer"/> or lies inside it; false for a code that the table does not know.</summary>
    public bool IsWithin(PerimeterCode inner, PerimeterCode outer) =>
        Find(inner) is { } perimeter && Current(outer) is var holder && (perimeter.Code == holder || perimeter.Parents.Contains(holder));

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

    /// <summary>The communes whose centre lies at most so many metres from a point, the nearest first.</summary>
    public List<(Perimeter Commune, double Metres)> Near(GeoPoint centre, double metres) => _communes.Value.Within(centre, metres);

    /// <summary>The communes of a département whose centre is not known, in the order of their codes.</summary>
    public IEnumerable<Perimeter> UnplacedIn(PerimeterCode? departement) => _unplaced.Value.Where(commune => commune.Departement == departement);

    /// <summary>What somebody means by a text: see <see cref="TerritoryResolver"/>.</summary>
    public Resolution Resolve(string typed, PerimeterKind? kind = null) => _resolver.Value.Resolve(typed, kind);

    /// <summary>The territories whose code or name comes nearest to what somebody typed, nearest first.</summary>
    /// <param name="typed">A code, a name or a post code, with or without prefix.</param>
    /// <param name="count">Most territories returned.</param>
    /// <param name="kind">Only this kind; null: any.</param>
    public ImmutableArray<Perimeter> Nearest(string typed, int count, PerimeterKind? kind = null) => _nearest.Value.Find(typed, count, kind);

    /// <summary>Kind that a code's prefix announces, or null when it announces none.</summary>
    public static PerimeterKind? KindOf(ReadOnlySpan<char> code)
    {
        var dash = code.IndexOf('-');
        return dash < 0 ? null : code[..dash] switch
        {
            "COM" => PerimeterKind.Commune,
            "EPCI" => PerimeterKind.Epci,
            "DEP" => PerimeterKind.Departement,
            "REG" => PerimeterKind.Region,
            "PAYS" => PerimeterKind.Country,
            _ => (PerimeterKind?)null,
        };
    }
}
