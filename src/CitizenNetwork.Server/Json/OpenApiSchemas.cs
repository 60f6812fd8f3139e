using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Json;

/// <summary>Schemas of messages and enums in their protobuf JSON form, each collected once under its full name.</summary>
internal sealed class OpenApiSchemas
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    public JsonObject All()
    {
        JsonObject all = [];
        foreach (var (name, schema) in _schemas)
        {
            all[name] = schema;
        }

        return all;
    }

    /// <summary>A reference to the schema of a message, which is made with all that it holds.</summary>
    public JsonObject Of(MessageDescriptor message)
    {
        if (!_schemas.ContainsKey(message.FullName))
        {
            // Entered before its fields are read: a message may hold itself.
            JsonObject schema = [];
            _schemas[message.FullName] = schema;
            Fill(schema, message);
        }

        return Reference(message.FullName);
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonObject Typed(string type, string? format = null)
    {
        JsonObject schema = new() { ["type"] = type };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return schema;
    }

    private void Fill(JsonObject schema, MessageDescriptor message)
    {
        schema["type"] = "object";
        switch (message.FullName)
        {
            case "google.protobuf.Timestamp":
                schema["type"] = "string";
                schema["format"] = "date-time";
                return;
            case "google.protobuf.Duration":
                schema["type"] = "string";
                schema["pattern"] = "^-?[0-9]+(\\.[0-9]{1,9})?s$";
                return;
            case "google.protobuf.FieldMask":
                schema["type"] = "string";
                return;
            case "google.protobuf.Any":
                schema["properties"] = new JsonObject { ["@type"] = Typed("string") };
                schema["required"] = new JsonArray("@type");
                return;
            case "google.protobuf.Empty":
                return;
            case var name when message.File.Package == "google.protobuf":
                throw new NotSupportedException($"{name} has a JSON form of its own, which this document does not know yet.");
        }

        JsonObject properties = [];
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            properties[field.JsonName] =
                field.IsMap ? new JsonObject { ["type"] = "object", ["additionalProperties"] = One(field.MessageType.FindFieldByNumber(2)) }
                : field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = One(field) }
                : One(field);
        }

        schema["properties"] = properties;
    }

    private JsonObject One(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType),
        FieldType.Enum => Of(field.EnumType),
        FieldType.Bool => Typed("boolean"),
        FieldType.String => Typed("string"),
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.Double => Typed("number", "double"),
        FieldType.Float => Typed("number", "float"),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Typed("integer", "int32"),
        FieldType.UInt32 or FieldType.Fixed32 => Typed("integer", "uint32"),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Typed("string", "int64"),
        FieldType.UInt64 or FieldType.Fixed64 => Typed("string", "uint64"),
        _ => throw new NotSupportedException($"{field.FullName} has a type that proto3 does not know."),
    };

    private JsonObject Of(EnumDescriptor type)
    {
        _schemas[type.FullName] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. type.Values.Select(value => (JsonNode)value.Name)]) };
        return Reference(type.FullName);
    }
}
