using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using CitizenNetwork.Server.Sources;

namespace CitizenNetwork.Server.Import;

/// <summary>
/// One import: rows are read, converted and written batch by batch, so that memory holds one batch whatever the file's size,
/// and told in the order of the file. Every row that is read is either accepted or refused.
/// </summary>
internal sealed class ImportRun(FileMapping mapping, ImportOrder order, CommuneFinder communes, SourceWriting writing, ImportSync sync, DuplicateNotes duplicates, IImportFollower follower)
{
    private readonly RowConverter _converter = new(mapping, order, communes);

    /// <summary>Lines of the ids seen, by a hash: a million ids take 32 MB at most.</summary>
    private readonly Dictionary<UInt128, long> _seen = [];

    /// <summary>Why related actors of this file were refused, by name; null for those that were not.</summary>
    private readonly Dictionary<string, Refusal?> _related = new(StringComparer.Ordinal);

    public ImportTally Tally { get; } = new();

    public FileFacts Facts { get; } = new();

    /// <summary>What the source has in the network and the file no longer holds; null when the file was not read to its end.</summary>
    public ImportAbsence? Gone { get; private set; }

    /// <summary>Why the file was not read to its end; null when it was.</summary>
    public FileProblemException? FileProblem { get; private set; }

    public async Task ReadAsync(Stream file, CancellationToken cancellation)
    {
        List<ConvertedRow> batch = new(SourceWriter.RowsAtOnce);
        await sync.BeginAsync(cancellation);
        duplicates.Begin();
        try
        {
            await foreach (var row in FileFormats.ReadAsync(file, mapping.File, order.FileName, Facts, cancellation))
            {
                HoldBack(row);
                batch.Add(Unique(_converter.Convert(row)));
                if (batch.Count == SourceWriter.RowsAtOnce)
                {
                    await WriteAsync(batch, cancellation);
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        catch (FileProblemException problem)
        {
            FileProblem = problem;
        }

        await WriteAsync(batch, cancellation);
        if (FileProblem is null)
        {
            Gone = await sync.FinishAsync(cancellation);
        }
    }

    private void HoldBack(Row row)
    {
        foreach (var column in mapping.Contacts.SelectMany(field => field.Columns()).Where(column => row.Text(column).Length > 0))
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

    private async Task WriteAsync(List<ConvertedRow> batch, CancellationToken cancellation)
    {
        await sync.NoteAsync([.. batch.Select(row => row.ExternalId).Where(id => id.Length is > 0 and <= SourceRules.MaxExternalIdLength)], cancellation);
        await RelateAsync(batch, cancellation);
        var written = batch.Where(row => row.Record is not null && RefusedRelated(row) is null).ToList();
        var results = await PutAsync(written.Select(row => row.Record!), cancellation);
        var told = 0;
        foreach (var row in batch)
        {
            // Results come in the order of the rows that were written.
            var isWritten = told < written.Count && ReferenceEquals(row, written[told]);
            await TellAsync(row, isWritten ? results[told++] : null);
            if (Tally.Read % ImportLimits.ProgressRows == 0)
            {
                await follower.OnProgressAsync(Tally);
            }
        }

        batch.Clear();
    }

    /// <summary>Registers the actors that the rows of a batch name for the first time.</summary>
    private async Task RelateAsync(List<ConvertedRow> batch, CancellationToken cancellation)
    {
        var actors = batch.Where(row => row.Record is not null).Select(row => row.Related).OfType<SourceRecord>()
            .Where(actor => !_related.ContainsKey(NameOf(actor))).DistinctBy(NameOf).ToList();
        foreach (var (result, actor) in (await PutAsync(actors, cancellation)).Zip(actors))
        {
            _related[NameOf(actor)] = result.Refusal;
            if (result.Refusal is null)
            {
                Tally.CountRelated();
            }
        }
    }

    private async Task<RowResult[]> PutAsync(IEnumerable<SourceRecord> records, CancellationToken cancellation)
    {
        List<SourceRow> rows = [.. records.Select(record => new SourceRow(record.ExternalId, record.Message, mapping.Licence, record.StatedOn))];
        return rows.Count == 0 ? [] : await writing.WriteAsync(rows, cancellation);
    }

    private string NameOf(SourceRecord record) => record.Kind.NameOf(order.Source, record.ExternalId);

    private Refusal? RefusedRelated(ConvertedRow row) => row.Related is { } actor ? _related.GetValueOrDefault(NameOf(actor)) : null;

    private async Task TellAsync(ConvertedRow row, RowResult? result)
    {
        var problems = row.Record is null ? row.Problems
            : RefusedRelated(row) is { } related ? [Problem.Of(ImportReason.RelatedRefused, string.Empty, row.Related!.ExternalId, mapping.Related!.Field.Name), .. ToProblems(related, row.Related)]
            : result!.Refusal is { } refusal ? ToProblems(refusal, row.Record)
            : [];
        if (!problems.IsEmpty)
        {
            Tally.CountRefused(problems[0]);
            await follower.OnRefusedAsync(row.Row, row.ExternalId, problems);
            return;
        }

        Tally.Count(result!.Outcome);
        var notes = result.Outcome == UpsertOutcome.Added && duplicates.For(row.Record!) is { } duplicate ? row.Notes.Add(duplicate) : row.Notes;
        foreach (var note in notes.Where(Tally.CountNote))
        {
            await follower.OnNoteAsync(row.Row, row.ExternalId, note);
        }
    }

    private ImmutableArray<Problem> ToProblems(Refusal refusal, SourceRecord record) => refusal.Code == RefusalCode.InvalidFields
        ? [.. refusal.Violations.Select(violation => ToProblem(violation, record))]
        : [Problem.Of(refusal)];

    /// <summary>A wrong field of the record with the columns that it comes from and what it holds.</summary>
    private Problem ToProblem(FieldViolation violation, SourceRecord record)
    {
        // A row's fields are told as actor.display_name, a file's as display_name.
        var field = violation.Field[(violation.Field.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var path = field.Split('[')[0];
        var rule = record.Rules.FirstOrDefault(known => string.Equals(known.Target!.Path, path, StringComparison.Ordinal));
        var column = rule?.Told ?? path switch
        {
            "commune" => string.Join(" + ", mapping.Commune?.Columns() ?? []),
            "external_id" => string.Join(" + ", mapping.Id.Columns),
            _ => string.Empty,
        };
        return Problem.Of(violation, column, path == "external_id" ? record.ExternalId : Value(record, field), field);
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
