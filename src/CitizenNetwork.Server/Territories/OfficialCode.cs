using System.Text.Json;

namespace CitizenNetwork.Server.Territories;

/// <summary>The files of the package @etalab/decoupage-administratif, as it names their fields.</summary>
/// <param name="folder">The folder that holds <c>data/communes.json</c>.</param>
internal sealed class OfficialCode(string folder)
{
    /// <summary>Value of <see cref="Commune.Type"/> for a commune of today.</summary>
    public const string Current = "commune-actuelle";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Communes of today, and what was one or is a part of one.</summary>
    public IReadOnlyList<Commune> Communes { get; } = Read<Commune>(folder, "communes");

    /// <summary>EPCI with their own taxes.</summary>
    public IReadOnlyList<Epci> Epcis { get; } = Read<Epci>(folder, "epci");

    /// <summary>Établissements publics territoriaux, inside the Métropole du Grand Paris.</summary>
    public IReadOnlyList<Epci> Epts { get; } = Read<Epci>(folder, "ept");

    public IReadOnlyList<Departement> Departements { get; } = Read<Departement>(folder, "departements");

    public IReadOnlyList<Region> Regions { get; } = Read<Region>(folder, "regions");

    private static List<T> Read<T>(string folder, string name)
    {
        using var stream = File.OpenRead(Path.Combine(folder, "data", $"{name}.json"));
        return JsonSerializer.Deserialize<List<T>>(stream, s_json) ?? throw new InvalidDataException($"{name}.json is empty.");
    }

    /// <summary>
    /// A commune or a part of one. The commune of today is named by <c>ChefLieu</c> for an old or associated commune, by
    /// <c>Holder</c> for a municipal arrondissement; <c>AnciensCodes</c> merged into it.
    /// </summary>
    internal sealed record Commune(
        string Code,
        string Nom,
        string Type,
        string Departement,
        string Region,
        int Population,
        List<string>? CodesPostaux,
        string? ChefLieu,
        [property: System.Text.Json.Serialization.JsonPropertyName("commune")] string? Holder,
        List<string>? AnciensCodes);

    internal sealed record Epci(string Code, string Nom, int PopulationMunicipale, List<Member> Membres);

    internal sealed record Member(string Code);

    internal sealed record Departement(string Code, string Nom, string Region);

    internal sealed record Region(string Code, string Nom);
}
