using System.Buffers;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Export.Calendar;
using CitizenNetwork.Server.Export.Csv;
using CitizenNetwork.Server.Export.DataInclusion;
using CitizenNetwork.Server.Export.Geo;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Export;

/// <summary>Exports on the wire.</summary>
internal sealed class ExportService(CitizenNetwork.Matching.Catalogue.Catalogue catalogue, ExportedRecords records, TerritoryTable territories, Sentences sentences) : V1.ExportService.ExportServiceBase
{
    /// <summary>Collections of the formats that do not hold all.</summary>
    private static readonly Dictionary<V1.ExportFormat, string[]> s_collections = new()
    {
        [V1.ExportFormat.DataInclusion] = [ActorId.Collection, ResourceId.Collection],
        [V1.ExportFormat.Icalendar] = [FundingCallId.Collection, HostingOfferId.Collection, InitiativeId.Collection, ResourceId.Collection],
    };

    public override async Task Export(V1.ExportRequest request, IServerStreamWriter<V1.ExportChunk> responseStream, ServerCallContext context)
    {
        Violations violations = new();
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        CheckCollection(request, violations);
        RefusedException.ThrowIfAny(violations, "export");
        var view = catalogue.Seen();
        ExportRun run = new(responseStream);
        using var writer = Writer(request, view, run.Output, Language.Of(context));
        await run.SendAsync(
            writer,
            records.Read(view, request.Collection, perimeter?.Code),
            perimeter is null ? request.Collection : $"{request.Collection}-{perimeter.Code.Value}",
            context.CancellationToken);
    }

    private static void CheckCollection(V1.ExportRequest request, Violations violations)
    {
        violations.Required("format", request.Format);
        if (request.Collection.Length == 0)
        {
            violations.Add("collection", ViolationCode.Required);
        }
        else if (!ExportedRecords.Collections.ContainsKey(request.Collection))
        {
            violations.Add("collection", ViolationCode.BadPattern, Datum.Text(string.Join(", ", ExportedRecords.Collections.Keys)));
        }
        else if (s_collections.TryGetValue(request.Format, out var collections) && !collections.Contains(request.Collection, StringComparer.Ordinal))
        {
            violations.Add("format", ViolationCode.NotApplicable, Datum.Text(string.Join(", ", collections)));
        }
    }

    private ExportWriter Writer(V1.ExportRequest request, CatalogueView view, IBufferWriter<byte> output, CultureInfo language) => request.Format switch
    {
        V1.ExportFormat.Geojson => new GeoJsonWriter(output, territories),
        V1.ExportFormat.DataInclusion when request.Collection == ActorId.Collection => new StructuresWriter(output, territories),
        V1.ExportFormat.DataInclusion => new ServicesWriter(output, territories, view, sentences),
        V1.ExportFormat.Icalendar => new CalendarWriter(output, territories, sentences, language),
        _ => new CsvExportWriter(output, ExportedRecords.Collections[request.Collection]),
    };
}
