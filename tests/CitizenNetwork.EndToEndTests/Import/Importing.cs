using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Import;

/// <summary>What an import answered.</summary>
public sealed record Imported(ImportReport Report, IReadOnlyList<ImportRefusal> Refusals, IReadOnlyList<RowNote> Notes)
{
    /// <summary>Accepted and refused always make up what was read, and each sum its parts.</summary>
    public Imported AssertAddsUp()
    {
        Assert.Equal(Report.RowsRead, Report.RowsAccepted + Report.RowsRefused);
        Assert.Equal(Report.RowsAccepted, Report.Added + Report.Changed + Report.Unchanged);
        Assert.Equal(Report.RowsRefused, Report.RefusedByReason.Sum(reason => reason.Count));
        Assert.Equal(Report.RowsRefused, Refusals.Count);
        Assert.All(Refusals, refusal => Assert.NotEmpty(refusal.Problems));
        Assert.All(Refusals.SelectMany(refusal => refusal.Problems), problem => Assert.NotEmpty(problem.Text));
        return this;
    }

    public long Refused(string reason) => Report.RefusedByReason.Where(counted => counted.Reason == reason).Sum(counted => counted.Count);

    public long Noted(string reason) => Report.NotesByReason.Where(counted => counted.Reason == reason).Sum(counted => counted.Count);

    /// <summary>One line for people who follow the tests.</summary>
    public string Told => $"read {Report.RowsRead}, accepted {Report.RowsAccepted} (+{Report.Added} ~{Report.Changed} ={Report.Unchanged}, related {Report.RelatedRecords}), refused {Report.RowsRefused}: "
        + $"{string.Join(", ", Report.RefusedByReason.Select(reason => $"{reason.Reason} {reason.Count}"))}; notes: {string.Join(", ", Report.NotesByReason.Select(reason => $"{reason.Reason} {reason.Count}"))}; "
        + $"unmapped: {string.Join(", ", Report.UnmappedColumns)}; missing: {string.Join(", ", Report.MissingColumns)}; {Report.Format} {Report.Encoding} {Report.Separator} {Report.FileProblem?.Reason}";
}

/// <summary>Sends files through the wire.</summary>
public static class Importing
{
    private const int ChunkBytes = 512 * 1024;

    public static string Shipped(string name) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "mappings", $"{name}.yaml"));

    public static async Task<Imported> ImportAsync(this Wire wire, string mapping, Stream file, string fileName, string source, bool dryRun = false, string bearer = "")
    {
        ImportService.ImportServiceClient client = new(wire.Invoker);
        using var call = client.Import();
        var answers = ReadAsync(call.ResponseStream);
        await call.RequestStream.WriteAsync(new ImportRequest { Header = new ImportHeader { Mapping = mapping, Source = source, FileName = fileName, DryRun = dryRun, Bearer = bearer } });
        var chunk = new byte[ChunkBytes];
        try
        {
            while (await file.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false) is var count and > 0)
            {
                await call.RequestStream.WriteAsync(new ImportRequest { Chunk = ByteString.CopyFrom(chunk, 0, count) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is Grpc.Core.RpcException or InvalidOperationException or IOException)
        {
            // Refused before all of it was sent: the answer says why.
        }

        return await answers;
    }

    public static Task<Imported> ImportAsync(this Wire wire, string mapping, string text, string fileName, string source, bool dryRun = false, string bearer = "") =>
        wire.ImportAsync(mapping, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), fileName, source, dryRun, bearer);

    public static async Task<SuggestMappingResponse> SuggestMappingAsync(this Wire wire, Stream file, string fileName)
    {
        ImportService.ImportServiceClient client = new(wire.Invoker);
        using var call = client.SuggestMapping();
        await call.RequestStream.WriteAsync(new SuggestMappingRequest { Header = new SuggestMappingHeader { FileName = fileName } });
        var chunk = new byte[ChunkBytes];
        while (await file.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false) is var count and > 0)
        {
            await call.RequestStream.WriteAsync(new SuggestMappingRequest { Chunk = ByteString.CopyFrom(chunk, 0, count) });
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private static async Task<Imported> ReadAsync(Grpc.Core.IAsyncStreamReader<ImportResponse> answers)
    {
        ImportReport? report = null;
        List<ImportRefusal> refusals = [];
        List<RowNote> notes = [];
        while (await answers.MoveNext(CancellationToken.None))
        {
            Assert.Null(report);
            switch (answers.Current.PartCase)
            {
                case ImportResponse.PartOneofCase.Refusal:
                    refusals.Add(answers.Current.Refusal);
                    break;
                case ImportResponse.PartOneofCase.Note:
                    notes.Add(answers.Current.Note);
                    break;
                case ImportResponse.PartOneofCase.Report:
                    report = answers.Current.Report;
                    break;
            }
        }

        Assert.NotNull(report);
        return new Imported(report, refusals, notes);
    }
}
