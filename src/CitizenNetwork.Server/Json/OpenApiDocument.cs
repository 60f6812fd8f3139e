using System.Text.Json;
using System.Text.Json.Nodes;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Json;

/// <summary>Describes the face to tools (OpenAPI 3.1), from the descriptors of what it serves.</summary>
internal static class OpenApiDocument
{
    private const string KeyScheme = "apiKey";
    private const string TokenScheme = "token";
    private const string ErrorResponse = "Error";
    private const string LanguageParameter = "AcceptLanguage";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    public static byte[] Write(IEnumerable<JsonMethod> methods)
    {
        OpenApiSchemas schemas = new();
        JsonObject paths = [];
        foreach (var method in methods)
        {
            paths[method.Method.FullName] = new JsonObject { ["post"] = Operation(method, schemas) };
        }

        JsonObject document = new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "CitizenNetwork",
                ["version"] = "v1",
                ["description"] = $"The gRPC services as JSON over HTTP: one POST a method, messages as protobuf JSON (64-bit numbers are strings), errors as google.rpc.Status. Streams answer one JSON object a line. At most {ServerSettings.MaxMessageBytes} bytes a request.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = Credentials(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    [KeyScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = ApiKeys.MetadataKey },
                    [TokenScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
                ["parameters"] = new JsonObject
                {
                    [LanguageParameter] = new JsonObject
                    {
                        ["name"] = Language.MetadataKey,
                        ["in"] = "header",
                        ["description"] = "Language of the sentences: fr (else) or en.",
                        ["schema"] = new JsonObject { ["type"] = "string" },
                    },
                },
                ["responses"] = new JsonObject
                {
                    [ErrorResponse] = new JsonObject
                    {
                        ["description"] = "An error, with the HTTP status of its code.",
                        ["content"] = Content(JsonAnswers.MediaType, schemas.Of(Google.Rpc.Status.Descriptor)),
                    },
                },
                ["schemas"] = schemas.All(),
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, s_readable);
    }

    private static JsonObject Operation(JsonMethod method, OpenApiSchemas schemas)
    {
        var isStream = method.Method.Type == MethodType.ServerStreaming;
        var service = method.Method.ServiceName;
        JsonObject operation = new()
        {
            ["operationId"] = $"{service[(service.LastIndexOf('.') + 1)..]}_{method.Method.Name}",
            ["tags"] = new JsonArray(service),
            ["parameters"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/parameters/{LanguageParameter}" }),
            ["requestBody"] = new JsonObject { ["content"] = Content(JsonAnswers.MediaType, schemas.Of(method.Input)) },
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = isStream ? "One object a line." : "The answer.",
                    ["content"] = Content(isStream ? JsonAnswers.LinesMediaType : JsonAnswers.MediaType, schemas.Of(method.Output)),
                },
                ["default"] = new JsonObject { ["$ref"] = $"#/components/responses/{ErrorResponse}" },
            },
        };
        switch (MethodAccesses.Of(method.Method.FullName).Policy)
        {
            case V1.AccessPolicy.Open:
                operation["security"] = new JsonArray();
                break;
            case V1.AccessPolicy.Public:
                operation["security"] = Credentials(new JsonObject());
                break;
            default:
                break;
        }

        return operation;
    }

    /// <summary>One of the credentials, or what is given beside them.</summary>
    private static JsonArray Credentials(params ReadOnlySpan<JsonNode?> others) =>
        [.. others, new JsonObject { [KeyScheme] = new JsonArray() }, new JsonObject { [TokenScheme] = new JsonArray() }];

    private static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };
}
