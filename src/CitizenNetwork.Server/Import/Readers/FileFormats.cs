using System.Runtime.CompilerServices;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>Formats of files, and the reader of each.</summary>
internal static class FileFormats
{
    public const string Csv = "csv";
    public const string Json = "json";
    public const string GeoJson = "geojson";
    public const string Xlsx = "xlsx";
    public const string Pabulib = "pabulib";

    private const int LookedAtBytes = 4_096;

    public static IReadOnlyList<string> All { get; } = [Csv, Json, GeoJson, Xlsx, Pabulib];

    /// <summary>The format that a file's first bytes show, else its name, else CSV.</summary>
    public static async Task<string> DetectAsync(Stream file, string fileName, CancellationToken cancellation)
    {
        var bytes = new byte[LookedAtBytes];
        file.Position = 0;
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        var beginning = System.Text.Encoding.Latin1.GetString(bytes, 0, count).TrimStart('ï', '»', '¿', ' ', '\t', '\r', '\n');
        if (beginning.StartsWith("PK", StringComparison.Ordinal) || fileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
        {
            return Xlsx;
        }

        if (beginning.StartsWith("META", StringComparison.Ordinal) || fileName.EndsWith(".pb", StringComparison.OrdinalIgnoreCase))
        {
            return Pabulib;
        }

        if (beginning.StartsWith('{') || beginning.StartsWith('[') || fileName.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            return fileName.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase) || beginning.Contains("\"FeatureCollection\"", StringComparison.Ordinal) ? GeoJson : Json;
        }

        return Csv;
    }

    /// <summary>Rows of a file; <paramref name="facts"/> are filled on the way.</summary>
    /// <exception cref="FileProblemException">The file cannot be read, or not further.</exception>
    public static async IAsyncEnumerable<Row> ReadAsync(Stream file, FileShape shape, string fileName, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (file.Length == 0)
        {
            throw new FileProblemException(ImportReason.FileEmpty, 0);
        }

        facts.Format = shape.Format.Length > 0 ? shape.Format : await DetectAsync(file, fileName, cancellation);
        if (facts.Format != Xlsx)
        {
            facts.Encoding = shape.Encoding.Length > 0 ? shape.Encoding : await TextEncoding.DetectAsync(file, cancellation);
        }

        CsvShape csv = new(shape.Separator, shape.HeaderLine, shape.Columns);
        var rows = facts.Format switch
        {
            Csv => CsvRows.ReadAsync(file, csv, facts, cancellation),
            Pabulib => PabulibRows.ReadAsync(file, csv, facts, cancellation),
            Xlsx => XlsxRows.ReadAsync(file, shape.Path, shape.HeaderLine, facts, cancellation),
            _ => JsonRows.ReadAsync(file, shape.Path, facts, cancellation),
        };
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            yield return row.Number <= ImportLimits.MaxRows ? row : throw new FileProblemException(ImportReason.TooManyRows, row.Line, Datum.Number(ImportLimits.MaxRows));
        }
    }
}

/// <summary>What a mapping says about its file; everything empty is found out.</summary>
/// <param name="Format">One of <see cref="FileFormats.All"/>.</param>
/// <param name="Encoding">utf-8 or windows-1252.</param>
/// <param name="Separator">Separator of a CSV file.</param>
/// <param name="Path">Names that lead to the list of a JSON file, joined by dots, or the name of a sheet.</param>
/// <param name="HeaderLine">Lines before the one with the headers.</param>
/// <param name="Columns">Headers that replace those of the file.</param>
internal sealed record FileShape(string Format, string Encoding, char? Separator, string Path, int HeaderLine, IReadOnlyList<string> Columns)
{
    public static FileShape Unknown { get; } = new(string.Empty, string.Empty, null, string.Empty, 0, []);
}
