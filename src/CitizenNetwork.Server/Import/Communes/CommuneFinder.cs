using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Import.Communes;

/// <summary>Finds communes in the table of territories. Never guesses between two: the row is told the candidates.</summary>
internal sealed class CommuneFinder
{
    /// <summary>Letters in which a name may differ and still be a misspelling.</summary>
    private const int MaxMisspelling = 2;

    /// <summary>Characters of a name that are compared.</summary>
    private const int MaxNameLength = 100;

    private readonly TerritoryTable _table;
    private readonly ImmutableArray<Perimeter> _communes;
    private readonly FrozenDictionary<string, ImmutableArray<Perimeter>> _byName;
    private readonly FrozenDictionary<string, ImmutableArray<Perimeter>> _byPostCode;

    public CommuneFinder(TerritoryTable table)
    {
        _table = table;
        _communes = [.. table.All.Where(perimeter => perimeter.Kind == PerimeterKind.Commune).OrderBy(perimeter => perimeter.Code.Value, StringComparer.Ordinal)];
        var parts = table.Parts.Select(part => (part.Name, part.PostCodes, Commune: table.Find(part.Commune)!)).ToList();
        _byName = Grouped([.. _communes.Select(commune => (Folded(commune.Name), commune)), .. parts.Select(part => (Folded(part.Name), part.Commune))]);
        _byPostCode = Grouped([.. _communes.SelectMany(commune => commune.PostCodes.Select(code => (code, commune))), .. parts.SelectMany(part => part.PostCodes.Select(code => (code, part.Commune)))]);
    }

