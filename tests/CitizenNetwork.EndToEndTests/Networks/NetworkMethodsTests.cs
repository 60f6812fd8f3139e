using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Networks;

/// <summary>The register of networks and the versions of their weights through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class NetworkMethodsTests(ServerFixture server) : StandardMethodsTests<Network>(server, new NetworkConcept())
{
    [Fact]
    [Trait("seed", "004-25")]
    public async Task CreateNetwork_WithItsSettings_KeepsThemAndTheirOrderDoesNotMatter()
    {
        var network = Samples.Network("Réseau d’Anjou", "DEP-49", "COM-44109");
        network.Description = "Ceux qui accueillent.";
        network.PriorityThemes.Add(["food", "mobility"]);
        network.Weights.Add([Weight(MatchCategory.Resource, Signal.Distance, 0), Weight(MatchCategory.Partner, Signal.Text, 0.4), Weight(MatchCategory.Partner, Signal.NeedFit, 1)]);
        network.WeightsVersion = 12;

        var made = await CreateAsync(network);
        var again = made.Clone();
        again.Weights.Clear();
        again.Weights.Add(made.Weights.Reverse());
        again = await Wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = again });

        (network.Name, network.Etag, network.CreateTime, network.UpdateTime, network.WeightsVersion) = (made.Name, made.Etag, made.CreateTime, made.UpdateTime, 1);
        Assert.Equal([(MatchCategory.Partner, Signal.NeedFit), (MatchCategory.Partner, Signal.Text), (MatchCategory.Resource, Signal.Distance)], made.Weights.Select(weight => (weight.Category, weight.Signal)));
        Assert.Equal(network.Weights.OrderBy(weight => weight.Weight), made.Weights.OrderBy(weight => weight.Weight));
        network.Weights.Clear();
        network.Weights.Add(made.Weights);
        Assert.Equal(network, made);
        Assert.Equal((made.Weights, 1), (again.Weights, again.WeightsVersion));
    }

    [Fact]
    public async Task ListNetworks_ByPerimeter_ReturnsThoseThatContainIt()
    {
        var (wide, near) = ((await CreateAsync(Samples.Network("La région", "REG-52"))).Name, (await CreateAsync(Samples.Network("La commune", Samples.Trelaze, "DEP-79"))).Name);

        Assert.Equal((true, true), await FoundAsync(Samples.Trelaze));
        Assert.Equal((true, false), await FoundAsync(Samples.Angers));
        Assert.Equal((false, true), await FoundAsync("DEP-79"));
        Assert.Equal((false, false), await FoundAsync("PAYS-99100"));

        async Task<(bool Wide, bool Near)> FoundAsync(string perimeter)
        {
            List<string> found = [];
            await Pages.AllAsync(async token => await Wire.Networks.ListNetworksAsync(new ListNetworksRequest { Perimeter = perimeter, PageToken = token }), page => page.Networks.Select(network => network.Name), page => page.NextPageToken, found);
            return (found.Contains(wide), found.Contains(near));
        }
    }

    [Fact]
    public async Task CreateNetwork_OutOfBounds_NamesEveryFieldWhereItWasSent()
    {
        var network = Samples.Network("Hors limites");
        network.Perimeter.Clear();
        network.PriorityThemes.Add("licornes");
        network.Weights.Add([Weight(MatchCategory.Resource, Signal.Text, 2), Weight(MatchCategory.Partner, Signal.Effort, 0.5), Weight(MatchCategory.Partner, Signal.Text, double.NaN), new SignalWeight()]);

        var (french, english) = await Server.AssertRefusedAsync(
            wire => wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = network }).ResponseAsync,
            "network.perimeter",
            "network.priority_themes[0]",
            "network.weights[0].weight",
            "network.weights[1].signal",
            "network.weights[2].weight",
            "network.weights[3].category",
            "network.weights[3].signal");

        Assert.Contains("effort demandé", french["network.weights[1].signal"], StringComparison.Ordinal);
        Assert.Contains("effort asked for", english["network.weights[1].signal"], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("seed", "003-16")]
    public async Task UpdateNetwork_WithItsOwnTableOfPhases_MakesAVersionAndKeepsIt()
    {
        var made = await CreateAsync(Samples.Network("Qui aide quand"));
        made.PhaseFactors.Add([new PhaseFactor { Kind = ActorKind.Company, Phase = Phase.Realisation, Factor = 0.5 }, new PhaseFactor { Role = ActorRole.Funder, Phase = Phase.Emergence, Factor = 1 }]);

        var changed = await Wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = made, UpdateMask = Samples.Mask("phase_factors") });
        changed.PhaseFactors.Clear();
        changed.PhaseFactors.Add(made.PhaseFactors.Reverse());
        var again = await Wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = changed });
        var versions = (await Wire.Networks.ListWeightVersionsAsync(new ListWeightVersionsRequest { Parent = made.Name })).Versions;

        Assert.Equal(made.PhaseFactors.OrderBy(one => one.Factor), again.PhaseFactors.OrderBy(one => one.Factor));
        Assert.Equal(2, again.WeightsVersion);
        Assert.Equal([again.PhaseFactors, []], versions.Select(version => version.PhaseFactors));
    }

    [Fact]
    [Trait("seed", "003-16")]
    public async Task CreateNetwork_WithAWrongTableOfPhases_NamesEveryFieldWhereItWasSent()
    {
        var network = Samples.Network("Table fausse");
        network.PhaseFactors.Add([new PhaseFactor(), new PhaseFactor { Role = ActorRole.Host, Phase = Phase.Emergence, Factor = 0.49 }, new PhaseFactor { Role = ActorRole.Host, Phase = Phase.Emergence, Factor = 1 }]);

        await Server.AssertRefusedAsync(
            wire => wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = network }).ResponseAsync,
            "network.phase_factors[0].helper",
            "network.phase_factors[0].phase",
            "network.phase_factors[0].factor",
            "network.phase_factors[1].factor",
            "network.phase_factors[2].phase");
    }

    [Fact]
    public async Task CreateNetwork_WithNoWeightLeftThatAlwaysCounts_NamesTheWeights()
    {
        var network = Samples.Network("Sans ordre");
        network.Weights.Add(new[] { Signal.Distance, Signal.Text, Signal.Freshness, Signal.Completeness, Signal.TerritoryLevel }.Select(signal => Weight(MatchCategory.Partner, signal, 0)));

        await Server.AssertRefusedAsync(wire => wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = network }).ResponseAsync, "network.weights");
    }

    [Fact]
    public async Task UpdateNetwork_OfWhatTheServiceSets_IsRefused()
    {
        var made = await CreateAsync(Samples.Network("Version imposée"));

        await Server.AssertRefusedAsync(wire => Concept.UpdateAsync(wire, made, Samples.Mask("weights_version")), "update_mask.paths[0]");
    }

    [Fact]
    [Trait("seed", "004-25")]
    [Trait("feature", "F24")]
    public async Task ListWeightVersions_InPages_TellsWhoSetWhatAndWhenNewestFirst()
    {
        var other = await Server.With(Server.AdministratorKey).Keys.CreateKeyAsync(new CreateKeyRequest { Source = "reseau", Label = "Réseau" });
        var made = await CreateAsync(Samples.Network("Trois versions"));
        Server.Clock.Now += TimeSpan.FromHours(2);
        made.Weights.Add(Weight(MatchCategory.Host, Signal.Text, 0.5));
        var second = await Server.With(Server.AdministratorKey).Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = made });
        await Concept.UpdateAsync(Wire, Concept.With(second, ("display_name", "Autre nom")), Samples.Mask("display_name"));
        await Concept.UpdateAsync(Wire, Samples.Network("Comme au début", Samples.Angers).Named(made.Name), Samples.Mask("weights"));

        List<WeightVersion> versions = [];
        await Pages.AllAsync(
            async token => await Wire.Networks.ListWeightVersionsAsync(new ListWeightVersionsRequest { Parent = made.Name, PageSize = 2, PageToken = token }),
            page => page.Versions,
            page => page.NextPageToken,
            versions);

        Assert.Equal([3L, 2L, 1L], versions.Select(version => version.Version));
        Assert.Equal([[], made.Weights, []], versions.Select(version => version.Weights));
        Assert.Equal((made.CreateTime, second.UpdateTime), (versions[2].CreateTime, versions[1].CreateTime));
        Assert.Equal([IdOf(Server.Key), IdOf(Server.AdministratorKey), IdOf(Server.Key)], versions.Select(version => version.KeyId));
        Assert.DoesNotContain(other.Key.KeyId, versions.Select(version => version.KeyId));

        static string IdOf(string key) => key.Split('_')[1];
    }

    [Fact]
    public async Task ListWeightVersions_WrongRequests_NameEveryFieldOrTheNetwork()
    {
        await Server.AssertRefusedAsync(
            wire => wire.Networks.ListWeightVersionsAsync(new ListWeightVersionsRequest { Parent = "nobody", PageSize = -1, PageToken = "?" }).ResponseAsync, "parent", "page_size", "page_token");
        await Server.AssertRefusedAsync(
            StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => wire.Networks.ListWeightVersionsAsync(new ListWeightVersionsRequest { Parent = "networks/nobody" }).ResponseAsync);
    }

    private static SignalWeight Weight(MatchCategory category, Signal signal, double weight) => new() { Category = category, Signal = signal, Weight = weight };

    private async Task<Network> CreateAsync(Network network) => await Wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = network });
}

/// <summary>Short ways to write networks.</summary>
file static class Writing
{
    public static Network Named(this Network network, string name) => new(network) { Name = name };
}
