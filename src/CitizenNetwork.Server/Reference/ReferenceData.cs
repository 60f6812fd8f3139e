using System.Collections.Immutable;
using System.Text.Json;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Server.Texts;

namespace CitizenNetwork.Server.Reference;

/// <summary>The reference files beside the program, read at start.</summary>
internal static class ReferenceData
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads themes and territories, and registers them with the sentences that show them.</summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed.</exception>
    public static IServiceCollection AddReferenceData(this IServiceCollection services)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Reference");
        var labels = Read(Path.Combine(folder, "themes.json"), stream => JsonSerializer.Deserialize<ImmutableArray<ThemeLabel>>(stream, s_json));
        var territories = Read(Path.Combine(folder, "territories.tsv"), stream => TerritoryTable.Parse(new StreamReader(stream)));
        ThemeList themes = new([.. labels.Select(label => new Theme(label.Code, label.Fr, label.En, label.Words))]);
        return services
            .AddSingleton(territories)
            .AddSingleton(themes)
            .AddSingleton(new Domain.Reference(territories, themes))
            .AddSingleton(new Sentences(territories, themes));
    }

    private static T Read<T>(string path, Func<Stream, T> parse)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return parse(stream);
        }
        catch (Exception exception) when (exception is IOException or JsonException or FormatException)
        {
            throw new InvalidDataException($"The reference file {Path.GetFileName(path)} cannot be read: {exception.Message}", exception);
        }
    }

    private sealed record ThemeLabel(string Code, string Fr, string En, string Words);
}
