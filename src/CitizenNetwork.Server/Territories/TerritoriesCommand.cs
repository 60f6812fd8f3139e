using System.CommandLine;
using System.IO.Compression;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Reference;

namespace CitizenNetwork.Server.Territories;

/// <summary>
/// <c>territories</c>: makes the territory table from the official code (npm package @etalab/decoupage-administratif), a
/// file of centres and a folder of contours. Its text form is that of <see cref="TerritoryText"/>, compressed by Brotli; the
/// same sources make the same bytes.
/// </summary>
internal static class TerritoriesCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> package = new("--package") { Description = "Folder of the package, the one that holds data/communes.json.", Required = true };
        Option<FileInfo> centres = new("--centres") { Description = "CSV with the columns code_insee, latitude, longitude (degrees, WGS84); empty: not known.", Required = true };
        Option<DirectoryInfo> contours = new("--contours") { Description = "Folder of GeoJSON files of communes with the properties code and nom (WGS84).", Required = true };
        Option<FileInfo> output = new("--output") { Description = $"The table to write, by its name in the product {ReferenceData.TerritoriesFile}.", Required = true };
        Command command = new("territories", "Makes the territory table from the official code, a file of centres and contours.") { package, centres, contours, output };
        command.SetAction(parsed => Make(
            parsed.GetRequiredValue(package).FullName,
            parsed.GetRequiredValue(centres).FullName,
            parsed.GetRequiredValue(contours).FullName,
            parsed.GetRequiredValue(output).FullName));
        return command;
    }

    private static void Make(string package, string centres, string contours, string output)
    {
        TableMaker maker = new(new OfficialCode(package), CentresFile.Read(centres), Contours.Read(contours));
        using BrotliStream stream = new(File.Create(output), CompressionLevel.SmallestSize);
        using StreamWriter writer = new(stream) { NewLine = "\n" };
        writer.WriteLine("# Territories of the official code (INSEE COG, Banatic, La Poste; Licence Ouverte 2.0), made by `CitizenNetwork.Server territories`; do not edit.");
        writer.WriteLine("# code\tname\tparents\tpopulation\tlatitude\tlongitude\tpost codes\tarea in hectares\tpart");
        foreach (var perimeter in maker.Perimeters())
        {
            writer.WriteLine(TerritoryText.Line(perimeter));
        }

        foreach (var part in maker.Parts())
        {
            writer.WriteLine(TerritoryText.Line(part));
        }
    }
}
