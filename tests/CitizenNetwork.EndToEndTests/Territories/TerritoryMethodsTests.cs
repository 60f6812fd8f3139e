using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Territories;

/// <summary>The official code of territories through the wire, and old codes in records.</summary>
[Collection(RecordsServer.Name)]
[Trait("seed", "001-9")]
public sealed class TerritoryMethodsTests(ServerFixture server)
{
    private Wire Wire => server.Wire;

    [Fact]
    public async Task ResolveTerritory_OfOneName_IsTheTerritoryWithItsDepartement()
    {
        var answer = await Wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = "49800 Trelaze" });

        var trelaze = answer.Territory;
        Assert.Equal(("COM-49353", TerritoryKind.Commune, "Trélazé", "COM-49353"), (trelaze.Code, trelaze.Kind, trelaze.Name, trelaze.CurrentCode));
        Assert.Equal(["EPCI-244900015", "DEP-49", "REG-52", "PAYS-99100"], trelaze.Parents);
        Assert.Equal(("DEP-49", "Maine-et-Loire"), (trelaze.Departement, trelaze.DepartementName));
        Assert.Equal(["49800"], trelaze.PostCodes);
        Assert.InRange(trelaze.Density, 1_200, 1_500);
        Assert.InRange(trelaze.Centre.Latitude, 47.4, 47.5);
        Assert.Empty(answer.Candidates);
        Assert.Equal("C’est Trélazé (49).", answer.Explanation);
    }

    [Fact]
    public async Task ResolveTerritory_OfSeveral_ListsThemAndSaysWhatToAdd()
    {
        ResolveTerritoryRequest request = new() { Text = "Saint Denis" };
        var (french, english) = (await Wire.Territories.ResolveTerritoryAsync(request), await server.English.Territories.ResolveTerritoryAsync(request));

        Assert.Null(french.Territory);
        Assert.False(french.SimilarOnly);
        Assert.Equal(["La Réunion", "Seine-Saint-Denis"], french.Candidates.Take(2).Select(candidate => candidate.DepartementName));
        Assert.Equal(french.CandidateCount, french.Candidates.Count);
        Assert.Contains("« Saint-Denis (974) »", french.Explanation, StringComparison.Ordinal);
        Assert.Contains("add the département", english.Explanation, StringComparison.Ordinal);
        Assert.Equal(20, (await Wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = "Saint-J" })).Candidates.Count);
    }

    [Fact]
    public async Task ResolveTerritory_OfAPartOrAKind_SaysWhatRecordsBear()
    {
        var part = await Wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = "Marseille 15e", Kind = TerritoryKind.Commune });
        Assert.Equal(("COM-13215", TerritoryKind.MunicipalArrondissement, "COM-13055", "Marseille"), (part.Territory.Code, part.Territory.Kind, part.Territory.CurrentCode, part.Territory.CurrentName));
        Assert.Contains("Marseille (13)", part.Explanation, StringComparison.Ordinal);
        var epci = await Wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = "Lens-Liévin", Kind = TerritoryKind.Epci });
        Assert.Equal(TerritoryKind.Epci, epci.Territory.Kind);
        var none = await Wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = "Lens-Liévin", Kind = TerritoryKind.Region });
        Assert.Null(none.Territory);
    }

    [Fact]
    public async Task GetTerritory_OfAnyCode_IsItsTerritory()
    {
        Assert.Equal(TerritoryKind.Departement, (await GetAsync("DEP-2A")).Kind);
        Assert.Equal(TerritoryKind.Country, (await GetAsync("PAYS-99100")).Kind);
        Assert.Null((await GetAsync("COM-98735")).Centre);
        var gennes = await GetAsync("COM-49149");
        Assert.Equal(("Gennes", TerritoryKind.DelegatedCommune, "COM-49261", "DEP-49"), (gennes.Name, gennes.Kind, gennes.CurrentCode, gennes.Departement));
        Assert.Equal(TerritoryKind.MergedCommune, (await GetAsync("COM-01018")).Kind);

        async Task<Territory> GetAsync(string code) => await Wire.Territories.GetTerritoryAsync(new GetTerritoryRequest { Code = code });
    }

    [Fact]
    public async Task GetTerritory_OfAnUnknownCode_IsNotFound() =>
        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Territories.GetTerritoryAsync(new GetTerritoryRequest { Code = "COM-99999" }));

    [Fact]
    public async Task ListNearby_AroundACommune_PagesThemByDistance()
    {
        List<NearbyCommune> all = [];
        var pages = await Pages.AllAsync(
            async token => await Wire.Territories.ListNearbyAsync(new ListNearbyRequest { Commune = Samples.Angers, RadiusM = 10_000, PageSize = 5, PageToken = token }),
            page => page.Communes,
            page => page.NextPageToken,
            all);

        Assert.Equal(((all.Count + 4) / 5, "Angers", 0), (pages, all[0].Territory.Name, all[0].DistanceM));
        Assert.Contains("Trélazé", all.Select(near => near.Territory.Name));
        Assert.Equal(all.Count, all.DistinctBy(near => near.Territory.Code).Count());
        Assert.Equal(all.Select(near => near.DistanceM).Order(), all.Select(near => near.DistanceM));
        Assert.All(all, near => Assert.InRange(near.DistanceM, 0, 10_000));
        var once = await Wire.Territories.ListNearbyAsync(new ListNearbyRequest { Commune = Samples.Angers, RadiusM = 10_000 });
        Assert.Equal(once.Communes, all);
        Assert.Empty(once.UnplacedCommunes);
    }

    [Fact]
    public async Task ListNearby_WhereCentresAreNotKnown_SaysSo()
    {
        var near = await Wire.Territories.ListNearbyAsync(new ListNearbyRequest { Commune = "COM-85084", RadiusM = 1 });
        Assert.Equal(["COM-85165", "COM-85212"], near.UnplacedCommunes);
        var (french, _) = await server.AssertRefusedAsync(async wire => await wire.Territories.ListNearbyAsync(new ListNearbyRequest { Commune = "COM-98735", RadiusM = 1_000 }), "commune");
        Assert.Contains("Papeete", french["commune"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongFields_OfEveryMethod_AreAllNamed()
    {
        await server.AssertRefusedAsync(async wire => await wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Kind = TerritoryKind.MergedCommune }), "text", "kind");
        await server.AssertRefusedAsync(async wire => await wire.Territories.ResolveTerritoryAsync(new ResolveTerritoryRequest { Text = new string('a', 201) }), "text");
        await server.AssertRefusedAsync(async wire => await wire.Territories.GetTerritoryAsync(new GetTerritoryRequest()), "code");
        await server.AssertRefusedAsync(async wire => await wire.Territories.ListNearbyAsync(new ListNearbyRequest { PageSize = -1, PageToken = "x" }), "commune", "radius_m", "page_size", "page_token");
        await server.AssertRefusedAsync(async wire => await wire.Territories.ListNearbyAsync(new ListNearbyRequest { Commune = "DEP-49", RadiusM = 200_001 }), "commune", "radius_m");
    }

    [Fact]
    public async Task OldCodes_InEveryRecord_BecomeThoseOfToday()
    {
        var actor = Samples.Actor("Rive de Gennes", commune: "COM-49149");
        actor.ServedArea.Add(["COM-13215", "DEP-49"]);
        var made = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor });
        Assert.Equal("COM-49261", made.Commune);
        Assert.Equal(["COM-13055", "DEP-49"], made.ServedArea);

        var initiative = Samples.Initiative("Un jardin au bord de la Loire", "COM-49149");
        initiative.Needs.Add(new Need { Kind = NeedKind.Room, Title = "Une salle", Commune = "COM-49149" });
        var planted = await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = initiative });
        Assert.Equal(("COM-49261", "COM-49261"), (planted.Commune, planted.Needs[0].Commune));
        Assert.Equal("COM-49261", (await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Salle de Gennes", commune: "COM-49149") })).Commune);
        Assert.Equal(["COM-49261"], (await Wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = Samples.HostingOffer("Portage à Gennes", area: ["COM-49149"]) })).ServedArea);

        var call = Samples.FundingCall("Fonds de Gennes", area: ["COM-49149"]);
        Assert.Equal(["COM-49261"], (await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call })).EligibleArea);
        Assert.Contains(made.Name, (await Wire.Actors.ListActorsAsync(new ListActorsRequest { Perimeter = "COM-49149" })).Actors.Select(found => found.Name));
    }
}