    private static FrozenDictionary<string, ImmutableArray<Perimeter>> Grouped(IEnumerable<(string Key, Perimeter Commune)> pairs) => pairs
        .GroupBy(pair => pair.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Commune).Distinct().ToImmutableArray(), StringComparer.Ordinal);

    public CommuneAnswer Find(CommuneHints hints)
    {
        if (hints.Code.Length > 0 && ByCode(hints.Code) is { } known)
        {
            return new CommuneAnswer(known, CommuneEvidence.Certain, []);
        }

        var postCode = PostCode(hints.PostCode);
        // A code that is not known still says its département: a namesake elsewhere is another commune.
        var answer = ByName(Folded(hints.Name), postCode.Length > 0 ? postCode : DepartementOf(hints.Code), hints.Point);
        return hints.Code.Length > 0 && answer.Commune is not null ? answer with { Evidence = CommuneEvidence.OtherCode } : answer;
    }

    /// <summary>A commune by its code, with or without prefix, or null.</summary>
    public Perimeter? ByCode(string code)
    {
        var bare = code.StartsWith("COM-", StringComparison.Ordinal) ? code[4..] : code.Trim().ToUpperInvariant();
        bare = bare.Length == 4 && bare.All(char.IsAsciiDigit) ? $"0{bare}" : bare;
        return _table.Find(new PerimeterCode($"COM-{Whole(bare)}")) is { Kind: PerimeterKind.Commune } commune ? commune : null;
    }

    /// <summary>The commune with most inhabitants of a territory, or null.</summary>
    public Perimeter? MainCommune(string perimeter) => ByCode(perimeter) ?? (perimeter.StartsWith("COM-", StringComparison.Ordinal)
        ? null
        : _communes.Where(commune => commune.Parents.Contains(new PerimeterCode(perimeter))).MaxBy(commune => commune.Population));

    /// <summary>Whether the centre of any commune lies at most so far from a point.</summary>
    public bool IsNearAny(GeoPoint point, double metres) => _table.Near(point, metres).Count > 0;

    private CommuneAnswer ByName(string name, string postCode, GeoPoint? point)
    {
        var here = postCode.Length > 0 ? _byPostCode.GetValueOrDefault(postCode, []) : [];
        var named = name.Length > 0 ? _byName.GetValueOrDefault(name, []) : [];
        var within = postCode.Length > 0 ? named.Where(commune => here.Contains(commune)).DefaultIfNone(named.Where(commune => InDepartement(commune, postCode))) : named;
        if (within.Length == 1)
        {
            return new CommuneAnswer(within[0], CommuneEvidence.Certain, []);
        }

        if (within.Length > 1)
        {
            return new CommuneAnswer(Nearest(within, point), CommuneEvidence.Certain, within);
        }

        if (here.Length == 1 && name.Length == 0)
        {
            return new CommuneAnswer(here[0], CommuneEvidence.Certain, []);
        }

        var close = name.Length < 4 ? [] : here.DefaultIfNone(postCode.Length > 0 ? _communes.Where(commune => InDepartement(commune, postCode)) : [])
            .Where(commune => EditDistance.Between(name, Folded(commune.Name)) <= MaxMisspelling).ToImmutableArray();
        if (close.Length == 1)
        {
            return new CommuneAnswer(close[0], CommuneEvidence.Spelling, []);
        }

        return here.Length == 1 ? new CommuneAnswer(here[0], CommuneEvidence.PostCode, []) : new CommuneAnswer(null, CommuneEvidence.Certain, here.Length > 0 ? here : close);
    }

    /// <summary>The commune whose centre is by far the nearest to the point; null when two are about as near.</summary>
    private static Perimeter? Nearest(ImmutableArray<Perimeter> candidates, GeoPoint? point)
    {
        var distances = candidates.Where(candidate => point is not null && candidate.Centre is not null)
            .Select(candidate => (candidate, Metres: candidate.Centre!.Value.DistanceTo(point!.Value))).OrderBy(pair => pair.Metres).ToList();
        return distances.Count == candidates.Length && distances.Count > 1 && distances[0].Metres * 3 < distances[1].Metres ? distances[0].candidate : null;
    }

    private static bool InDepartement(Perimeter commune, string postCode)
    {
        var code = commune.Code.Bare();
        var departement = code.StartsWith("97", StringComparison.Ordinal) || code.StartsWith("98", StringComparison.Ordinal) ? code[..3] : code.StartsWith("2A", StringComparison.Ordinal) || code.StartsWith("2B", StringComparison.Ordinal) ? "20" : code[..2];
        return postCode.StartsWith(departement, StringComparison.Ordinal);
    }

    /// <summary>Beginning of the post codes of the département in a code; empty without a code.</summary>
    private static string DepartementOf(string code)
    {
        var bare = code.Trim().ToUpperInvariant().PadLeft(5, '0');
        return code.Length == 0 ? string.Empty : bare.StartsWith("2A", StringComparison.Ordinal) || bare.StartsWith("2B", StringComparison.Ordinal) ? "20" : bare.StartsWith("97", StringComparison.Ordinal) ? bare[..3] : bare[..2];
    }

    /// <summary>Five digits of a post code, CEDEX and the like left out; a lost leading zero is put back.</summary>
    private static string PostCode(string text)
    {
        var digits = string.Concat(text.Trim().TakeWhile(character => char.IsAsciiDigit(character) || character == ' ').Where(char.IsAsciiDigit));
        return digits.Length == 4 ? $"0{digits}" : digits.Length == 5 ? digits : string.Empty;
    }

    /// <summary>Arrondissements of Paris, Lyon and Marseille are parts of one commune.</summary>
    private static string Whole(string code) => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number switch
    {
        >= 75_101 and <= 75_120 => "75056",
        >= 69_381 and <= 69_389 => "69123",
        >= 13_201 and <= 13_216 => "13055",
        _ => code,
    }
    : code;

    /// <summary>Words of a name without accents, signs, CEDEX, numbers and what stands in brackets; "st" is written out, an article at the beginning left out.</summary>
    private static string Folded(string name)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        var text = TextFolding.Fold(bracket > 0 ? name[..bracket] : name);
        StringBuilder words = new();
        foreach (var character in text.Length > MaxNameLength ? text[..MaxNameLength] : text)
        {
            words.Append(char.IsLetter(character) ? character : ' ');
        }

        var kept = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != "cedex").Select(word => word switch { "st" => "saint", "ste" => "sainte", "s" => "sur", _ => word }).ToList();
        if (kept.Count > 1 && kept[0] is "le" or "la" or "les" or "l")
        {
            kept.RemoveAt(0);
        }

        return string.Join(' ', kept);
    }
}

/// <summary>Small help for the choice of candidates.</summary>
file static class Candidates
{
    public static ImmutableArray<Perimeter> DefaultIfNone(this IEnumerable<Perimeter> candidates, IEnumerable<Perimeter> others) =>
        candidates.ToImmutableArray() is { Length: > 0 } found ? found : [.. others];
}
