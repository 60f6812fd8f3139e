using System.Globalization;
using System.Runtime.CompilerServices;
using CitizenNetwork.Domain.Refusals;
using CsvHelper;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>How a mapping says that a text file with separators is read; empty: found out.</summary>
/// <param name="Separator">Separator, or null.</param>
/// <param name="HeaderLine">Rows before the one with the headers, which tables that were printed have.</param>
/// <param name="Columns">Headers that replace those of the file; empty: those of the file.</param>
internal sealed record CsvShape(char? Separator, int HeaderLine, IReadOnlyList<string> Columns);

/// <summary>Rows of a CSV file. Quotes follow RFC 4180; what does not is read as it stands.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<Row> ReadAsync(Stream file, CsvShape shape, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = TextEncoding.Reader(file, facts.Encoding);
        var separator = shape.Separator ?? await DetectAsync(file, facts, cancellation);
        facts.Separator = separator == '\t' ? "\\t" : separator.ToString();
        await foreach (var row in ReadAsync(reader, separator, shape, facts, cancellation))
        {
            yield return row;
        }
    }

    /// <summary>Rows of a text with a known separator; <paramref name="firstLine"/> is the line at which it begins in its file.</summary>
    internal static async IAsyncEnumerable<Row> ReadAsync(TextReader reader, char separator, CsvShape shape, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation, long firstLine = 1)
    {
        await using var parser = CsvReader.Create(
            reader,
            new CsvReaderOptions { Separator = separator, HasHeader = false, MaxRecordSize = ImportLimits.MaxElementBytes, TrackLineNumbers = true, IncludeValuesInExceptions = false },
            leaveOpen: true);
        for (var skipped = 0; skipped < shape.HeaderLine; skipped++)
        {
            await NextAsync(parser, firstLine, cancellation);
        }

        string[] headers = [.. shape.Columns];
        if (await NextAsync(parser, firstLine, cancellation) is { } first && headers.Length == 0)
        {
            headers = Headers(first, facts, firstLine + parser.LineNumber - 1);
        }

        foreach (var header in shape.Columns)
        {
            facts.Columns.Add(header, firstLine);
        }

        for (long number = 1; await NextAsync(parser, firstLine, cancellation) is { } record; number++)
        {
            yield return ToRow(number, firstLine + parser.LineNumber - 1, record, headers);
        }
    }

    /// <summary>Headers without blanks around them; one that stands twice or is empty is numbered.</summary>
    internal static string[] Headers(IReadOnlyList<string?> record, FileFacts facts, long line)
    {
        var headers = new string[record.Count];
        for (var i = 0; i < headers.Length; i++)
        {
            var header = string.Join(' ', (record[i] ?? string.Empty).Split([' ', '\t', '\r', '\n', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
            if (header.Length > ImportLimits.MaxHeaderLength)
            {
                throw new FileProblemException(ImportReason.CellTooLong, line, Datum.Number(ImportLimits.MaxHeaderLength));
            }

            header = header.Length == 0 ? $"#{(i + 1).ToString(CultureInfo.InvariantCulture)}" : header;
            headers[i] = facts.Columns.InOrder.Contains(header, StringComparer.OrdinalIgnoreCase) ? $"{header} #{(i + 1).ToString(CultureInfo.InvariantCulture)}" : header;
            facts.Columns.Add(headers[i], line);
        }

        return headers;
    }

    /// <summary>Fewer or more cells than headers would put values under wrong headers: such a row is refused.</summary>
    internal static Row ToRow(long number, long line, IReadOnlyList<string?> record, string[] headers)
    {
        var filled = record.Count;
        while (filled > headers.Length && string.IsNullOrWhiteSpace(record[filled - 1]))
        {
            filled--;
        }

        Dictionary<string, string> cells = new(headers.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Math.Min(filled, headers.Length); i++)
        {
            if (!string.IsNullOrWhiteSpace(record[i]))
            {
                cells[headers[i]] = record[i]!;
            }
        }

        return new Row(number, line, cells, filled == headers.Length ? null : Problem.Of(
            ImportReason.WrongCellCount, string.Empty, string.Empty, string.Empty, Datum.Number(headers.Length), Datum.Number(filled)));
    }

    private static async Task<char> DetectAsync(Stream file, FileFacts facts, CancellationToken cancellation)
    {
        using var beginning = TextEncoding.Reader(file, facts.Encoding);
        var separator = await Separators.DetectAsync(beginning, cancellation);
        file.Position = 0;
        return separator;
    }

    /// <summary>Cells of the next record, or null at the end.</summary>
    private static async Task<string[]?> NextAsync(CsvReader parser, long firstLine, CancellationToken cancellation)
    {
        try
        {
            if (!await parser.ReadAsync(cancellation))
            {
                return null;
            }
        }
        catch (CsvFormatException)
        {
            throw TooLong(firstLine + parser.LineNumber - 1);
        }

        var line = firstLine + parser.LineNumber - 1;
        if (parser.FieldCount > ImportLimits.MaxColumns)
        {
            throw new FileProblemException(ImportReason.TooManyColumns, line, Datum.Number(ImportLimits.MaxColumns));
        }

        var cells = new string[parser.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = parser.GetString(i);
            if (cells[i].Length > ImportLimits.MaxCellLength)
            {
                throw TooLong(line);
            }
        }

        return cells;
    }

    /// <summary>A quote that is not closed swallows what follows it: this is where that ends.</summary>
    private static FileProblemException TooLong(long line) => new(ImportReason.CellTooLong, line, Datum.Number(ImportLimits.MaxCellLength));
}
