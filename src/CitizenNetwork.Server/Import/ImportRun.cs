using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using CitizenNetwork.Server.Import.Writing;

namespace CitizenNetwork.Server.Import;

/// <summary>
/// One import: rows are read, converted and written batch by batch, so that memory holds one batch whatever the file's size,
/// and told in the order of the file. Every row that is read is either accepted or refused.
/// </summary>
internal sealed class ImportRun(FileMapping mapping, ImportOrder order, ICommunes communes, IRecordSink sink, IImportFollower follower)
{
    private readonly RowConverter _converter = new(mapping, order, communes);

    /// <summary>Lines of the ids seen, by a hash: a million ids take 32 MB at most.</summary>
    private readonly Dictionary<UInt128, long> _seen = [];

    /// <summary>What became of the related actors of this file, by name.</summary>
    private readonly Dictionary<string, SinkAnswer> _related = new(StringComparer.Ordinal);

    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);

    public ImportTally Tally { get; } = new();

    public FileFacts Facts { get; } = new();

    /// <summary>Why the file was not read to its end; null when it was.</summary>
    public FileProblemException? FileProblem { get; private set; }

    public async Task ReadAsync(Stream file, CancellationToken cancellation)
    {
        List<ConvertedRow> batch = new(ImportLimits.BatchRows);
        try
        {
            await foreach (var row in FileFormats.ReadAsync(file, mapping.File, order.FileName, Facts, cancellation))
            {
                HoldBack(row);
                batch.Add(Unique(_converter.Convert(row)));
                if (batch.Count == ImportLimits.BatchRows)
                {
                    await WriteAsync(batch);
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        catch (FileProblemException problem)
        {
            FileProblem = problem;
        }

        await WriteAsync(batch);
    }

    private void HoldBack(Row row)
    {
        foreach (var column in mapping.Contacts.Where(column => row.Text(column).Length > 0))
        {
            Tally.HeldBack.Add(column);
        }
    }

    /// <summary>An id that stands twice would make two rows one record: the second is refused.</summary>
    private ConvertedRow Unique(ConvertedRow row)
    {
        if (row.Record is null)
        {
            return row;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(row.ExternalId));
        var key = new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash, 8));
        return _seen.TryAdd(key, row.Row.Number)
            ? row
            : row with { Record = null, Problems = [Problem.Of(ImportReason.DuplicateId, string.Join(" + ", mapping.Id.Columns), row.ExternalId, string.Empty, Datum.Number(_seen[key]))] };
    }

    private async Task WriteAsync(List<ConvertedRow> batch)
    {
        foreach (var row in batch.Where(row => row is { Record: not null, Related: not null }))
        {
            await RelateAsync(row.Related!);
        }

        var answers = await Task.WhenAll(batch.Select(PutAsync));
        for (var i = 0; i < batch.Count; i++)
        {
            await TellAsync(batch[i], answers[i]);
            if (Tally.Read % ImportLimits.ProgressRows == 0)
            {
                await follower.OnProgressAsync(Tally);
            }
        }

        batch.Clear();
    }

    private async Task RelateAsync(SourceRecord actor)
    {
        var name = SourceNames.Of(actor.Kind, order.Source, actor.ExternalId);
        if (!_related.ContainsKey(name))
        {
            var answer = await sink.PutAsync(actor.Kind, order.Source, actor.ExternalId, actor.Message, order.IsDryRun, _promised);
            _related[name] = answer;
            if (answer.Written != Written.Refused)
            {
                Tally.CountRelated();
                _promised.Add(name);
            }
        }
    }

    private async Task<(SinkAnswer? Answer, bool IsRelatedRefused)> PutAsync(ConvertedRow row)
    {
        if (row.Record is not { } record)
        {
            return (null, false);
        }

        if (row.Related is { } related && _related[SourceNames.Of(related.Kind, order.Source, related.ExternalId)] is { Written: Written.Refused } refused)
        {
            return (refused, true);
        }

        return (await sink.PutAsync(record.Kind, order.Source, record.ExternalId, record.Message, order.IsDryRun, _promised), false);
    }

    private async Task TellAsync(ConvertedRow row, (SinkAnswer? Answer, bool IsRelatedRefused) put)
    {
        var problems = put switch
        {
            (null, _) => row.Problems,
            ({ Written: Written.Refused } refused, true) => [Problem.Of(ImportReason.RelatedRefused, string.Empty, row.Related!.ExternalId, mapping.Related!.Field.Name), .. refused.Violations.Select(violation => ToProblem(violation, row.Related))],
            ({ Written: Written.Refused } refused, _) => [.. refused.Violations.Select(violation => ToProblem(violation, row.Record!))],
            _ => ImmutableArray<Problem>.Empty,
        };
        if (!problems.IsEmpty)
        {
            Tally.CountRefused(problems[0]);
            await follower.OnRefusedAsync(row.Row, row.ExternalId, problems);
            return;
        }

        Tally.Count(put.Answer!.Written);
        foreach (var note in row.Notes.Where(Tally.CountNote))
        {
            await follower.OnNoteAsync(row.Row, row.ExternalId, note);
        }
    }

    /// <summary>A wrong field of the record with the columns that it comes from and what it holds.</summary>
    private Problem ToProblem(FieldViolation violation, SourceRecord record)
    {
        var path = violation.Field.Split('[')[0];
        var rule = record.Rules.FirstOrDefault(known => string.Equals(known.Target!.Path, path, StringComparison.Ordinal));
        var column = rule?.Told ?? (path == "commune" ? string.Join(" + ", mapping.Commune?.Columns() ?? []) : string.Empty);
        return Problem.Of(violation, column, Value(record, violation.Field), violation.Field);
    }

    /// <summary>The text of a field, or of one item of a list: eligible_area[0].</summary>
    private static string Value(SourceRecord record, string field)
    {
        var parts = field.Split('[', ']');
        var descriptor = record.Message.Descriptor.FindFieldByName(parts[0]);
        var value = descriptor?.Accessor.GetValue(record.Message);
        return value switch
        {
            System.Collections.IList list => parts.Length > 1 && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Count ? list[index]?.ToString() ?? string.Empty : string.Empty,
            string text => text,
            _ => string.Empty,
        };
    }
}
