using System.Text.Json.Nodes;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>The OpenAPI document says what the face does.</summary>
[Collection(JsonServer.Name)]
public sealed class OpenApiTests(ServerFixture server) : IAsyncLifetime
{
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        using JsonCaller json = new(server.HttpAddress);
        using var answer = await json.SendAsync(HttpMethod.Get, "openapi.json");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        _document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Paths_AreTheMethodsWithoutARequestStream()
    {
        Assert.Equal("3.1.0", (string?)_document["openapi"]);
        var expected = Api.Services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming).Select(method => $"/{method.Service.FullName}/{method.Name}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), _document["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
        var operations = _document["paths"]!.AsObject().Select(path => (string)path.Value!["post"]!["operationId"]!).ToList();
        Assert.Equal(operations.Count, operations.Distinct().Count());
    }

    [Fact]
    public void References_AllResolve()
    {
        var references = 0;
        foreach (var reference in References(_document))
        {
            references++;
            var found = reference.Split('/').Skip(1).Aggregate((JsonNode?)_document, (node, part) => node?[part]);
            Assert.True(found is not null, reference);
        }

        Assert.True(references > 100);
    }

    [Fact]
    public void Schemas_HoldEveryFieldAndEnumValue()
    {
        foreach (var method in Api.Services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming))
        {
            Check(method.InputType);
            Check(method.OutputType);
        }
    }

    [Fact]
    public void Key_IsAskedForWhereItIs()
    {
        Assert.Equal("x-api-key", (string?)_document["components"]!["securitySchemes"]!["apiKey"]!["name"]);
        Assert.Equal(["apiKey", "token"], _document["security"]!.AsArray().SelectMany(one => one!.AsObject()).Select(one => one.Key));
        Assert.Empty(_document["paths"]!["/grpc.health.v1.Health/Check"]!["post"]!["security"]!.AsArray());
        Assert.Equal(3, _document["paths"]!["/citizennetwork.v1.ActorsService/GetActor"]!["post"]!["security"]!.AsArray().Count);
        Assert.Null(_document["paths"]!["/citizennetwork.v1.ActorsService/CreateActor"]!["post"]!["security"]);
    }

    private void Check(MessageDescriptor message)
    {
        var schema = _document["components"]!["schemas"]![message.FullName];
        Assert.NotNull(schema);
        if (message.File.Package == "google.protobuf")
        {
            return;
        }

        Assert.Equal(message.Fields.InFieldNumberOrder().Select(field => field.JsonName), schema["properties"]!.AsObject().Select(property => property.Key));
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            if (field.FieldType == FieldType.Message && field.MessageType != message && !field.IsMap)
            {
                Check(field.MessageType);
            }
            else if (field.FieldType == FieldType.Enum)
            {
                Assert.Equal(
                    field.EnumType.Values.Select(value => value.Name),
                    _document["components"]!["schemas"]![field.EnumType.FullName]!["enum"]!.AsArray().Select(value => (string)value!));
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject holder => holder.SelectMany(property => property.Key == "$ref" ? [(string)property.Value!] : References(property.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
