using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CitizenNetwork.Domain.Refusals;
using ExcelDataReader;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>Rows of one sheet of an XLSX file; dates become YYYY-MM-DD, whole numbers lose their decimals.</summary>
internal static class XlsxRows
{
    /// <summary>The library asks for Windows-1252, which the platform has but does not offer by itself.</summary>
    static XlsxRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static async IAsyncEnumerable<Row> ReadAsync(Stream file, string sheet, int headerLine, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await ZipGuard.CheckAsync(file, cancellation);
        using var reader = Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true }), 0);
        if (sheet.Length > 0)
        {
            while (!string.Equals(reader.Name, sheet, StringComparison.OrdinalIgnoreCase))
            {
                if (!Guarded(reader.NextResult, 0))
                {
                    throw new FileProblemException(ImportReason.NoSuchPath, 0, Datum.Text(sheet));
                }
            }
        }

        // Asked before a row is read: a cell reference far to the right makes every row as long.
        CheckWidth(reader, 0);
        var line = 0L;
        string[]? headers = null;
        for (long number = 1; Guarded(reader.Read, line);)
        {
            cancellation.ThrowIfCancellationRequested();
            line++;
            if (line > ImportLimits.MaxRows + headerLine + 1)
            {
                // Rows that a sheet leaves out are read as empty ones: they take time too.
                throw new FileProblemException(ImportReason.TooManyRows, line, Datum.Number(ImportLimits.MaxRows));
            }

            if (line <= headerLine)
            {
                continue;
            }

            var cells = Cells(reader, line);
            if (headers is null)
            {
                headers = CsvRows.Headers(cells, facts, line);
            }
            else if (Array.Exists(cells, cell => cell.Length > 0))
            {
                yield return CsvRows.ToRow(number++, line, Padded(cells, headers.Length), headers);
            }
        }
    }

    /// <summary>A spreadsheet leaves out empty cells at the end of a row: no value can slip under a wrong header.</summary>
    private static string[] Padded(string[] cells, int count)
    {
        var filled = cells.Length;
        while (filled > count && cells[filled - 1].Length == 0)
        {
            filled--;
        }

        return [.. cells[..filled], .. Enumerable.Repeat(string.Empty, Math.Max(0, count - filled))];
    }

    private static string[] Cells(IExcelDataReader reader, long line)
    {
        CheckWidth(reader, line);
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Text(reader.GetValue(i));
            if (cells[i].Length > ImportLimits.MaxCellLength)
            {
                throw new FileProblemException(ImportReason.CellTooLong, line, Datum.Number(ImportLimits.MaxCellLength));
            }
        }

        return cells;
    }

    private static void CheckWidth(IExcelDataReader reader, long line)
    {
        if (Guarded(() => reader.FieldCount, line) > ImportLimits.MaxColumns)
        {
            throw new FileProblemException(ImportReason.TooManyColumns, line, Datum.Number(ImportLimits.MaxColumns));
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>The library tells a damaged file by whatever exception its parsing met: all of them mean the same here.</summary>
    private static T Guarded<T>(Func<T> read, long line)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (FileProblemException or OutOfMemoryException or OperationCanceledException))
        {
            throw new FileProblemException(ImportReason.FileCorrupt, line, Datum.Text(exception.Message));
        }
    }
}
