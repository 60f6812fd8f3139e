using System.Globalization;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Territories;

/// <summary>The file of centres: CSV with the columns code_insee, latitude and longitude.</summary>
internal static class CentresFile
{
    /// <summary>The centre of each commune that has one.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a line has more or fewer than the first.</exception>
    public static Dictionary<string, GeoPoint> Read(string path)
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
}
