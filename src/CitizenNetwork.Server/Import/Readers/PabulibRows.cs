using System.Runtime.CompilerServices;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>
/// Projects of a participatory budget in the Pabulib format (http://pabulib.org/format): the lines between the words
/// PROJECTS and VOTES, each with the keys of the META part as columns <c>meta.unit</c> and so on. Votes are not read.
/// </summary>
internal static class PabulibRows
{
    public static async IAsyncEnumerable<Row> ReadAsync(Stream file, CsvShape shape, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = TextEncoding.Reader(file, facts.Encoding);
        facts.Separator = ";";
        Dictionary<string, string> meta = new(StringComparer.OrdinalIgnoreCase);
        var line = 0L;
        var isFound = false;
        while (!isFound && await reader.ReadLineAsync(cancellation) is { } text)
        {
            line++;
            var cut = text.IndexOf(';', StringComparison.Ordinal);
            if (string.Equals(text.Trim(), "PROJECTS", StringComparison.Ordinal))
            {
                isFound = true;
            }
            else if (cut > 0 && line > 2)
            {
                var name = $"meta.{text[..cut].Trim()}";
                facts.Columns.Add(name, line);
                meta[name] = text[(cut + 1)..];
            }
        }

        if (!isFound)
        {
            throw new FileProblemException(ImportReason.NoSuchPath, line, Datum.Text("PROJECTS"));
        }

        await foreach (var row in CsvRows.ReadAsync(reader, ';', shape, facts, cancellation, line + 1))
        {
            if (row.Problem is not null && row.Cells.Values.Contains("VOTES", StringComparer.Ordinal))
            {
                yield break;
            }

            yield return row with { Cells = new Dictionary<string, string>(meta.Concat(row.Cells), StringComparer.OrdinalIgnoreCase) };
        }
    }
}
