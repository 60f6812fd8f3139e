using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Export;

/// <summary>A file as it came through the wire.</summary>
public sealed record ExportedFile(string Name, string ContentType, byte[] Bytes, ExportReport Report)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);
}

/// <summary>Asks for files through the wire.</summary>
public static class Exporting
{
    /// <summary>What each format can hold.</summary>
    public static IReadOnlyList<(ExportFormat Format, string Collection)> All { get; } =
    [
        .. new[] { ExportFormat.Csv, ExportFormat.Geojson }.SelectMany(format => new[] { "actors", "fundingCalls", "hostingOffers", "initiatives", "resources" }.Select(collection => (format, collection))),
        .. new[] { "actors", "resources" }.Select(collection => (ExportFormat.DataInclusion, collection)),
        .. new[] { "fundingCalls", "hostingOffers", "initiatives", "resources" }.Select(collection => (ExportFormat.Icalendar, collection)),
    ];

    public static async Task<ExportedFile> ExportAsync(this Wire wire, ExportFormat format, string collection, string perimeter = "")
    {
        using var call = wire.Export.Export(new ExportRequest { Format = format, Collection = collection, Perimeter = perimeter });
        List<ExportChunk> chunks = [];
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
        {
            chunks.Add(chunk);
        }

        return new ExportedFile(chunks[0].FileName, chunks[0].ContentType, [.. chunks.SelectMany(chunk => chunk.Data)], chunks[^1].Report);
    }
}
