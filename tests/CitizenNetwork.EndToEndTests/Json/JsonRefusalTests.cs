using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>What the face refuses, and how it tells it.</summary>
[Collection(JsonServer.Name)]
public sealed class JsonRefusalTests(ServerFixture server) : IDisposable
{
    private const string ListActors = "citizennetwork.v1.ActorsService/ListActors";
    private const string CreateActor = "citizennetwork.v1.ActorsService/CreateActor";
    private const string SuggestMatches = "citizennetwork.v1.MatchingService/SuggestMatches";
    private readonly JsonCaller _json = new(server.HttpAddress, server.Key, "en");

    public void Dispose() => _json.Dispose();

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/grpc")]
    [InlineData("application/jsonp")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task MediaType_Other_IsRefused(string mediaType)
    {
        var answer = await _json.PostAsync(ListActors, JsonCaller.Bytes("{}"u8.ToArray(), mediaType));
        answer.AssertRefused(415, StatusCode.InvalidArgument, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Contains("application/json", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MediaType_MissingOrCompressed_IsRefused()
    {
        (await _json.PostAsync(ListActors, new ByteArrayContent("{}"u8.ToArray()))).AssertRefused(415, StatusCode.InvalidArgument, "UNSUPPORTED_MEDIA_TYPE");
        var compressed = JsonCaller.Json("{}");
        compressed.Headers.ContentEncoding.Add("gzip");
        (await _json.PostAsync(ListActors, compressed)).AssertRefused(415, StatusCode.InvalidArgument, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal(200, (await _json.PostAsync(ListActors, JsonCaller.Bytes("{}"u8.ToArray(), "Application/JSON; charset=\"UTF-8\""))).Http);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_OverTheLimit_IsRefusedWithTheLimit(bool isChunked)
    {
        void Chunked(HttpRequestMessage request) => request.Headers.TransferEncodingChunked = isChunked;
        var limit = ServerSettings.MaxMessageBytes;
        Assert.Equal(200, (await _json.PostAsync(ListActors, JsonCaller.Json("{}".PadRight(limit)), Chunked)).Http);
        var answer = await _json.PostAsync(ListActors, JsonCaller.Json("{}".PadRight(limit + 1)), Chunked);
        answer.AssertRefused(413, StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE");
        Assert.Equal($"{limit}", answer.Info.Metadata["limit_bytes"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("{} {}")]
    [InlineData("{\"pageSize\":}")]
    [InlineData("{\"pageSize\":1,}")]
    [InlineData("{'pageSize':1}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Body_NotAMessage_IsRefusedInTheWordsOfTheParser(string body)
    {
        var answer = await _json.PostAsync(ListActors, body);
        answer.AssertRefused(400, StatusCode.InvalidArgument, "MALFORMED_JSON");
        Assert.Contains(answer.Info.Metadata["parser"], answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_NotUtf8_IsRefused() =>
        (await _json.PostAsync(ListActors, JsonCaller.Bytes([.. "{\"perimeter\":\""u8, 0xC3, 0x28, .. "\"}"u8]))).AssertRefused(400, StatusCode.InvalidArgument, "MALFORMED_JSON");

    [Fact]
    public async Task Text_HalfACharacter_IsRefusedByItsField()
    {
        var answer = await _json.PostAsync(ListActors, "{\"perimeter\":\"\\ud800\"}");
        answer.AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        Assert.Equal("INVALID_TEXT", answer.Violations["perimeter"].Reason);
    }

    [Fact]
    public async Task Body_TooDeep_IsRefused()
    {
        const int depth = 100_000;
        foreach (var body in new[] { new string('[', depth), $"{{\"kinds\":{new string('[', depth)}{new string(']', depth)}}}", string.Concat(Enumerable.Repeat("{\"a\":", depth)) })
        {
            (await _json.PostAsync(ListActors, body)).AssertRefused(400, StatusCode.InvalidArgument, "MALFORMED_JSON");
        }
    }

    [Fact]
    public async Task Body_TwoValuesOfAOneof_IsRefused()
    {
        var answer = await _json.PostAsync(SuggestMatches, """{"subject":{"initiative":"initiatives/a","need":"initiatives/a/needs/b"}}""");
        answer.AssertRefused(400, StatusCode.InvalidArgument, "MALFORMED_JSON");
        Assert.Contains("oneof", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_Wrong_AreAllNamedWithWhatWouldFit()
    {
        var answer = await _json.PostAsync(
            CreateActor,
            """
            {"actor":{"displayNam":"x","kind":"ASSOCIATION","roles":["ACTOR_ROLE_HOST","HOST"],"themes":"mobility","doNotSolicit":"yes","createTime":"yesterday"},"actorId":12,"updateMask":null}
            """);
        answer.AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        var violations = answer.Violations;
        Assert.Equal(
            ["actor.create_time", "actor.displayNam", "actor.do_not_solicit", "actor.kind", "actor.roles[1]", "actor.themes", "actor_id", "updateMask"],
            violations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("UNKNOWN_FIELD", violations["actor.displayNam"].Reason);
        Assert.Contains("displayName", violations["actor.displayNam"].Description, StringComparison.Ordinal);
        Assert.Equal("UNKNOWN_ENUM_VALUE", violations["actor.kind"].Reason);
        Assert.Contains("ACTOR_KIND_ASSOCIATION", violations["actor.kind"].Description, StringComparison.Ordinal);
        Assert.Contains("ACTOR_ROLE_HOST", violations["actor.roles[1]"].Description, StringComparison.Ordinal);
        Assert.Contains("true", violations["actor.do_not_solicit"].Description, StringComparison.Ordinal);
        Assert.Contains("2026-11-30T10:00:00Z", violations["actor.create_time"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enum_UnknownNumber_IsRefusedAsOnTheWire()
    {
        var answer = await _json.PostAsync(CreateActor, """{"actor":{"displayName":"x","kind":99,"commune":"COM-49007"}}""");
        answer.AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        Assert.Contains("ACTOR_KIND_ASSOCIATION", answer.Violations["actor.kind"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_OfTheCaller_AreCutInTheAnswer()
    {
        var answer = await _json.PostAsync(CreateActor, $$$"""{"actor":{"kind":"{{{new string('x', 1_000_000)}}}","{{{new string('y', 1_000_000)}}}":1} }""");
        answer.AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        Assert.InRange(answer.Text.Length, 1, 10_000);
    }

    [Fact]
    public async Task Unreadable_WithoutKey_IsUnauthenticated()
    {
        using JsonCaller stranger = new(server.HttpAddress);
        foreach (var content in new HttpContent[] { JsonCaller.Json("{"), JsonCaller.Json("{\"x\":1}"), new StringContent("{}"), JsonCaller.Json("{}".PadRight(ServerSettings.MaxMessageBytes + 1)) })
        {
            (await stranger.PostAsync(CreateActor, content)).AssertRefused(401, StatusCode.Unauthenticated, "API_KEY_REQUIRED");
        }
    }

    [Fact]
    public async Task Paths_ThatAreNoMethod_AreTold()
    {
        (await _json.PostAsync("citizennetwork.v1.ActorsService/Nothing", "{}")).AssertRefused(404, StatusCode.Unimplemented, "UNKNOWN_METHOD");
        (await _json.PostAsync("citizennetwork.v1.Nothing/GetActor", "{}")).AssertRefused(404, StatusCode.Unimplemented, "UNKNOWN_METHOD");
        (await _json.PostAsync("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "{}")).AssertRefused(501, StatusCode.Unimplemented, "NOT_ON_JSON");
        foreach (var verb in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Trace })
        {
            using var answer = await _json.SendAsync(verb, ListActors);
            Assert.Equal(405, (int)answer.StatusCode);
            Assert.Equal(["POST"], answer.Content.Headers.Allow);
            Assert.Contains("POST_ONLY", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deadline_Passed_IsTold()
    {
        var answer = await _json.PostAsync(ListActors, JsonCaller.Json("{}"), request => request.Headers.Add("grpc-timeout", "1n"));
        Assert.Equal(504, answer.Http);
        Assert.Equal((int)StatusCode.DeadlineExceeded, answer.Status.Code);
        foreach (var ignored in new[] { "soon", "10", "1Q", "999999999S", "-1S" })
        {
            Assert.Equal(200, (await _json.PostAsync(ListActors, JsonCaller.Json("{}"), request => request.Headers.TryAddWithoutValidation("grpc-timeout", ignored))).Http);
        }
    }

    [Fact]
    public async Task Body_Damaged_IsNeverADefect()
    {
        const int cases = 500;
        const string alphabet = "{}[]\",:0eE-+.\\u\u00e9 tfn";
        var valid = """{"subject":{"draft":{"sentence":"Réparer des vélos","commune":"COM-49007","themes":["mobility"],"needs":[{"kind":"NEED_KIND_ROOM","title":"x","quantity":{"amount":"12"}}]}},"pageSize":3}""";
        Random random = new(20261123);
        for (var i = 0; i < cases; i++)
        {
            StringBuilder body = new(valid);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                body[random.Next(body.Length)] = alphabet[random.Next(alphabet.Length)];
            }

            var answer = await _json.PostAsync(SuggestMatches, body.ToString());
            Assert.True(answer.Http is 200 or 400, $"{answer.Http} for {body}");
            Assert.True(answer.Http == 200 || answer.Status.Code == (int)StatusCode.InvalidArgument);
        }
    }
}
