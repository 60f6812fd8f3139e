using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.UnitTests.Matching;

namespace CitizenNetwork.UnitTests.Networks;

public sealed class WeightTableTests
{
    [Fact]
    public void Default_EveryCategory_HasTheWeightsThatAreWritten()
    {
        Assert.Equal([0.30, 0.30, 0.30, 0.40], Enum.GetValues<MatchCategory>().Select(category => WeightTable.Default.Of(category, Signal.NeedFit)));
        Assert.Equal([0, 0.08, 0, 0], Enum.GetValues<MatchCategory>().Select(category => WeightTable.Default.Of(category, Signal.Effort)));
        Assert.All(Enum.GetValues<MatchCategory>(), category => Assert.True(WeightTable.Default.CanRank(category)));
        Assert.DoesNotContain(WeightTable.Default.Pairs, pair => pair.Signal == Signal.Phase);
    }

    [Fact]
    public void With_SomeWeights_ReplacesThemAloneAndLeavesTheOtherCategories()
    {
        var table = WeightTable.Default.With([new(MatchCategory.Partner, Signal.Text, 0.9), new(MatchCategory.Partner, Signal.Phase, 1)]);

        Assert.Equal((0.9, 0.25, 0), (table.Of(MatchCategory.Partner, Signal.Text), table.Of(MatchCategory.Partner, Signal.Themes), table.Of(MatchCategory.Partner, Signal.Phase)));
        Assert.False(table.IsSame(WeightTable.Default, MatchCategory.Partner));
        Assert.True(table.IsSame(WeightTable.Default, MatchCategory.Funding));
        Assert.Equal(0.20, WeightTable.Default.Of(MatchCategory.Partner, Signal.Text));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [Trait("seed", "004-25")]
    [Trait("feature", "F24")]
    public void Suggest_WithOtherWeights_ContributionsStillAddUpToTheScore(int seed)
    {
        var world = new GeneratedWorld(seed).Make();
        Random random = new(seed);
        var table = WeightTable.Default.With(WeightTable.Default.Pairs.Select(pair => new SignalWeight(pair.Category, pair.Signal, random.NextDouble())));
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            var matches = World.Matcher.Suggest(world.View(), world.Query(category, take: 500) with { Weights = table }).Matches;

            Assert.NotEmpty(matches);
            Assert.All(matches, match => Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), 12));
            Assert.All(matches, match => Assert.Equal(1, match.Reasons.Sum(reason => reason.Weight), 9));
            var (own, other) = (matches[0].Reasons.Single(reason => reason.Signal == Signal.Text), matches[0].Reasons.Single(reason => reason.Signal == Signal.Freshness));
            Assert.Equal(table.Of(category, Signal.Text) / table.Of(category, Signal.Freshness), own.Weight / other.Weight, 9);
        }
    }

    [Fact]
    [Trait("seed", "002-22")]
    public void Of_ANetwork_BringsItsWeightsAndItsThemesBesideTheAskers()
    {
        var world = new World { Preferences = MatchPreferences.None with { PriorityThemes = ["health", "food"] } };
        var network = Samples.Network("anjou") with { PriorityThemes = ["mobility", "food"], Weights = [new(MatchCategory.Host, Signal.Text, 0.7)] };

        var query = world.Query(MatchCategory.Host).Of(network);

        Assert.Equal(["mobility", "food", "health"], query.Preferences.PriorityThemes.AsEnumerable());
        Assert.Equal(0.7, query.Weights.Of(MatchCategory.Host, Signal.Text));
        Assert.Equal(world.Query(MatchCategory.Host).Weights, world.Query(MatchCategory.Host).Of(null).Weights);
    }
}
