using System.Net.Sockets;
using System.Text;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Security;

/// <summary>Answers say neither which program in which version gives them, nor where in it something went wrong.</summary>
[Collection(JsonServer.Name)]
public sealed class BannerTests(ServerFixture server)
{
    private static readonly string[] s_banners = ["Server", "X-Powered-By", "X-AspNet-Version"];

    /// <summary>What an exception's text or a framework's page would hold.</summary>
    private static readonly string[] s_traces = ["   at ", ".cs:line", "Exception", "System.", "Microsoft.", "Kestrel", "ASP.NET", "Npgsql", "Sqlite"];

    public static TheoryData<string, string, string?> Requests { get; } = new()
    {
        { "GET", "", null },
        { "GET", "nothing/here", null },
        { "GET", "health/live", null },
        { "DELETE", "health/live", null },
        { "GET", "citizennetwork.v1.ActorsService/GetActor", null },
        { "POST", "citizennetwork.v1.ActorsService/Explode", "{}" },
        { "POST", "citizennetwork.v1.ActorsService/GetActor", "{\"name\":" },
        { "POST", "citizennetwork.v1.ActorsService/GetActor", "{\"name\":\"actors/personne\"}" },
        { "POST", "citizennetwork.v1.ActorsService/ListActors", "{\"page_size\":-1}" },
        { "POST", "citizennetwork.v1.AdministrationService/GetStatus", "{}" },
        { "POST", "%00/%2e%2e/x", "{}" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Answer_OfTheJsonFace_TellsNothingOfTheProgram(string verb, string path, string? body)
    {
        using JsonCaller json = new(server.HttpAddress, server.Key);
        using var answer = await json.SendAsync(new HttpMethod(verb), path, body is null ? null : JsonCaller.Json(body));

        Assert.All(s_banners, banner => Assert.False(answer.Headers.Contains(banner), banner));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.All(s_traces, trace => Assert.DoesNotContain(trace, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: x\r\n\r\n")]
    public async Task Answer_OfARequestThatIsNone_TellsNothingOfTheProgram(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(server.HttpAddress.Host, server.HttpAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(stream, Encoding.ASCII);

        var answer = await reader.ReadToEndAsync();

        Assert.Matches("^HTTP/1\\.1 [45]", answer);
        Assert.All(s_banners, banner => Assert.DoesNotContain($"{banner}:", answer, StringComparison.OrdinalIgnoreCase));
        Assert.All(s_traces, trace => Assert.DoesNotContain(trace, answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_OfGrpc_TellsNothingOfTheProgram()
    {
        using var call = server.Wire.Actors.GetActorAsync(new Protocol.V1.GetActorRequest { Name = "actors/personne" });
        await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync);

        var metadata = (await call.ResponseHeadersAsync).Concat(call.GetTrailers()).Select(entry => entry.Key);
        Assert.Empty(metadata.Intersect(s_banners, StringComparer.OrdinalIgnoreCase));
    }
}
