using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Networks;

public sealed class NetworkRulesTests
{
    [Fact]
    [Trait("seed", "004-25")]
    [Trait("feature", "F24")]
    public void Check_EveryWeightThatThereIs_IsRight() => Assert.Empty(Told(Network("anjou") with
    {
        PriorityThemes = ["food", "mobility"],
        Weights = [.. WeightTable.Default.Pairs.Select((pair, i) => new SignalWeight(pair.Category, pair.Signal, i % 2 == 0 ? 1 : 0.25))],
    }));

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "network.display_name Required",
            "network.description TooLong",
            "network.perimeter[1] UnknownPerimeter",
            "network.priority_themes[0] UnknownTheme",
            "network.weights[0].category Required",
            "network.weights[0].signal Required",
            "network.weights[1].weight OutOfRange",
            "network.weights[2].weight OutOfRange",
            "network.weights[3].weight OutOfRange",
            "network.weights[4].signal NoWeight",
            "network.weights[5].signal NoWeight",
            "network.weights[6].signal NoWeight",
            "network.weights[7].signal Duplicate",
        ],
        Told(Network("anjou") with
        {
            DisplayName = "",
            Description = Of(5_001),
            Perimeter = [MaineEtLoire, new PerimeterCode("DEP-999")],
            PriorityThemes = ["velo"],
            Weights =
            [
                new(default, default, 0.5),
                new(MatchCategory.Partner, Signal.Text, -0.01),
                new(MatchCategory.Partner, Signal.Themes, 1.01),
                new(MatchCategory.Host, Signal.Themes, double.NaN),
                new(MatchCategory.Host, Signal.Phase, 0.5),
                new(MatchCategory.Host, Signal.Effort, 0.5),
                new(MatchCategory.Funding, Signal.Distance, 0.5),
                new(MatchCategory.Partner, Signal.Text, 0.5),
            ],
        }));

    [Theory]
    [InlineData(MatchCategory.Partner)]
    [InlineData(MatchCategory.Funding)]
    [InlineData(MatchCategory.Host)]
    [InlineData(MatchCategory.Resource)]
    public void Check_NothingLeftThatAlwaysCounts_IsToldUnlessOneOfThemStays(MatchCategory category)
    {
        // What counts only when the asker says something may stay: a bare sentence would be left without an order.
        Signal[] sometimes = category == MatchCategory.Host
            ? [Signal.Themes, Signal.Ess, Signal.PriorityTheme, Signal.Reciprocity, Signal.WaysOfWorking]
            : [Signal.NeedFit, Signal.Themes, Signal.Ess, Signal.PriorityTheme, Signal.Reciprocity, Signal.WaysOfWorking];
        SignalWeight[] zeros = [.. WeightTable.Default.Pairs.Where(pair => pair.Category == category && !sometimes.Contains(pair.Signal)).Select(pair => new SignalWeight(category, pair.Signal, 0))];

        Assert.Equal(["network.weights AllZero"], Told(Network("anjou") with { Weights = [.. zeros] }));
        Assert.All(zeros, kept => Assert.Empty(Told(Network("anjou") with { Weights = [.. zeros.Select(zero => zero == kept ? zero with { Weight = 0.01 } : zero)] })));
    }

    [Fact]
    public void Check_MoreWeightsThanThereAre_IsTold() => Assert.Contains(
        "network.weights TooMany",
        Told(Network("anjou") with { Weights = [.. Enumerable.Repeat(new SignalWeight(MatchCategory.Partner, Signal.Text, 0.5), WeightTable.Default.Pairs.Count() + 1)] }));

    [Fact]
    [Trait("seed", "003-16")]
    public void Check_EveryFactorThatThereIs_IsRight() => Assert.Empty(Told(Network("anjou") with
    {
        PhaseFactors = [.. PhaseTable.Default.Cells.Select((cell, i) => new PhaseFactor(cell.Role, cell.Kind, cell.Phase, i % 2 == 0 ? PhaseTable.Least : 1))],
    }));

    [Fact]
    [Trait("seed", "003-16")]
    public void Check_WrongFactors_NamesEveryWrongField() => Assert.Equal(
        [
            "network.phase_factors[0].helper Required",
            "network.phase_factors[0].phase Required",
            "network.phase_factors[0].factor OutOfRange",
            "network.phase_factors[1].factor OutOfRange",
            "network.phase_factors[2].factor OutOfRange",
            "network.phase_factors[4].phase Duplicate",
        ],
        Told(Network("anjou") with
        {
            PhaseFactors =
            [
                new(default, default, default, 0),
                new(ActorRole.Funder, default, Phase.Emergence, 1.01),
                new(default, ActorKind.Company, Phase.Emergence, double.NaN),
                new(default, ActorKind.Company, Phase.Realisation, 0.5),
                new(default, ActorKind.Company, Phase.Realisation, 0.6),
            ],
        }));

    [Fact]
    public void Check_MoreFactorsThanThereAre_IsTold() => Assert.Contains(
        "network.phase_factors TooMany",
        Told(Network("anjou") with { PhaseFactors = [.. Enumerable.Repeat(new PhaseFactor(ActorRole.Funder, default, Phase.Emergence, 0.5), PhaseTable.Default.Cells.Count() + 1)] }));

    private static IReadOnlyList<string> Told(Network network) => By(violations => NetworkRules.Check(network, "network", Reference, violations));
}
