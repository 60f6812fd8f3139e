using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Duplicates;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using CitizenNetwork.Server.Import.Suggesting;
using CitizenNetwork.Server.Sources;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import;

/// <summary>Imports on the wire: takes the file, then reads it, telling each row that is not accepted.</summary>
internal sealed class ImportService(
    MappingReader mappings,
    CommuneFinder communes,
    SourceWriter writer,
    Synchronisations syncs,
    SightingTable sightings,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    DuplicateFinder duplicates,
    ImportFormat format,
    MappingSuggester suggester)
    : V1.ImportService.ImportServiceBase, IDisposable
{
    private readonly SemaphoreSlim _places = new(ImportLimits.MaxImports);

    public override async Task Import(IAsyncStreamReader<V1.ImportRequest> requestStream, IServerStreamWriter<V1.ImportResponse> responseStream, ServerCallContext context)
    {
        var language = Language.Of(context);
        var (mapping, order) = ReadHeader(await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current.Header : null, context);
        Follower follower = new(responseStream, format, language);
        await _places.WaitAsync(context.CancellationToken);
        try
        {
            await using var file = UploadedFile.Create();
            var run = Run(mapping, order, follower);
            await ReceiveAsync(requestStream, request => request.Header is null ? request.Chunk : null, file, context.CancellationToken);
            await run.ReadAsync(file, context.CancellationToken);
            await responseStream.WriteAsync(new V1.ImportResponse { Report = format.ToMessage(run, mapping, order.IsDryRun, language) });
        }
        catch (FileProblemException problem)
        {
            var none = Run(mapping, order, follower);
            await responseStream.WriteAsync(new V1.ImportResponse { Report = format.ToMessage(none, mapping, order.IsDryRun, language).With(format.ToMessage(problem.Problem, language)) });
        }
        finally
        {
            _places.Release();
        }
    }

    public override async Task<V1.SuggestMappingResponse> SuggestMapping(IAsyncStreamReader<V1.SuggestMappingRequest> requestStream, ServerCallContext context)
    {
        var header = await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current.Header : null;
        Violations violations = new();
        if (header is null)
        {
            violations.Add("header", ViolationCode.Required);
        }
        else if (header.Kind.Length > 0 && RecordKind.Find(header.Kind) is null)
        {
            violations.Add("header.kind", ViolationCode.UnknownField, Datum.Text(header.Kind), Datum.Text(string.Join(", ", RecordKind.All.Select(kind => kind.Name))));
        }

        RefusedException.ThrowIfAny(violations, "mapping");
        await _places.WaitAsync(context.CancellationToken);
        try
        {
            await using var file = UploadedFile.Create();
            await ReceiveAsync(requestStream, request => request.Header is null ? request.Chunk : null, file, context.CancellationToken);
            return await suggester.SuggestAsync(file, header!.FileName, header.Kind, context.CancellationToken);
        }
        catch (FileProblemException problem)
        {
            throw format.ToException(problem, Language.Of(context));
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private ImportRun Run(FileMapping mapping, ImportOrder order, Follower follower) =>
        new(mapping, order, communes, writer.Begin(order.Source, order.IsDryRun), new ImportSync(syncs, sightings, catalogue, mapping.Kind, order), new DuplicateNotes(duplicates, catalogue, order.Source), follower);

    private (FileMapping Mapping, ImportOrder Order) ReadHeader(V1.ImportHeader? header, ServerCallContext context)
    {
        Violations violations = new();
        if (header is null)
        {
            violations.Add("header", ViolationCode.Required);
            RefusedException.ThrowIfAny(violations, "import");
        }

        violations.Text("header.mapping", header!.Mapping, 1, ImportLimits.MaxMappingLength);
        violations.Text("header.file_name", header.FileName, 0, ImportLimits.MaxHeaderLength);
        var source = SourceGate.Named(header.Source, context, violations);

        if (header.Bearer.Length > 0 && ActorId.FromName(header.Bearer) is null)
        {
            violations.Add("header.bearer", ViolationCode.BadName, Datum.Text($"{ActorId.Collection}/{Slug.Pattern}"), Datum.Text(header.Bearer));
        }

        RefusedException.ThrowIfAny(violations, "import");
        SourceGate.Require(source, context);
        try
        {
            return (mappings.Read(header.Mapping), new ImportOrder(source, header.FileName, header.Bearer, header.DryRun));
        }
        catch (MappingException exception)
        {
            throw format.ToException(exception, Language.Of(context));
        }
    }

    /// <summary>Takes the rest of the upload; a second header is an error of the caller.</summary>
    private static async Task ReceiveAsync<T>(IAsyncStreamReader<T> requests, Func<T, ByteString?> chunk, Stream file, CancellationToken cancellation)
    {
        while (await requests.MoveNext(cancellation))
        {
            if (chunk(requests.Current) is not { } bytes || bytes.Length > ImportLimits.MaxChunkBytes)
            {
                Violations violations = new();
                violations.Add("chunk", ViolationCode.TooLong, Datum.Number(ImportLimits.MaxChunkBytes), Datum.Number(chunk(requests.Current)?.Length ?? 0));
                RefusedException.ThrowIfAny(violations, "import");
                return;
            }

            await UploadedFile.AddAsync(file, bytes, cancellation);
        }

        await file.FlushAsync(cancellation);
        file.Position = 0;
    }

    private sealed class Follower(IServerStreamWriter<V1.ImportResponse> answers, ImportFormat format, CultureInfo language) : IImportFollower
    {
        public Task OnRefusedAsync(Row row, string externalId, IReadOnlyList<Problem> problems) => answers.WriteAsync(new V1.ImportResponse
        {
            Refusal = new V1.ImportRefusal { Row = row.Number, Line = row.Line, ExternalId = ImportFormat.Told(externalId), Problems = { problems.Take(Violations.Max).Select(problem => format.ToMessage(problem, language)) } },
        });

        public Task OnNoteAsync(Row row, string externalId, Problem note) => answers.WriteAsync(new V1.ImportResponse
        {
            Note = new V1.RowNote { Row = row.Number, Line = row.Line, ExternalId = ImportFormat.Told(externalId), Note = format.ToMessage(note, language) },
        });

        public Task OnProgressAsync(ImportTally tally) => answers.WriteAsync(new V1.ImportResponse
        {
            Progress = new V1.ImportProgress { RowsRead = tally.Read, RowsAccepted = tally.Accepted, RowsRefused = tally.Refused },
        });
    }
}

/// <summary>Adds to a report why its file could not be taken at all.</summary>
file static class Reports
{
    public static V1.ImportReport With(this V1.ImportReport report, V1.CellProblem problem)
    {
        report.FileProblem = problem;
        return report;
    }
}
