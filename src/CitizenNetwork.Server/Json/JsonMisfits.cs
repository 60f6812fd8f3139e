using System.Text.Json;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Json;

/// <summary>
/// Finds every field of a request that the parser would refuse, so that the caller is told all of them by their paths, with
/// what would fit. Only run on what the parser has refused.
/// </summary>
internal sealed class JsonMisfits
{
    /// <summary>Values that are looked at: a hostile request must not cost more than it is worth.</summary>
    private const int MaxSeen = 10_000;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonRequestReader.MaxDepth };

    private readonly Violations _violations = new();
    private int _seen;

    /// <summary>What does not fit; nothing when the text is no JSON at all or is refused for something else.</summary>
    public Violations Find(string json, MessageDescriptor type)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Walk(document.RootElement, type, string.Empty);
            }

            return _violations;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for an escaped half of a character, which is no text.
            return new Violations();
        }
    }

    private void Walk(JsonElement json, MessageDescriptor type, string path)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (++_seen > MaxSeen)
            {
                return;
            }

            // Both spellings are names of protobuf JSON: displayName and display_name.
            var field = type.Fields.InFieldNumberOrder().FirstOrDefault(known => property.NameEquals(known.JsonName) || property.NameEquals(known.Name));
            if (field is null)
            {
                var name = JsonRefusals.Echo(property.Name);
                _violations.Add(At(path, name), ViolationCode.UnknownField, Datum.Text(name), Datum.Text(string.Join(", ", type.Fields.InFieldNumberOrder().Select(known => known.JsonName))));
            }
            else if (property.Value.ValueKind == JsonValueKind.Null)
            {
                // As good as left out.
            }
            else if (field.IsMap || !field.IsRepeated)
            {
                Check(field, property.Value, At(path, field.Name), property.Value.GetRawText());
            }
            else if (property.Value.ValueKind != JsonValueKind.Array)
            {
                Misfit(At(path, field.Name), $"[{Example(field)}]");
            }
            else
            {
                var i = 0;
                foreach (var item in property.Value.EnumerateArray().Take(MaxSeen))
                {
                    Check(field, item, $"{At(path, field.Name)}[{i++}]", $"[{item.GetRawText()}]");
                }
            }
        }
    }

    private void Check(FieldDescriptor field, JsonElement value, string at, string raw)
    {
        if (field.FieldType == FieldType.Message && !field.IsMap && !IsWellKnown(field.MessageType))
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                Walk(value, field.MessageType, at);
            }
            else
            {
                Misfit(at, Example(field));
            }
        }
        else if (field.FieldType == FieldType.Enum && value.ValueKind == JsonValueKind.String)
        {
            var name = value.GetString()!;
            if (field.EnumType.FindValueByName(name) is null)
            {
                _violations.Add(
                    at,
                    ViolationCode.UnknownEnumValue,
                    Datum.Text(JsonRefusals.Echo(name)),
                    Datum.Text(string.Join(", ", field.EnumType.Values.Skip(1).Select(known => known.Name))));
            }
        }
        else if (++_seen <= MaxSeen && !Fits(field, raw))
        {
            if (field.FieldType == FieldType.String && value.ValueKind == JsonValueKind.String)
            {
                // Half of a character, escaped.
                _violations.Add(at, ViolationCode.InvalidText);
            }
            else
            {
                Misfit(at, Example(field));
            }
        }
    }

    /// <summary>Whether the parser takes the value by itself.</summary>
    private static bool Fits(FieldDescriptor field, string raw)
    {
        try
        {
            JsonRequestReader.Parser.Parse($"{{\"{field.JsonName}\":{raw}}}", field.ContainingType);
            return true;
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    private void Misfit(string at, string example) => _violations.Add(at, ViolationCode.BadPattern, Datum.Text(example));

    private static string Example(FieldDescriptor field) => field.FieldType switch
    {
        _ when field.IsMap => "{ \"…\": … }",
        FieldType.Bool => "true",
        FieldType.String => "\"…\"",
        FieldType.Bytes => "\"AA==\"",
        FieldType.Double or FieldType.Float => "0.5",
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64 => "\"12\"",
        FieldType.Enum => $"\"{field.EnumType.Values[^1].Name}\"",
        FieldType.Message => field.MessageType.FullName switch
        {
            "google.protobuf.Timestamp" => "\"2026-11-30T10:00:00Z\"",
            "google.protobuf.Duration" => "\"1.5s\"",
            "google.protobuf.FieldMask" => "\"title,description\"",
            _ => $"{{ \"{field.MessageType.Fields.InFieldNumberOrder().FirstOrDefault()?.JsonName ?? "…"}\": … }}",
        },
        _ => "12",
    };

    private static bool IsWellKnown(MessageDescriptor type) => type.File.Package == "google.protobuf";

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
