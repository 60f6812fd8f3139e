using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>What lies near a place, through the wire; every test looks for a word of its own.</summary>
[Collection(RecordsServer.Name)]
public sealed class SearchNearbyTests(ServerFixture server)
{
    /// <summary>A point of Angers some 2 km from the centre of Trélazé.</summary>
    private static readonly GeoPoint s_border = new() { Latitude = 47.4550, Longitude = -0.4900 };

    [Fact]
    [Trait("feature", "F14")]
    [Trait("seed", "001-9")]
    public async Task SearchNearby_OfACommune_OrdersWhatLiesThereByDistanceAndSaysHowMuch()
    {
        var centre = await RoomAsync("girafes", Samples.Trelaze);
        var border = await RoomAsync("girafes", Samples.Angers, s_border);
        var angers = await RoomAsync("girafes", Samples.Angers);
        await RoomAsync("girafes", Samples.Nantes);
        await RoomAsync("autruches", Samples.Trelaze);

        var answer = await server.Wire.Matching.SearchNearbyAsync(Request("Girafe"));

        Assert.Equal([centre.Name, border.Name, angers.Name], answer.Records.Select(record => record.Name));
        Assert.Equal((3, string.Empty), (answer.TotalCount, answer.NextPageToken));
        Assert.Equal(0, answer.Records[0].DistanceM);
        Assert.InRange(answer.Records[1].DistanceM, 1_000, 3_000);
        Assert.InRange(answer.Records[2].DistanceM, 5_000, 12_000);
        Assert.Equal((centre.Title, ServerFixture.Owner, "Porteur de tests"), (answer.Records[0].Title, answer.Records[0].Owner, answer.Records[0].OwnerTitle));
        Assert.Equal(centre.Themes, answer.Records[0].Themes);

        var all = Request("girafes", 1_000_000);
        all.PageSize = 3;
        var first = await server.Wire.Matching.SearchNearbyAsync(all);
        all.PageToken = first.NextPageToken;
        var second = await server.Wire.Matching.SearchNearbyAsync(all);
        Assert.Equal((4, 4), (first.TotalCount, second.TotalCount));
        Assert.Equal([3, 1], [first.Records.Count, second.Records.Count]);
        Assert.InRange(Assert.Single(second.Records).DistanceM, 70_000, 120_000);
        Assert.Empty(second.NextPageToken);
    }

    [Fact]
    [Trait("feature", "F14")]
    public async Task SearchNearby_OfAPointWithThemes_FindsAnyOfThem()
    {
        var culture = await RoomAsync("ocapis", Samples.Angers, s_border, "culture");
        var mobility = await RoomAsync("ocapis", Samples.Angers, s_border, "mobility", "youth");
        await RoomAsync("ocapis", Samples.Angers, s_border, "health");
        SearchNearbyRequest request = new() { Position = s_border, Category = MatchCategory.Resource, Text = "ocapi", Themes = { "culture", "youth" } };

        // At that very point, then around it; records that are equally near by name.
        foreach (var radius in new[] { 0, 50_000 })
        {
            request.RadiusM = radius;
            var answer = await server.Wire.Matching.SearchNearbyAsync(request);
            Assert.Equal(new[] { culture.Name, mobility.Name }.Order(StringComparer.Ordinal), answer.Records.Select(record => record.Name));
        }

        request.Order = SearchOrder.Text;
        Assert.Equal(2, (await server.Wire.Matching.SearchNearbyAsync(request)).TotalCount);
        request.Text = "éléphants";
        Assert.Equal(new SearchNearbyResponse(), await server.Wire.Matching.SearchNearbyAsync(request));
    }

    [Fact]
    [Trait("feature", "F14")]
    public async Task SearchNearby_AfterAChange_AnswersWithIt()
    {
        var made = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Amis des tapirs", commune: Samples.Trelaze) });
        var request = Request("tapirs");
        request.Category = MatchCategory.Partner;
        var found = Assert.Single((await server.Wire.Matching.SearchNearbyAsync(request)).Records);
        Assert.Equal((made.Name, made.DisplayName, made.Name, 0), (found.Name, found.Title, found.Owner, found.DistanceM));

        made.Position = s_border;
        await server.Wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("position") });
        Assert.InRange(Assert.Single((await server.Wire.Matching.SearchNearbyAsync(request)).Records).DistanceM, 1_000, 3_000);

        await server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = made.Name });
        Assert.Equal(0, (await server.Wire.Matching.SearchNearbyAsync(request)).TotalCount);
    }

    [Fact]
    [Trait("feature", "F14")]
    public async Task SearchNearby_OnTheJsonFace_AnswersTheSame()
    {
        await RoomAsync("lamas", Samples.Trelaze);
        var request = Request("lamas");
        using JsonCaller json = new(server.HttpAddress, server.Key);

        var answer = (await json.PostAsync("citizennetwork.v1.MatchingService/SearchNearby", JsonFormatter.Default.Format(request))).As<SearchNearbyResponse>();

        Assert.Equal(1, answer.TotalCount);
        Assert.Equal(await server.Wire.Matching.SearchNearbyAsync(request), answer);
    }

    [Fact]
    [Trait("feature", "F14")]
    public async Task SearchNearby_WrongFields_AreAllNamedAtOnce()
    {
        await server.AssertRefusedAsync(async wire => await wire.Matching.SearchNearbyAsync(new SearchNearbyRequest()), "category", "place");
        await server.AssertRefusedAsync(
            async wire => await wire.Matching.SearchNearbyAsync(new SearchNearbyRequest
            {
                Commune = "COM-00000",
                RadiusM = 20_000_001,
                Category = MatchCategory.Funding,
                Themes = { "licornes" },
                Text = new string('m', 201),
                PageSize = -1,
                PageToken = "xyz",
            }),
            "page_size",
            "page_token",
            "radius_m",
            "category",
            "themes[0]",
            "text",
            "commune");
        await server.AssertRefusedAsync(
            async wire => await wire.Matching.SearchNearbyAsync(new SearchNearbyRequest
            {
                Position = new GeoPoint { Latitude = 91, Longitude = double.NaN },
                RadiusM = -1,
                Category = MatchCategory.Resource,
                Order = SearchOrder.Text,
            }),
            "radius_m",
            "text",
            "position.latitude",
            "position.longitude");
    }

    private static SearchNearbyRequest Request(string text, int radius = 30_000) => new() { Commune = Samples.Trelaze, RadiusM = radius, Category = MatchCategory.Resource, Text = text };

    private async Task<Resource> RoomAsync(string word, string commune, GeoPoint? position = null, params string[] themes)
    {
        var room = Samples.Resource($"Une salle pour {word}", commune: commune);
        room.Position = position;
        room.Themes.Add(themes.Length == 0 ? ["food"] : themes);
        return await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = room });
    }
}
