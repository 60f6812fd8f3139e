using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Export;

/// <summary><c>export</c>: a collection as a file that other programs read.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, ExportFormat> s_formats = new(StringComparer.Ordinal)
    {
        ["csv"] = ExportFormat.Csv,
        ["geojson"] = ExportFormat.Geojson,
        ["data-inclusion"] = ExportFormat.DataInclusion,
        ["icalendar"] = ExportFormat.Icalendar,
    };

    public static Verb Create()
    {
        Argument<string> collection = new("COLLECTION") { Description = Words.Of("List_Collection", RecordKinds.Exported) };
        Argument<string?> file = new("FILE") { Description = Words.Of("Export_File"), Arity = ArgumentArity.ZeroOrOne };
        Option<string> format = new("--format") { Description = Words.Of("Export_Format"), Required = true };
        format.AcceptOnlyFromAmong([.. s_formats.Keys]);
        Option<string?> perimeter = new("--perimeter") { Description = Words.Of("Export_Perimeter") };
        return new Verb("export", "Export")
        {
            Arguments = [collection, file],
            Options = [format, perimeter],
            Examples = ["citizennet export actors --format csv --perimeter DEP-49 acteurs.csv", "citizennet export initiatives --format geojson"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["collection"] = collection.Name },
            RunAsync = async call =>
            {
                ExportRequest request = new()
                {
                    Collection = RecordKinds.Of(call.Parsed.GetRequiredValue(collection)).Collection,
                    Format = s_formats[call.Parsed.GetRequiredValue(format)],
                    Perimeter = call.Parsed.GetValue(perimeter) ?? string.Empty,
                };
                var report = await SaveAsync(call, request, call.Parsed.GetValue(file));
                call.Output.Error(Words.Of("Export_Done", report.Records.ToString(CultureInfo.InvariantCulture), report.LeftOut.ToString(CultureInfo.InvariantCulture)));
            },
        };
    }

    private static async Task<ExportReport> SaveAsync(Call call, ExportRequest request, string? path)
    {
        if (path is null)
        {
            await using var output = Console.OpenStandardOutput();
            return await ReceiveAsync(call, request, output, null) ?? throw new LocalException(Words.Of("Export_CutOff"));
        }

        ExportReport? report = null;
        using var progress = call.Output.Progress(Words.Of("Export_Running"));
        await WholeFile.WriteAsync(
            path,
            async writing => (report = await ReceiveAsync(call, request, writing, progress)) is not null,
            Words.Of("Export_CutOff"));
        return report!;
    }

    /// <summary>Writes what comes; null when it has no end.</summary>
    private static async Task<ExportReport?> ReceiveAsync(Call call, ExportRequest request, Stream writing, ProgressLine? progress)
    {
        ExportReport? report = null;
        var received = 0L;
        using var answer = new ExportService.ExportServiceClient(call.Invoker).Export(request, cancellationToken: call.Cancellation);
        await foreach (var chunk in answer.ResponseStream.ReadAllAsync(call.Cancellation))
        {
            await writing.WriteAsync(chunk.Data.Memory, call.Cancellation);
            report = chunk.Report;
            progress?.Report(received += chunk.Data.Length);
        }

        return report;
    }
}
