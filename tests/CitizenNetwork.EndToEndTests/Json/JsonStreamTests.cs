using System.Text.Json;
using CitizenNetwork.EndToEndTests.Running;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>Server streams are JSON lines.</summary>
public sealed class JsonStreamTests
{
    private const string Watch = "grpc.health.v1.Health/Watch";

    [Fact]
    public async Task Watch_SendsEachStateAtOnce_AndEndsWithTheServer()
    {
        var server = await ServerFixture.StartAsync();
        using JsonCaller json = new(server.HttpAddress);
        using var answer = await json.SendAsync(HttpMethod.Post, Watch, JsonCaller.Json("{}"));
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.ToString());
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("SERVING", State(await lines.ReadLineAsync()));
        await server.DisposeAsync();
        Assert.Equal("NOT_SERVING", State(await lines.ReadLineAsync()));
        Assert.Null(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task Watch_PastItsDeadline_EndsWithALineThatSaysSo()
    {
        var server = await ServerFixture.StartAsync();
        using JsonCaller json = new(server.HttpAddress);
        var answer = await json.PostAsync(Watch, JsonCaller.Json("{\"service\":\"nothing\"}"), request => request.Headers.Add("grpc-timeout", "3S"));
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("SERVICE_UNKNOWN", State(lines[0]));
        using var last = JsonDocument.Parse(lines[1]);
        Assert.Equal((int)StatusCode.DeadlineExceeded, last.RootElement.GetProperty("error").GetProperty("code").GetInt32());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Watch_Unreadable_IsRefusedAsAnyCall()
    {
        var server = await ServerFixture.StartAsync();
        using JsonCaller json = new(server.HttpAddress);
        (await json.PostAsync(Watch, "{\"servce\":\"\"}")).AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        await server.DisposeAsync();
    }

    private static string? State(string? line)
    {
        using var document = JsonDocument.Parse(line!);
        return document.RootElement.GetProperty("status").GetString();
    }
}
