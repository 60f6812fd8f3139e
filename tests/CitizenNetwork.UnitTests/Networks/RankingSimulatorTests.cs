using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Simulation;
using CitizenNetwork.UnitTests.Matching;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Networks;

[Trait("seed", "004-25")]
[Trait("feature", "F24")]
public sealed class RankingSimulatorTests
{
    private static readonly RankingSimulator s_simulator = new(World.Matcher);

    private static readonly SignalWeight[] s_nearness = [.. Enum.GetValues<MatchCategory>().Where(category => category != MatchCategory.Funding).Select(category => new SignalWeight(category, Signal.Distance, 1))];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Run_TheWeightsInUse_MovesNothing(int seed)
    {
        var world = new GeneratedWorld(seed).Make();

        AssertStill(Run(world, [], []), 5);
        AssertStill(Run(world, s_nearness, s_nearness), 5);
    }

    [Fact]
    public void Run_EveryWeightHalved_MovesNothingEither()
    {
        // They are ranked anew, and divided by their sum they are the same.
        var halved = WeightTable.Default.Pairs.Select(pair => new SignalWeight(pair.Category, pair.Signal, WeightTable.Default.Of(pair.Category, pair.Signal) / 2));

        AssertStill(Run(new GeneratedWorld(24).Make(), [], [.. halved]), 5);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(26)]
    public void Run_OtherWeights_TellsEveryMoveAmongTheFirstTenAsMatchingRanksThem(int seed)
    {
        var world = new GeneratedWorld(seed).Make();
        var result = Run(world, [], s_nearness);

        Assert.NotEmpty(result.Queries);
        foreach (var (asker, category) in Askers(world).SelectMany(asker => Enum.GetValues<MatchCategory>().Select(category => (asker, category))))
        {
            var before = Order(world, asker, category, WeightTable.Default);
            var after = Order(world, asker, category, WeightTable.Default.With(s_nearness));
            var expected = before.Take(10).Union(after.Take(10), StringComparer.Ordinal)
                .Select(name => (Name: name, From: before.IndexOf(name) + 1, To: after.IndexOf(name) + 1))
                .Where(move => move.From != move.To)
                .OrderBy(move => move.To);
            var moves = result.Queries.SingleOrDefault(query => query.Initiative == asker.Initiative.Id.Name)?.Moves.Where(move => move.Category == category).ToList() ?? [];

            Assert.Equal(expected, moves.Select(move => (move.Candidate, move.From, move.To)));
            Assert.All(moves, move => Assert.Equal((move.From > 10, move.To > 10), (move.Enters, move.Leaves)));
            Assert.Equal(moves.Count(move => move.Enters), moves.Count(move => move.Leaves));
        }

        Assert.DoesNotContain(result.Queries.SelectMany(query => query.Moves), move => move.Category == MatchCategory.Funding);
    }

    [Fact]
    public void Run_OtherWeights_SumsWhatEachRecordGainsAndLoses()
    {
        var result = Run(new GeneratedWorld(25).Make(), [], s_nearness);
        var moves = result.Queries.SelectMany(query => query.Moves).ToLookup(move => move.Candidate, StringComparer.Ordinal);

        foreach (var shift in result.Gains.Concat(result.Losses))
        {
            var own = moves[shift.Candidate].ToList();
            Assert.Equal((own.Count, own.Sum(move => move.From - move.To)), (shift.Answers, shift.TotalChange));
            Assert.Equal(own.Average(move => move.From - move.To), shift.MeanChange, 12);
            Assert.Equal((own.Count(move => move.From > 5 && move.To <= 5), own.Count(move => move.From <= 5 && move.To > 5)), (shift.EnteredFirst, shift.LeftFirst));
        }

        var sums = moves.Select(own => own.Sum(move => move.From - move.To)).ToList();
        Assert.Equal(sums.Where(sum => sum > 0).OrderDescending().Take(10), result.Gains.Select(shift => shift.TotalChange));
        Assert.Equal(sums.Where(sum => sum < 0).Order().Take(10), result.Losses.Select(shift => shift.TotalChange));
        Assert.NotEmpty(result.Gains);
        Assert.NotEmpty(result.Losses);
    }

