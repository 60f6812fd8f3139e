using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Networks;

/// <summary>A network's weights in the answers, and other weights tried before they are used, over the demo network.</summary>
[Collection(DemoServer.Name)]
[Trait("seed", "004-25")]
[Trait("feature", "F24")]
public sealed class SimulateRankingTests(DemoFixture server) : IAsyncLifetime
{
    private static readonly SignalWeight[] s_nearness =
        [.. new[] { MatchCategory.Partner, MatchCategory.Host, MatchCategory.Resource }.Select(category => new SignalWeight { Category = category, Signal = Signal.Distance, Weight = 1 })];

    private Network _network = null!;

    public async Task InitializeAsync() => _network = await server.Wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = new Network(Samples.Network("Réseau d’Anjou")) { PriorityThemes = { "food" } } });

    public async Task DisposeAsync() => await server.Wire.Networks.DeleteNetworkAsync(new DeleteNetworkRequest { Name = _network.Name });

    [Fact]
    public async Task SimulateRanking_TheWeightsInUse_MovesNothing()
    {
        var open = (await server.Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { PageSize = 200, Perimeter = Samples.MaineEtLoire })).Initiatives.Count(initiative => initiative.SubState != SubState.Closed);

        var unchanged = await SimulateAsync(server.Wire);
        await UseAsync(s_nearness);
        var changed = await SimulateAsync(server.Wire, s_nearness);

        Assert.Equal((1, 2), (unchanged.WeightsVersion, changed.WeightsVersion));
        Assert.All([unchanged, changed], answer =>
        {
            Assert.Equal((open, 0), (answer.QueryCount, answer.LeftOutCount));
            Assert.Empty(answer.Queries);
            Assert.Empty(answer.Gains);
            Assert.Empty(answer.Losses);
            Assert.Contains("Aucun candidat", answer.Text, StringComparison.Ordinal);
        });
        Assert.True(open > 3);
    }

    [Fact]
    public async Task SimulateRanking_OtherWeights_TellsWhatSuggestMatchesAnswersOnceTheyAreUsed()
    {
        var (initiative, category) = (DemoFixture.SharedGarden, MatchCategory.Resource);
        var before = await OrderAsync(initiative, category);
        var answer = await SimulateAsync(server.Wire, s_nearness);
        await UseAsync(s_nearness);
        var after = await OrderAsync(initiative, category);

        var expected = before.Take(10).Union(after.Take(10), StringComparer.Ordinal)
            .Select(name => (Name: name, From: before.IndexOf(name) + 1, To: after.IndexOf(name) + 1))
            .Where(move => move.From != move.To)
            .OrderBy(move => move.To)
            .ToList();
        var query = answer.Queries.Single(query => query.Initiative == initiative);
        Assert.NotEmpty(expected);
        Assert.NotEmpty(query.Title);
        Assert.Equal(expected, query.Moves.Where(move => move.Category == category).Select(move => (move.Candidate, move.FromPosition, move.ToPosition)));
        Assert.All(answer.Queries.SelectMany(moved => moved.Moves), move => Assert.Equal((move.FromPosition > 10, move.ToPosition > 10), (move.Entered, move.Left)));
        Assert.All(answer.Gains, shift => Assert.True(shift.MeanChange > 0 && shift.Title.Length > 0 && shift.AnswerCount > 0));
        Assert.All(answer.Losses, shift => Assert.True(shift.MeanChange < 0));
        Assert.True(answer.Gains.Count > 0 && answer.Losses.Count > 0 && answer.Gains.Any(shift => shift.EnteredFirstFive > 0));
    }

    [Fact]
    public async Task SimulateRanking_InBothLanguages_SaysTheSameInOtherWords()
    {
        var (french, english) = (await SimulateAsync(server.Wire, s_nearness), await SimulateAsync(server.English, s_nearness));

        Assert.Contains($"« {french.Gains[0].Title} »", french.Text, StringComparison.Ordinal);
        Assert.Contains($"“{french.Losses[0].Title}”", english.Text, StringComparison.Ordinal);
        Assert.NotEqual(french.Text, english.Text);
        (french.Text, english.Text) = (string.Empty, string.Empty);
        Assert.Equal(french.ToByteString(), english.ToByteString());
    }

    [Fact]
    public async Task SimulateRanking_OfGivenQueries_AsksThemAloneInTheirOrder()
    {
        var all = await SimulateAsync(server.Wire, s_nearness);
        SimulateRankingRequest request = new() { Network = _network.Name, Weights = { s_nearness }, Queries = { DemoFixture.ThirdPlace, DemoFixture.SharedGarden } };

        var answer = await server.Wire.Networks.SimulateRankingAsync(request);

        Assert.Equal(2, answer.QueryCount);
        Assert.Equal(request.Queries.Select(name => all.Queries.Single(query => query.Initiative == name)), answer.Queries);
    }

    [Fact]
    public async Task SimulateRanking_WrongRequests_NameEveryFieldOrWhatIsMissing()
    {
        SimulateRankingRequest wrong = new()
        {
            Network = "anjou",
            Weights = { new SignalWeight { Category = MatchCategory.Partner, Signal = Signal.Text, Weight = -1 } },
            Queries = { "jardin", "initiatives/inconnue", DemoFixture.SharedGarden, DemoFixture.SharedGarden },
        };
        await server.AssertRefusedAsync(wire => wire.Networks.SimulateRankingAsync(wrong).ResponseAsync, "network", "weights[0].weight", "queries[0]", "queries[1]", "queries[3]");
        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => wire.Networks.SimulateRankingAsync(new SimulateRankingRequest { Network = "networks/inconnu" }).ResponseAsync);
    }

    [Fact]
    public async Task SuggestMatches_InANetworksName_UsesItsWeightsAndSaysWhichVersion()
    {
        await UseAsync(s_nearness);
        SuggestMatchesRequest request = new() { Subject = Asking.Initiative(DemoFixture.BikeWorkshop), Network = _network.Name, PageSize = 50 };

        var answer = await server.Wire.Matching.SuggestMatchesAsync(request);

        Assert.Equal((_network.Name, 2), (answer.Network, answer.WeightsVersion));
        foreach (var (group, match) in answer.Groups.SelectMany(group => group.Matches.Select(match => (group, match))))
        {
            Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), 1e-5);
            Assert.Equal(1, match.Reasons.Sum(reason => reason.Weight), 1e-5);

            // Its priority themes apply, and nearness counts as much as it set, against what it did not set.
            Assert.Contains(match.Reasons, reason => reason.Signal == Signal.PriorityTheme);
            Assert.Equal(group.Category != MatchCategory.Funding, match.Reasons.Any(reason => reason.Signal == Signal.Distance && Math.Abs((reason.Weight / match.Reason(Signal.PriorityTheme).Weight) - 5) < 1e-9));
        }

        var first = answer.Groups[0].Matches[1];
        var explained = await server.Wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = request.Subject, Candidate = first.Candidate, Network = _network.Name });
        Assert.Equal((first, 1, _network.Name, 2), (explained.Match, explained.BetterCount, explained.Network, explained.WeightsVersion));
    }

    [Fact]
    [Trait("seed", "003-16")]
    public async Task SimulateRanking_OtherHelpersAtAPhase_TellsWhatMovesOnceTheTableIsUsed()
    {
        // What is shared is worth half at every phase, unless it is advice: the rooms give way.
        PhaseTable table = new() { Factors = { new[] { Phase.Emergence, Phase.Consolidation, Phase.Realisation }.Select(phase => new PhaseFactor { Role = ActorRole.ResourceProvider, Phase = phase, Factor = 0.5 }) } };
        var before = await OrderAsync(DemoFixture.SharedGarden, MatchCategory.Resource);
        var answer = await server.Wire.Networks.SimulateRankingAsync(new SimulateRankingRequest { Network = _network.Name, PhaseTable = table });
        await server.Wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = new Network { Name = _network.Name, PhaseFactors = { table.Factors } }, UpdateMask = Samples.Mask("phase_factors") });
        var after = await OrderAsync(DemoFixture.SharedGarden, MatchCategory.Resource);
        var still = await SimulateAsync(server.Wire);

        var expected = before.Take(10).Union(after.Take(10), StringComparer.Ordinal).Where(name => before.IndexOf(name) != after.IndexOf(name)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Queries.Single(query => query.Initiative == DemoFixture.SharedGarden).Moves.Where(move => move.Category == MatchCategory.Resource).Select(move => move.Candidate).Order(StringComparer.Ordinal));
        Assert.Equal((2, 0), (still.WeightsVersion, still.Queries.Count));
    }

    [Fact]
    public async Task SuggestMatches_WithoutANetwork_AnswersAsBefore()
    {
        await UseAsync(s_nearness);
        var answer = await server.Wire.SuggestAsync(Asking.Initiative(DemoFixture.BikeWorkshop));

        Assert.Equal((string.Empty, 0), (answer.Network, answer.WeightsVersion));
        Assert.All(answer.Groups[0].Matches, match => Assert.Equal(0.15 / 0.20, match.Reason(Signal.Distance).Weight / match.Reason(Signal.Text).Weight, 1e-9));
    }

    [Fact]
    public async Task SuggestMatches_InAnUnknownNetworksName_IsRefused()
    {
        await server.AssertRefusedAsync(wire => AskAsync(wire, "anjou"), "network");
        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => AskAsync(wire, "networks/inconnu"));

        static async Task AskAsync(Wire wire, string network) => await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = Asking.Initiative(DemoFixture.BikeWorkshop), Network = network });
    }

    private async Task<SimulateRankingResponse> SimulateAsync(Wire wire, params SignalWeight[] weights) =>
        await wire.Networks.SimulateRankingAsync(new SimulateRankingRequest { Network = _network.Name, Weights = { weights } });

    private async Task UseAsync(SignalWeight[] weights) =>
        await server.Wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = new Network { Name = _network.Name, Weights = { weights } }, UpdateMask = Samples.Mask("weights") });

    private async Task<List<string>> OrderAsync(string initiative, MatchCategory category)
    {
        var answer = await server.Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = Asking.Initiative(initiative), Categories = { category }, Network = _network.Name, PageSize = 50 });
        return [.. answer.Groups.Single().Matches.Select(match => match.Candidate)];
    }
}
