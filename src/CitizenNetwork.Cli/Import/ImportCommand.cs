using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Import;

/// <summary><c>import</c>: a file becomes records by a mapping; every row that does not is told with its reason.</summary>
internal static class ImportCommand
{
    public static Verb Create()
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Import_File") };
        Option<string> mapping = new("--mapping") { Description = Words.Of("Import_Mapping"), Required = true };
        Option<string> source = new("--source") { Description = Words.Of("Import_Source"), DefaultValueFactory = _ => string.Empty };
        Option<string> bearer = new("--bearer") { Description = Words.Of("Import_Bearer"), DefaultValueFactory = _ => string.Empty };
        Option<bool> dryRun = new("--dry-run") { Description = Words.Of("Import_DryRun") };
        return new Verb("import", "Import")
        {
            Arguments = [file],
            Options = [mapping, source, bearer, dryRun],
            Json = [ImportResponse.Descriptor],
            IsJsonOfLines = true,
            Examples =
            [
                "citizennet import annuaire.csv --mapping annuaire.yaml --source annuaire-angers --dry-run",
                "citizennet import annuaire.csv --mapping annuaire.yaml --source annuaire-angers",
            ],
            RunAsync = async call =>
            {
                var path = call.Parsed.GetRequiredValue(file);
                await using var reading = Upload.Open(path);
                ImportHeader header = new()
                {
                    Mapping = await ReadTextAsync(call.Parsed.GetRequiredValue(mapping), call.Cancellation),
                    Source = call.Parsed.GetRequiredValue(source),
                    FileName = Path.GetFileName(path),
                    Bearer = call.Parsed.GetRequiredValue(bearer),
                    DryRun = call.Parsed.GetValue(dryRun),
                };
                await SendAsync(call, header, reading, path);
            },
        };
    }

    private static async Task SendAsync(Call call, ImportHeader header, FileStream reading, string path)
    {
        using var importing = new ImportService.ImportServiceClient(call.Invoker).Import(cancellationToken: call.Cancellation);
        using var progress = call.Output.Progress(Words.Of("Import_Sending"), reading.Length);
        var sending = Upload.SendAsync(importing.RequestStream, new ImportRequest { Header = header }, reading, piece => new ImportRequest { Chunk = piece }, progress, call.Cancellation);
        await foreach (var answer in importing.ResponseStream.ReadAllAsync(call.Cancellation))
        {
            if (call.IsJson)
            {
                call.Output.Json(answer);
            }
            else
            {
                Print(answer, call.Output);
            }

            if (answer.Report?.FileProblem is { } problem)
            {
                throw new LocalException(Words.Of("Wrong_Input", path, problem.Text));
            }
        }

        await sending;
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken cancellation)
    {
        await using var stream = Upload.Open(path);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static void Print(ImportResponse answer, Output output)
    {
        switch (answer.PartCase)
        {
            case ImportResponse.PartOneofCase.Refusal:
                Cells(Words.Of("Import_Refused"), answer.Refusal.Row, answer.Refusal.Line, answer.Refusal.Problems, output);
                break;
            case ImportResponse.PartOneofCase.Note:
                Cells(Words.Of("Import_Note"), answer.Note.Row, answer.Note.Line, [answer.Note.Note], output);
                break;
            case ImportResponse.PartOneofCase.Report:
                Print(answer.Report, output);
                break;
        }
    }

    private static void Cells(string label, long row, long line, IEnumerable<CellProblem> problems, Output output)
    {
        var place = line > 0 ? Words.Of("Import_AtLine", Number(row), Number(line)) : Words.Of("Import_AtRow", Number(row));
        foreach (var problem in problems)
        {
            output.Line(string.Join(" | ", new[] { $"{label}, {place}", problem.Column, problem.Value, problem.Text }.Where(text => text.Length > 0)));
        }
    }

    private static void Print(ImportReport report, Output output) => output.Table(
        Words.Of(report.DryRun ? "Import_WouldDo" : "Import_Done"),
        [string.Empty, string.Empty],
        [
            [Words.Of("Import_Read"), Number(report.RowsRead)],
            [Words.Of("Import_Accepted"), Number(report.RowsAccepted)],
            [Words.Of("Import_Added"), Number(report.Added)],
            [Words.Of("Import_Changed"), Number(report.Changed)],
            [Words.Of("Import_Unchanged"), Number(report.Unchanged)],
            [Words.Of("Import_RowsRefused"), Number(report.RowsRefused)],
            .. report.RefusedByReason.Select(IReadOnlyList<string> (reason) => [$"  {reason.Reason}", Number(reason.Count)]),
            .. report.NotesByReason.Select(IReadOnlyList<string> (reason) => [Words.Of("Import_NotesOf", reason.Reason), Number(reason.Count)]),
            [Words.Of("Import_Gone"), string.Join(" ", new[] { Number(report.Gone), report.SyncId, string.Join(", ", report.GoneExternalIds) }.Where(text => text.Length > 0))],
            [Words.Of("Import_Unmapped"), string.Join(", ", report.UnmappedColumns)],
            [Words.Of("Import_Contacts"), string.Join(", ", report.HeldBackColumns)],
            [Words.Of("Import_Format"), string.Join(" ", new[] { report.Format, report.Encoding, report.Separator == "\t" ? "tab" : report.Separator }.Where(text => text.Length > 0))],
        ]);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
