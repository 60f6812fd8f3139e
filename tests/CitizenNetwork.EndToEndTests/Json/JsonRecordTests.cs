using System.Text.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>A record's life by JSON, and the form of what is answered.</summary>
[Collection(JsonServer.Name)]
public sealed class JsonRecordTests(ServerFixture server) : IDisposable
{
    private const string Actors = "citizennetwork.v1.ActorsService";
    private readonly JsonCaller _json = new(server.HttpAddress, server.Key);

    public void Dispose() => _json.Dispose();

    [Fact]
    public async Task Actor_CreatedChangedDeletedByJson_IsTheSameOnTheWire()
    {
        var id = Samples.NewId("velo");
        var created = (await _json.PostAsync(
            $"{Actors}/CreateActor",
            $$"""{"actor":{"displayName":"Vélo « écho » 🚲","kind":"ACTOR_KIND_ASSOCIATION","commune":"COM-49007","themes":["mobility"]},"actorId":"{{id}}"}""")).As<Actor>();
        Assert.Equal($"actors/{id}", created.Name);
        Assert.Equal("Vélo « écho » 🚲", created.DisplayName);
        Assert.Equal(created, await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = created.Name }));

        var changed = (await _json.PostAsync(
            $"{Actors}/UpdateActor",
            $$"""{"actor":{"name":"actors/{{id}}","display_name":"Roue libre","etag":"{{created.Etag}}"},"updateMask":"displayName"}""")).As<Actor>();
        Assert.Equal("Roue libre", changed.DisplayName);
        Assert.Equal(created.Themes, changed.Themes);
        Assert.Equal(changed, (await _json.PostAsync($"{Actors}/GetActor", new GetActorRequest { Name = created.Name })).As<Actor>());

        var stale = await _json.PostAsync($"{Actors}/DeleteActor", new DeleteActorRequest { Name = created.Name, Etag = created.Etag });
        stale.AssertRefused(409, StatusCode.Aborted, "STALE_ETAG");
        (await _json.PostAsync($"{Actors}/DeleteActor", new DeleteActorRequest { Name = created.Name })).As<Empty>();
        (await _json.PostAsync($"{Actors}/GetActor", new GetActorRequest { Name = created.Name })).AssertRefused(404, StatusCode.NotFound, "RESOURCE_NOT_FOUND");
        (await _json.PostAsync($"{Actors}/CreateActor", new CreateActorRequest { Actor = Samples.Actor("Encore"), ActorId = id })).AssertRefused(409, StatusCode.AlreadyExists, "ALREADY_EXISTS");
    }

    [Fact]
    public async Task Answer_HoldsEveryFieldInLowerCamelCase()
    {
        var call = await server.Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("Coup de pouce"), FundingCallId = Samples.NewId("appel") });
        var answer = await _json.PostAsync("citizennetwork.v1.FundingCallsService/GetFundingCall", new GetFundingCallRequest { Name = call.Name });
        Assert.Equal("application/json", answer.MediaType);
        using var document = JsonDocument.Parse(answer.Text);
        var record = document.RootElement;
        Assert.Equal("0", record.GetProperty("maxAmountCents").GetString());
        Assert.Equal(0, record.GetProperty("coFundingPercent").GetInt32());
        Assert.Equal("FUNDING_CALL_KIND_GRANT", record.GetProperty("kind").GetString());
        Assert.Equal("FLEXIBILITY_UNSPECIFIED", record.GetProperty("flexibility").GetString());
        Assert.False(record.GetProperty("requiresEss").GetBoolean());
        Assert.Equal(JsonValueKind.Array, record.GetProperty("themes").ValueKind);
        Assert.Equal(call.CreateTime.ToDateTimeOffset(), record.GetProperty("createTime").GetDateTimeOffset());
    }

    [Fact]
    public async Task Body_MissingEmptyOrWithByteOrderMark_IsRead()
    {
        var expected = (await _json.PostAsync($"{Actors}/ListActors", "{}")).As<ListActorsResponse>();
        Assert.NotEmpty(expected.Actors);
        Assert.Equal(expected, (await _json.PostAsync($"{Actors}/ListActors", content: null)).As<ListActorsResponse>());
        Assert.Equal(expected, (await _json.PostAsync($"{Actors}/ListActors", string.Empty)).As<ListActorsResponse>());
        Assert.Equal(expected, (await _json.PostAsync($"{Actors}/ListActors", JsonCaller.Bytes([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']))).As<ListActorsResponse>());
    }

    [Theory]
    [InlineData("", "fr-FR")]
    [InlineData("fr", "fr-FR")]
    [InlineData("de, en;q=0.8", "en-GB")]
    public async Task Refusal_IsToldInTheLanguageOfTheCaller(string accepted, string locale)
    {
        using JsonCaller json = new(server.HttpAddress, server.Key, accepted);
        var answer = await json.PostAsync($"{Actors}/CreateActor", "{}");
        answer.AssertRefused(400, StatusCode.InvalidArgument, "INVALID_FIELD");
        Assert.Contains("actor", answer.Violations.Keys);
        Assert.All(answer.Violations.Values, violation => Assert.Equal(locale, violation.LocalizedMessage.Locale));
        Assert.Equal(locale == "en-GB", answer.Status.Message == answer.Message);
    }

    [Fact]
    public async Task Host_WithoutOrWithAnotherPort_IsServedByThePortOfTheConnection()
    {
        foreach (var host in new[] { "reseau.example", $"reseau.example:{server.Server.GrpcAddress.Port}" })
        {
            var answer = await _json.PostAsync($"{Actors}/ListActors", JsonCaller.Json("{}"), request => request.Headers.Host = host);
            Assert.Equal(200, answer.Http);
        }
    }

    [Fact]
    public async Task PortOfGrpc_DoesNotServeTheFace()
    {
        using JsonCaller json = new(server.Server.GrpcAddress, server.Key);
        using var answer = await json.SendAsync(HttpMethod.Post, $"{Actors}/ListActors", JsonCaller.Json("{}"), request =>
        {
            request.Version = System.Net.HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.Host = server.HttpAddress.Authority;
        });
        Assert.Equal(415, (int)answer.StatusCode);
        Assert.NotEqual("application/json", answer.Content.Headers.ContentType?.MediaType);
    }
}
