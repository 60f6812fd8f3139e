using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Server.Texts;

namespace CitizenNetwork.Server.Reference;

/// <summary>The reference files beside the program, read at start.</summary>
internal static class ReferenceData
{
    /// <summary>The territory table: text compressed by Brotli, made by the command <c>territories</c>.</summary>
    public const string TerritoriesFile = "territories.tsv.br";

    /// <summary>Bytes read at once.</summary>
    private const int ReadBuffer = 64 * 1024;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Reads themes and territories, and registers them with the sentences that show them. Territories are read beside the
    /// rest of the start: whoever first asks for them waits, and is told when their file cannot be read.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is missing or malformed.</exception>
    public static IServiceCollection AddReferenceData(this IServiceCollection services)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Reference");
        var labels = Read(Path.Combine(folder, "themes.json"), stream => JsonSerializer.Deserialize<ImmutableArray<ThemeLabel>>(stream, s_json));
        Lazy<TerritoryTable> territories = new(() => ReadTerritories(Path.Combine(folder, TerritoriesFile)));
        _ = Task.Run(() => territories.Value);
        ThemeList themes = new([.. labels.Select(label => new Theme(label.Code, label.Fr, label.En, label.Words))]);
        return services
            .AddSingleton(_ => territories.Value)
            .AddSingleton(themes)
            .AddSingleton<Domain.Reference>()
            .AddSingleton<Sentences>();
    }

    /// <summary>Reads the territory table.</summary>
    /// <exception cref="InvalidDataException">The file is missing or malformed.</exception>
    public static TerritoryTable ReadTerritories(string path) => Read(path, stream =>
    {
        using BrotliStream text = new(stream, CompressionMode.Decompress);
        using StreamReader reader = new(text, bufferSize: ReadBuffer);
        return TerritoryTable.Parse(reader);
    });

    private static T Read<T>(string path, Func<Stream, T> parse)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return parse(stream);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or JsonException or FormatException)
        {
            throw new InvalidDataException($"The reference file {Path.GetFileName(path)} cannot be read: {exception.Message}", exception);
        }
    }

    private sealed record ThemeLabel(string Code, string Fr, string En, string Words);
}
