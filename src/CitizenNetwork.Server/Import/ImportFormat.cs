using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Texts;
using Google.Rpc;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import;

/// <summary>How an import is told on the wire, in the caller's language.</summary>
internal sealed class ImportFormat(Sentences sentences)
{
    private const string ErrorDomain = "citizennetwork";

    public V1.CellProblem ToMessage(Problem problem, CultureInfo language)
    {
        var data = Told(problem.Data);
        return new V1.CellProblem
        {
            Column = Told(problem.Column),
            Value = Told(problem.Value),
            Field = problem.Field,
            Reason = problem.Reason,
            Data = { data.Select(datum => datum.Value) },
            Text = sentences.Write(problem.Key, data, language),
        };
    }

    public V1.ImportReport ToMessage(ImportRun run, FileMapping mapping, bool isDryRun, CultureInfo language)
    {
        var named = mapping.Columns().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var columns = run.Facts.Columns.InOrder;
        V1.ImportReport report = new()
        {
            RowsRead = run.Tally.Read,
            RowsAccepted = run.Tally.Accepted,
            RowsRefused = run.Tally.Refused,
            Added = run.Tally.Added,
            Changed = run.Tally.Changed,
            Unchanged = run.Tally.Unchanged,
            RelatedRecords = run.Tally.Related,
            RefusedByReason = { run.Tally.RefusedByReason.Select(pair => Count(pair, language)) },
            NotesByReason = { run.Tally.NotesByReason.Select(pair => Count(pair, language)) },
            UnmappedColumns = { columns.Where(column => !named.Contains(column) && !mapping.Ignores(column)) },
            IgnoredColumns = { columns.Where(column => !named.Contains(column) && mapping.Ignores(column)) },
            MissingColumns = { named.Where(column => !columns.Contains(column, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(ImportLimits.MaxToldColumns).Select(Told) },
            HeldBackColumns = { run.Tally.HeldBack.Order(StringComparer.Ordinal) },
            Format = run.Facts.Format,
            Encoding = run.Facts.Encoding,
            Separator = run.Facts.Separator,
            DryRun = isDryRun,
        };
        if (run.Gone is { } gone)
        {
            report.Gone = gone.Count;
            report.GoneExternalIds.Add(gone.ExternalIds.Select(Told));
            report.SyncId = gone.SyncId;
        }

        if (run.FileProblem is { } problem)
        {
            report.FileProblem = ToMessage(problem.Problem, language);
            report.FileProblemLine = problem.Line;
        }

        return report;
    }

    /// <summary>Every error of a mapping as one INVALID_ARGUMENT, each with its line and column.</summary>
    public RpcException ToException(MappingException exception, CultureInfo language)
    {
        BadRequest details = new();
        foreach (var error in exception.Errors)
        {
            var text = sentences.Write($"Mapping_{error.Fault}", Told(error.Data), language);
            var place = sentences.Write("Mapping_Place", [Datum.Number(error.Line), Datum.Number(error.Column)], language);
            details.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = error.Path.Length > 0 ? $"header.mapping:{Told(error.Path)}" : "header.mapping",
                Reason = Errors.RefusalStatus.UpperSnake(error.Fault),
                Description = $"{place} {text}",
                LocalizedMessage = new LocalizedMessage { Locale = language.Name, Message = $"{place} {text}" },
            });
        }

        var summary = sentences.Write("Mapping_Errors", [Datum.Number(exception.Errors.Length)], language);
        return Errors.RefusalStatus.Make(
            StatusCode.InvalidArgument,
            sentences.Write("Mapping_Errors", [Datum.Number(exception.Errors.Length)], Language.English),
            [new ErrorInfo { Domain = ErrorDomain, Reason = "INVALID_MAPPING" }, details, new LocalizedMessage { Locale = language.Name, Message = summary }]);
    }

    /// <summary>A file that cannot be read, where no report can say it.</summary>
    public RpcException ToException(FileProblemException exception, CultureInfo language)
    {
        var told = ToMessage(exception.Problem, language);
        LocalizedMessage text = new() { Locale = language.Name, Message = told.Text };
        return Errors.RefusalStatus.Make(
            StatusCode.InvalidArgument,
            ToMessage(exception.Problem, Language.English).Text,
            [
                new ErrorInfo { Domain = ErrorDomain, Reason = told.Reason },
                new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "chunk", Reason = told.Reason, Description = told.Text, LocalizedMessage = text } } },
                text,
            ]);
    }

    private V1.ReasonCount Count((Problem Sample, long Count) counted, CultureInfo language) => new()
    {
        Reason = counted.Sample.Reason,
        Count = counted.Count,
        Text = sentences.Write(counted.Sample.Key, Told(counted.Sample.Data), language),
    };

    private static ImmutableArray<Datum> Told(ImmutableArray<Datum> data) => [.. data.Select(datum => datum with { Value = Told(datum.Value) })];

    /// <summary>A text of the file as an answer repeats it: short, and always valid UTF-8.</summary>
    public static string Told(string text)
    {
        text = text.Replace(Readers.Row.ListSeparator.ToString(), ", ", StringComparison.Ordinal).Replace('\uFFFD', '?');
        return text.Length <= ImportLimits.MaxToldLength ? text : $"{text[..(char.IsHighSurrogate(text[ImportLimits.MaxToldLength - 1]) ? ImportLimits.MaxToldLength - 1 : ImportLimits.MaxToldLength)]}…";
    }
}
