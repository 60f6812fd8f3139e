using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Territories;

/// <summary>
/// <c>territories</c>: makes the territory table from the official code (npm package @etalab/decoupage-administratif) and
/// a file of centres. The table's form is read by <see cref="TerritoryTable.Parse"/>.
/// </summary>
internal static class TerritoriesCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        Option<DirectoryInfo> package = new("--package") { Description = "Folder of the package, the one that holds data/communes.json.", Required = true };
        Option<FileInfo> centres = new("--centres") { Description = "CSV with the columns code_insee, latitude, longitude (degrees, WGS84); empty: not known.", Required = true };
        Option<string[]> departements = new("--departements") { Description = "Only the communes of these départements. None: all.", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo> output = new("--output") { Description = "The table to write.", Required = true };
        Command command = new("territories", "Makes the territory table from the official code and a file of centres.") { package, centres, departements, output };
        command.SetAction(parsed => Make(
            parsed.GetRequiredValue(package).FullName,
            parsed.GetRequiredValue(centres).FullName,
            [.. parsed.GetValue(departements) ?? []],
            parsed.GetRequiredValue(output).FullName));
        return command;
    }

    private static void Make(string package, string centresFile, HashSet<string> departements, string output)
    {
        var centres = ReadCentres(centresFile);
        var all = Read<Commune>(package, "communes").Where(commune => commune.Type == "commune-actuelle").ToList();
        var departementOf = all.ToDictionary(commune => commune.Code, commune => commune.Departement);
        var regionOf = all.ToDictionary(commune => commune.Code, commune => commune.Region);
        var communes = all
            .Where(commune => commune.Departement is not null && (departements.Count == 0 || departements.Contains(commune.Departement)))
            .OrderBy(commune => commune.Code, StringComparer.Ordinal)
            .ToList();
        var epcis = Read<Epci>(package, "epci");
        var epciOf = epcis.SelectMany(epci => epci.Membres.Select(member => (member.Code, Epci: epci))).ToDictionary(pair => pair.Code, pair => pair.Epci);
        var known = communes.Select(commune => commune.Code).ToHashSet();
        var kept = communes.Select(commune => commune.Departement!).ToHashSet();
        var keptRegions = communes.Select(commune => commune.Region!).ToHashSet();

        using StreamWriter writer = new(output) { NewLine = "\n" };
        writer.WriteLine("# Territories of the official code (INSEE COG and Banatic, Licence Ouverte 2.0), made by `CitizenNetwork.Server territories`; do not edit.");
        writer.WriteLine("# code\tname\tparents\tpopulation\tlatitude\tlongitude\tpost codes");
        Line(writer, PerimeterCode.France.Value, "France", [], 0, null, []);
        foreach (var region in Read<Region>(package, "regions").Where(region => keptRegions.Contains(region.Code)))
        {
            Line(writer, $"REG-{region.Code}", region.Nom, [PerimeterCode.France.Value], 0, null, []);
        }

        foreach (var departement in Read<Departement>(package, "departements").Where(departement => kept.Contains(departement.Code)))
        {
            Line(writer, $"DEP-{departement.Code}", departement.Nom, [$"REG-{departement.Region}", PerimeterCode.France.Value], 0, null, []);
        }

        foreach (var epci in epcis.Where(epci => epci.Membres.Any(member => known.Contains(member.Code))).OrderBy(epci => epci.Code, StringComparer.Ordinal))
        {
            // An EPCI that crosses a border lies in neither side's département, nor region.
            List<string> parents = [];
            if (epci.Membres.Select(member => departementOf.GetValueOrDefault(member.Code)).Distinct().ToList() is [{ } departement])
            {
                parents.Add($"DEP-{departement}");
            }

            if (epci.Membres.Select(member => regionOf.GetValueOrDefault(member.Code)).Distinct().ToList() is [{ } region])
            {
                parents.Add($"REG-{region}");
            }

            Line(writer, $"EPCI-{epci.Code}", epci.Nom, [.. parents, PerimeterCode.France.Value], epci.PopulationMunicipale, null, []);
        }

        foreach (var commune in communes)
        {
            List<string> parents = epciOf.TryGetValue(commune.Code, out var epci) ? [$"EPCI-{epci.Code}"] : [];
            parents.AddRange([$"DEP-{commune.Departement}", $"REG-{commune.Region}", PerimeterCode.France.Value]);
            Line(writer, $"COM-{commune.Code}", commune.Nom, parents, commune.Population, centres.TryGetValue(commune.Code, out var centre) ? centre : null, commune.CodesPostaux ?? []);
        }
    }

    private static void Line(StreamWriter writer, string code, string name, IEnumerable<string> parents, int population, GeoPoint? centre, IEnumerable<string> postCodes) =>
        writer.WriteLine(string.Join(
            '\t',
            code,
            name,
            string.Join('|', parents),
            population == 0 ? string.Empty : population.ToString(CultureInfo.InvariantCulture),
            centre?.Latitude.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty,
            centre?.Longitude.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty,
            string.Join('|', postCodes)));

    private static Dictionary<string, GeoPoint> ReadCentres(string path)
    {
        Dictionary<string, GeoPoint> centres = new(StringComparer.Ordinal);
        var lines = File.ReadLines(path).Select(line => line.Split(',')).ToList();
        var (code, latitude, longitude) = (Column("code_insee"), Column("latitude"), Column("longitude"));
        foreach (var line in lines.Skip(1))
        {
            // A quoted value would shift the columns: this file holds codes, names and numbers only.
            if (line.Length != lines[0].Length)
            {
                throw new InvalidDataException($"A line of the file of centres has {line.Length} columns instead of {lines[0].Length}: {string.Join(',', line)}");
            }

            if (line[latitude].Length > 0)
            {
                centres[line[code]] = new GeoPoint(double.Parse(line[latitude], CultureInfo.InvariantCulture), double.Parse(line[longitude], CultureInfo.InvariantCulture));
            }
        }

        return centres;

        int Column(string name) => Array.IndexOf(lines[0], name) is var found and >= 0 ? found : throw new InvalidDataException($"The file of centres has no column {name}.");
    }

    private static List<T> Read<T>(string package, string name)
    {
        using var stream = File.OpenRead(Path.Combine(package, "data", $"{name}.json"));
        return JsonSerializer.Deserialize<List<T>>(stream, s_json) ?? throw new InvalidDataException($"{name}.json is empty.");
    }

    private sealed record Commune(string Code, string Nom, string Type, string? Departement, string? Region, int Population, List<string>? CodesPostaux);

    private sealed record Epci(string Code, string Nom, int PopulationMunicipale, List<Member> Membres);

    private sealed record Member(string Code);

    private sealed record Departement(string Code, string Nom, string Region);

    private sealed record Region(string Code, string Nom);
}
