using System.Collections.Immutable;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Territories;

/// <summary>Puts the official code, centres and contours together to the lines of the table.</summary>
internal sealed class TableMaker
{
    private const string Arrondissement = "arrondissement-municipal";

    private readonly OfficialCode _code;
    private readonly Dictionary<string, Contour> _contours;
    private readonly List<Perimeter> _communes;
    private readonly ILookup<string, Perimeter> _communesIn;

    public TableMaker(OfficialCode code, IReadOnlyDictionary<string, GeoPoint> centres, Dictionary<string, Contour> contours)
    {
        (_code, _contours) = (code, contours);
        var epcisOf = code.Epts.Concat(code.Epcis).SelectMany(epci => epci.Membres.Select(member => (member.Code, Epci: epci.Code))).ToLookup(pair => pair.Code, pair => pair.Epci);
        var current = code.Communes.Where(commune => commune.Type == OfficialCode.Current).OrderBy(commune => commune.Code, StringComparer.Ordinal).ToList();
        var today = current.Select(commune => commune.Code).ToHashSet(StringComparer.Ordinal);
        _communes =
        [
            .. current.Select(commune => new Perimeter(
                new($"COM-{commune.Code}"),
                PerimeterKind.Commune,
                commune.Nom,
                [.. epcisOf[commune.Code].Select(epci => $"EPCI-{epci}").Append($"DEP-{commune.Departement}").Append($"REG-{commune.Region}").Select(parent => new PerimeterCode(parent)), PerimeterCode.France],
                commune.Population,
                centres.TryGetValue(commune.Code, out var centre) ? centre : null,
                [.. commune.CodesPostaux ?? []],
                Area(commune, today))),
        ];
        _communesIn = _communes.SelectMany(commune => commune.Parents.Select(parent => (parent.Value, Commune: commune))).ToLookup(pair => pair.Value, pair => pair.Commune);
    }

    /// <summary>The widest first, so that a reader meets parents before what they hold.</summary>
    public IEnumerable<Perimeter> Perimeters() =>
        new[] { Sum(PerimeterCode.France, PerimeterKind.Country, "France", []) }
        .Concat(_code.Regions.Select(region => Sum(new($"REG-{region.Code}"), PerimeterKind.Region, region.Nom, [PerimeterCode.France])))
        .Concat(_code.Departements.Select(departement => Sum(new($"DEP-{departement.Code}"), PerimeterKind.Departement, departement.Nom, [new($"REG-{departement.Region}"), PerimeterCode.France])))
        .Concat(_code.Epcis.Concat(_code.Epts).OrderBy(epci => epci.Code, StringComparer.Ordinal).Select(Epci))
        .Concat(_communes);

    public IEnumerable<CommunePart> Parts()
    {
        var named = _code.Communes.Where(commune => commune.Type != OfficialCode.Current).ToDictionary(commune => commune.Code, StringComparer.Ordinal);
        var parts = named.Values.Select(part => new CommunePart(
            new($"COM-{part.Code}"),
            part.Nom,
            KindOf(part.Type),
            new($"COM-{part.ChefLieu ?? part.Holder}"),
            part.Population,
            part.Type == Arrondissement ? _contours.GetValueOrDefault(part.Code)?.Centre : null,
            [.. part.CodesPostaux ?? []],
            part.Type == Arrondissement ? Hectares(_contours.GetValueOrDefault(part.Code)?.AreaHectares ?? 0) : 0));
        var merged = _code.Communes
            .SelectMany(commune => (commune.AnciensCodes ?? []).Select(old => (Old: old, Commune: commune.Code)))
            .Where(pair => !named.ContainsKey(pair.Old))
            .Select(pair => new CommunePart(new($"COM-{pair.Old}"), _contours.GetValueOrDefault(pair.Old)?.Name ?? string.Empty, CommunePartKind.Merged, new($"COM-{pair.Commune}"), 0, null, []));
        return parts.Concat(merged).OrderBy(part => part.Code.Value, StringComparer.Ordinal);
    }

    private static CommunePartKind KindOf(string type) => type switch
    {
        "commune-deleguee" => CommunePartKind.Delegated,
        "commune-associee" => CommunePartKind.Associated,
        Arrondissement => CommunePartKind.MunicipalArrondissement,
        _ => throw new InvalidDataException($"The package knows a type of commune that this tool does not: {type}."),
    };

    /// <summary>
    /// The contours are older than the code: to that of a commune come those of the communes that merged into it since. A
    /// commune that was split since then keeps the area it had; the new ones have none.
    /// </summary>
    private int Area(OfficialCode.Commune commune, HashSet<string> today) => Hectares(
        (commune.AnciensCodes ?? []).Where(code => !today.Contains(code)).Append(commune.Code).Sum(code => _contours.GetValueOrDefault(code)?.AreaHectares ?? 0));

    private static int Hectares(double area) => area == 0 ? 0 : Math.Max(1, (int)Math.Round(area));

    /// <summary>An EPCI that crosses a border lies in neither side's département, nor region.</summary>
    private Perimeter Epci(OfficialCode.Epci epci)
    {
        var code = $"EPCI-{epci.Code}";
        var communes = _communesIn[code].ToList();
        var parents = communes[0].Parents.Where(parent =>
            TerritoryTable.KindOf(parent.Value) > PerimeterKind.Epci && communes.All(commune => commune.Parents.Contains(parent)));
        return Sum(new(code), PerimeterKind.Epci, epci.Nom, [.. parents]) is var sum && epci.PopulationMunicipale > 0 ? sum with { Population = epci.PopulationMunicipale } : sum;
    }

    /// <summary>A territory with what its communes add up to; its centre is not known.</summary>
    private Perimeter Sum(PerimeterCode code, PerimeterKind kind, string name, ImmutableArray<PerimeterCode> parents) => new(
        code,
        kind,
        name,
        parents,
        _communesIn[code.Value].Sum(commune => commune.Population),
        null,
        [],
        _communesIn[code.Value].Sum(commune => commune.AreaHectares));
}
