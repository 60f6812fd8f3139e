using System.Globalization;
using System.Text.Json;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>A JSON object as one row: nested values become columns such as <c>address.city</c> and <c>addresses.0.city</c>, lists of plain values one cell.</summary>
internal static class JsonCells
{
    public static Row ToRow(long number, long line, JsonElement element, FileFacts facts)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new Row(number, line, new Dictionary<string, string>(), Problem.Of(ImportReason.NotARecord, string.Empty, element.ToString(), string.Empty));
        }

        Dictionary<string, string> cells = new(StringComparer.OrdinalIgnoreCase);
        if (facts.Format == FileFormats.GeoJson)
        {
            if (element.TryGetProperty("id", out var id))
            {
                Add(cells, "id", id, line, facts);
            }

            if (element.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                AddObject(cells, string.Empty, properties, line, facts);
            }

            AddPoint(cells, element, line, facts);
        }
        else
        {
            AddObject(cells, string.Empty, element, line, facts);
        }

        return new Row(number, line, cells);
    }

    /// <summary>RFC 7946: a point is longitude, latitude in WGS 84; other shapes give no position.</summary>
    private static void AddPoint(Dictionary<string, string> cells, JsonElement feature, long line, FileFacts facts)
    {
        if (feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object
            && geometry.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("Point")
            && geometry.TryGetProperty("coordinates", out var coordinates) && coordinates.ValueKind == JsonValueKind.Array && coordinates.GetArrayLength() >= 2)
        {
            Add(cells, "geometry.longitude", coordinates[0], line, facts);
            Add(cells, "geometry.latitude", coordinates[1], line, facts);
        }
    }

    private static void AddObject(Dictionary<string, string> cells, string prefix, JsonElement element, long line, FileFacts facts)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = string.Join(' ', Valid(() => property.Name).Split([' ', '\t', '\r', '\n', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
            Add(cells, prefix + name, property.Value, line, facts);
        }
    }

    private static void Add(Dictionary<string, string> cells, string name, JsonElement value, long line, FileFacts facts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddObject(cells, $"{name}.", value, line, facts);
                return;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Add(cells, $"{name}.{index++.ToString(CultureInfo.InvariantCulture)}", item, line, facts);
                }

                return;
        }

        if (name.Length > ImportLimits.MaxHeaderLength)
        {
            throw new FileProblemException(ImportReason.CellTooLong, line, Datum.Number(ImportLimits.MaxHeaderLength));
        }

        facts.Columns.Add(name, line);
        var text = value.ValueKind switch
        {
            JsonValueKind.Array => string.Join(Row.ListSeparator, value.EnumerateArray().Select(Plain).Where(item => item.Length > 0)),
            _ => Plain(value),
        };
        if (text.Length > ImportLimits.MaxCellLength)
        {
            throw new FileProblemException(ImportReason.CellTooLong, line, Datum.Number(ImportLimits.MaxCellLength));
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            cells[name] = text;
        }
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Valid(value.GetString),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => string.Empty,
    };

    /// <summary>A lone surrogate, written as an escape, is no text: it is shown as U+FFFD, which the checks of records refuse.</summary>
    private static string Valid(Func<string?> text)
    {
        try
        {
            return text() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
