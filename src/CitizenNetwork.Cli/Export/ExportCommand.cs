using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
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

    public static Command Create(Server server)
    {
        Argument<string> collection = new("COLLECTION") { Description = Words.Of("List_Collection", Collections.Names) };
        Argument<string?> file = new("FILE") { Description = Words.Of("Export_File"), Arity = ArgumentArity.ZeroOrOne };
        Option<string> format = new("--format") { Description = Words.Of("Export_Format"), Required = true };
        format.AcceptOnlyFromAmong([.. s_formats.Keys]);
        Option<string?> perimeter = new("--perimeter") { Description = Words.Of("Export_Perimeter") };
        Command command = new("export", Words.Of("Export")) { collection, file, format, perimeter };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            ExportRequest request = new()
            {
                Collection = Collections.Of(parsed.GetRequiredValue(collection)).Name,
                Format = s_formats[parsed.GetRequiredValue(format)],
                Perimeter = parsed.GetValue(perimeter) ?? string.Empty,
            };
            var report = await SaveAsync(invoker, request, parsed.GetValue(file), cancellation);
            output.Error(Words.Of("Export_Done", report.Records.ToString(CultureInfo.InvariantCulture), report.LeftOut.ToString(CultureInfo.InvariantCulture)));
        });
        return command;
    }

    private static async Task<ExportReport> SaveAsync(CallInvoker invoker, ExportRequest request, string? path, CancellationToken cancellation)
    {
        if (path is null)
        {
            await using var output = Console.OpenStandardOutput();
            return await ReceiveAsync(invoker, request, output, cancellation) ?? throw new LocalException(Words.Of("Export_CutOff"));
        }

        ExportReport? report = null;
        await WholeFile.WriteAsync(
            path,
            async writing => (report = await ReceiveAsync(invoker, request, writing, cancellation)) is not null,
            Words.Of("Export_CutOff"));
        return report!;
    }

    /// <summary>Writes what comes; null when it has no end.</summary>
    private static async Task<ExportReport?> ReceiveAsync(CallInvoker invoker, ExportRequest request, Stream writing, CancellationToken cancellation)
    {
        ExportReport? report = null;
        using var call = new ExportService.ExportServiceClient(invoker).Export(request, cancellationToken: cancellation);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellation))
        {
            await writing.WriteAsync(chunk.Data.Memory, cancellation);
            report = chunk.Report;
        }

        return report;
    }
}
