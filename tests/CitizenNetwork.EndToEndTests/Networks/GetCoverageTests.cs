using CitizenNetwork.EndToEndTests.Access;
using CitizenNetwork.EndToEndTests.Cli;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Networks;

/// <summary>What a network has and lacks, through the wire and on the command line.</summary>
[Trait("feature", "F5")]
public sealed class GetCoverageTests : IAsyncLifetime
{
    private TwoNetworks _world = null!;

    public async Task InitializeAsync()
    {
        _world = await TwoNetworks.StartAsync();
        await _world.AddSouthAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Coverage_OfANetwork_IsTheSameForWhoeverMayAsk()
    {
        GetCoverageRequest request = new() { Name = TwoNetworks.North, Level = TerritoryKind.Departement };
        var told = await _world.Roles["reader"].Networks.GetCoverageAsync(request);

        Assert.Equal(new CoverageCounts { InitiativeCount = 1, PartnerCount = 3, ResourceCount = 1 }, told.Total);
        var only = Assert.Single(told.Territories);
        Assert.Equal((Samples.MaineEtLoire, "Maine-et-Loire", told.Total), (only.Code, only.DisplayName, only.Counts));
        Assert.Equal([(NeedKind.Room, 1, 1), (NeedKind.Funding, 1, 0), (NeedKind.LegalHosting, 1, 0)], told.Needs.Select(need => (need.Kind, need.OpenCount, need.OfferCount)));
        Assert.Equal(told, await _world.Roles["coordinator"].Networks.GetCoverageAsync(request));
        Assert.Equal(told, await _world.Administrator.Networks.GetCoverageAsync(request));
        var both = await _world.WithAsync(new(Domain.Access.AccessRole.NetworkReader, TwoNetworks.North), new(Domain.Access.AccessRole.NetworkReader, TwoNetworks.South));
        Assert.Equal(told, await both.Networks.GetCoverageAsync(request));
        request.Name = TwoNetworks.South;
        Assert.NotEqual(told.Total, (await both.Networks.GetCoverageAsync(request)).Total);
    }

    [Fact]
    public async Task Coverage_PageByPage_HoldsEveryCommuneOnce()
    {
        var reader = _world.Roles["reader"];
        List<TerritoryCoverage> all = [];
        GetCoverageResponse? last = null;
        await Pages.AllAsync(
            async token => last = await reader.Networks.GetCoverageAsync(new GetCoverageRequest { Name = TwoNetworks.North, PageSize = 50, PageToken = token }), page => page.Territories, page => page.NextPageToken, all);

        Assert.Equal(last!.TerritoryCount, all.Count);
        Assert.Equal(all.Select(one => one.Code).Distinct().Order(StringComparer.Ordinal), all.Select(one => one.Code));
        Assert.Equal(1, all.Single(one => one.Code == Samples.Angers).Counts.InitiativeCount);
        var empty = await reader.Networks.GetCoverageAsync(new GetCoverageRequest { Name = TwoNetworks.North, OnlyEmpty = true, PageSize = 200 });
        Assert.Equal((last.EmptyCount, last.TerritoryCount), (empty.Territories.Count, empty.TerritoryCount));
        Assert.DoesNotContain(empty.Territories, one => one.Code == Samples.Angers);
    }

    [Fact]
    public async Task Coverage_ForWhoeverElseOrOfWhatIsNot_IsRefused()
    {
        await Refused(_world.Roles["nobody"], TwoNetworks.North, StatusCode.PermissionDenied, "NOT_ALLOWED");
        await Refused(_world.Roles["member"], TwoNetworks.North, StatusCode.PermissionDenied, "NOT_ALLOWED");
        await Refused(_world.Roles["anonymous"], TwoNetworks.North, StatusCode.Unauthenticated, "API_KEY_REQUIRED");
        await Refused(_world.Roles["reader"], TwoNetworks.South, StatusCode.NotFound, "RESOURCE_NOT_FOUND");
        await Refused(_world.Administrator, "networks/rien", StatusCode.NotFound, "RESOURCE_NOT_FOUND");
        (await WireError.OfAsync(async () => await _world.Administrator.Networks.GetCoverageAsync(new GetCoverageRequest { Name = "rien", Level = TerritoryKind.Region, PageSize = -1 })))
            .AssertInvalid("fr-FR", "name", "page_size", "level");
    }

    [Fact]
    public async Task Command_OfANetwork_ShowsItsTerritoriesAndWhatIsLacking()
    {
        var address = _world.Server.Server.GrpcAddress.ToString();
        var plain = await Citizennet.RunAsync(address, _world.Server.AdministratorKey, "networks", "coverage", TwoNetworks.North, "--level", "departement", "--lang", "en");
        var json = await Citizennet.RunAsync(address, _world.Server.AdministratorKey, "networks", "coverage", TwoNetworks.North, "--level", "departement", "--json");

        Assert.Equal(["networks/nord\t(the whole network)\t1\t3\t1\t0\t0", "DEP-49\tMaine-et-Loire\t1\t3\t1\t0\t0"], plain.Lines.Take(2));
        Assert.Contains("Needs without an offer: funding, legal-hosting", plain.Lines);
        Assert.Contains("0 of 1", plain.Error, StringComparison.Ordinal);
        Assert.Equal(await _world.Administrator.Networks.GetCoverageAsync(new GetCoverageRequest { Name = TwoNetworks.North, Level = TerritoryKind.Departement }), GetCoverageResponse.Parser.ParseJson(Assert.Single(json.Lines)));
        Assert.Equal(2, (await Citizennet.RunAsync(address, _world.Server.AdministratorKey, "networks", "coverage", "networks/rien")).Code);
    }

    private static async Task Refused(Wire wire, string network, StatusCode code, string reason) =>
        (await WireError.OfAsync(async () => await wire.Networks.GetCoverageAsync(new GetCoverageRequest { Name = network }))).AssertIs(code, reason, "fr-FR");
}
