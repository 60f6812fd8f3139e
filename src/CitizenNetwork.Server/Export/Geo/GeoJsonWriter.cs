using System.Buffers;
using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Export.Geo;

/// <summary>Writes GeoJSON (RFC 7946): a feature a record.</summary>
internal sealed class GeoJsonWriter(IBufferWriter<byte> output, TerritoryTable territories) : JsonExportWriter(output)
{
    private const string Precision = "position_precision";

    /// <summary>The geometry says it.</summary>
    private const string Position = "position";

    public override string ContentType => "application/geo+json";

    public override string Extension => ".geojson";

    protected override string List => "features";

    protected override void BeginObject() => Json.WriteString("type", "FeatureCollection");

    protected override bool WriteRecord(ExportedRecord record)
    {
        var (point, precision) = Place(record.Record);
        Json.WriteStartObject();
        Json.WriteString("type", "Feature");
        Json.WriteString("id", record.Name);
        WriteGeometry(point);
        WriteProperties(record, precision);
        Json.WriteEndObject();
        return true;
    }

    private void WriteGeometry(GeoPoint? point)
    {
        if (point is not { } at)
        {
            Json.WriteNull("geometry");
            return;
        }

        Json.WriteStartObject("geometry");
        Json.WriteString("type", "Point");
        Json.WriteStartArray("coordinates");
        Json.WriteNumberValue(at.Longitude);
        Json.WriteNumberValue(at.Latitude);
        Json.WriteEndArray();
        Json.WriteEndObject();
    }

    private void WriteProperties(ExportedRecord record, string precision)
    {
        using var fields = JsonDocument.Parse(ExportedFields.Json.Format(record.Message));
        Json.WriteStartObject("properties");
        foreach (var field in ExportedFields.Of(record.Message.Descriptor).Where(field => field.Name != Position))
        {
            if (fields.RootElement.TryGetProperty(field.Name, out var value))
            {
                Json.WritePropertyName(field.Name);
                value.WriteTo(Json);
            }
        }

        if (precision.Length > 0)
        {
            Json.WriteString(Precision, precision);
        }

        foreach (var (name, value) in ExportedFields.OriginOf(record))
        {
            Json.WriteString(name, value);
        }

        Json.WriteEndObject();
    }

    private (GeoPoint? Point, string Precision) Place(object record)
    {
        var (position, commune) = record switch
        {
            Actor actor => (actor.Position, (PerimeterCode?)actor.Commune),
            Resource resource => (resource.Position, resource.Commune),
            Initiative initiative => (null, initiative.Commune),
            _ => (null, null),
        };
        return position is not null ? (position, "point")
            : commune is { } code && territories.Find(code)?.Centre is { } centre ? (centre, "commune")
            : (null, string.Empty);
    }
}