    [Fact]
    public void Run_NearnessAlone_LetsTheNearRoomGainAndTheFarOneLose()
    {
        World world = new() { Resources = [Resource("loin") with { Commune = Saumur, Title = "Réparer des vélos ensemble" }, Resource("pres") with { Title = "Salle" }] };
        Assert.Equal(["loin", "pres"], Order(world, world.Asker, MatchCategory.Resource, Alone(Signal.Text)).Select(name => name.Split('/')[1]));

        var result = s_simulator.Run(world.View(), [world.Asker], new WeightTrial([], Alone(Signal.Text), Alone(Signal.Distance), PhaseTable.Default, PhaseTable.Default, Today), CancellationToken.None);

        Assert.Equal([("resources/pres", 2, 1), ("resources/loin", 1, 2)], Assert.Single(result.Queries).Moves.Select(move => (move.Candidate, move.From, move.To)));
        Assert.Equal(("resources/pres", "Salle", 1.0), (result.Gains.Single().Candidate, result.Gains.Single().Title, result.Gains.Single().MeanChange));
        Assert.Equal(("resources/loin", -1.0), (result.Losses.Single().Candidate, result.Losses.Single().MeanChange));

        static WeightTable Alone(Signal kept) =>
            WeightTable.Default.With(WeightTable.Default.Pairs.Where(pair => pair.Category == MatchCategory.Resource).Select(pair => new SignalWeight(pair.Category, pair.Signal, pair.Signal == kept ? 1 : 0)));
    }

    [Fact]
    public void Run_SameTrialTwice_GivesTheSameAnswer() =>
        Assert.Equal(Told(Run(new GeneratedWorld(27).Make(), [], s_nearness)), Told(Run(new GeneratedWorld(27).Make(), [], s_nearness)));

    [Fact]
    public void Run_MoreQueriesThanAllowed_LeavesOutTheLast()
    {
        World world = new() { Resources = [Resource("salle")] };
        Asker[] askers = [.. Enumerable.Range(0, RankingSimulator.MaxQueries + 5).Select(i => world.Asker with { Initiative = Initiative($"velos-{i}") })];

        Assert.Equal(RankingSimulator.MaxQueries, s_simulator.Run(world.View(), askers, Trial([], s_nearness), CancellationToken.None).Run);
    }

    [Fact]
    public void Run_Cancelled_Ends()
    {
        World world = new() { Resources = [Resource("salle")] };
        using CancellationTokenSource ended = new();
        ended.Cancel();

        Assert.Throws<OperationCanceledException>(() => s_simulator.Run(world.View(), [world.Asker], Trial([], s_nearness), ended.Token));
    }

    private static void AssertStill(SimulationResult result, int run)
    {
        Assert.Equal(run, result.Run);
        Assert.Empty(result.Queries);
        Assert.Empty(result.Gains);
        Assert.Empty(result.Losses);
    }

    /// <summary>The same asker in five communes.</summary>
    private static Asker[] Askers(World world) =>
        [.. new[] { Angers, Trelaze, Saumur, Cholet, Nantes }.Select((commune, i) => world.Asker with { Initiative = world.Initiative with { Id = new($"velos-{i}"), Commune = commune } })];

    private static SimulationResult Run(World world, SignalWeight[] used, SignalWeight[] proposed) =>
        s_simulator.Run(world.View(), Askers(world), Trial(used, proposed), CancellationToken.None);

    private static WeightTrial Trial(SignalWeight[] used, SignalWeight[] proposed) => WeightTrial.Of(Network("anjou") with { Weights = [.. used] }, [.. proposed], null, Today);

    private static ImmutableArray<string> Order(World world, Asker asker, MatchCategory category, WeightTable weights) =>
        [.. World.Matcher.Suggest(world.View(), world.Query(category, take: 500) with { Asker = asker, Weights = weights }).Matches.Select(match => match.Candidate)];

    private static IEnumerable<string> Told(SimulationResult result) =>
        result.Queries.Select(query => $"{query.Initiative}: {string.Join(", ", query.Moves)}").Concat(result.Gains.Concat(result.Losses).Select(shift => shift.ToString()));
}
