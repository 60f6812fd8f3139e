using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Simulation;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.UnitTests.Texts;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>Who helps at which phase: the default, what a network makes of it, and how it is told.</summary>
[Trait("seed", "003-16")]
[Trait("feature", "F14")]
public sealed class PhaseTableTests
{
    private static readonly Phase[] s_phases = [Phase.Emergence, Phase.Consolidation, Phase.Realisation];

    /// <summary>A structure that advises and a company, alike but for their kinds, and somebody who looks for a partner.</summary>
    private static readonly World s_world = new World
    {
        Actors = [Actor("conseil") with { Kind = ActorKind.SupportStructure }, Actor("usine") with { Kind = ActorKind.Company }],
    };

    [Fact]
    public void Default_EveryRoleAndKindAtEveryPhase_HasAFactorThatNeverExcludes()
    {
        var rows = Enum.GetValues<ActorRole>().Where(role => role != default).Select(role => (role, default(ActorKind)))
            .Concat(Enum.GetValues<ActorKind>().Where(kind => kind != default).Select(kind => (default(ActorRole), kind)));

        Assert.Equal(rows.SelectMany(row => s_phases.Select(phase => (row.Item1, row.Item2, phase))).Order(), PhaseTable.Default.Cells.Order());
        Assert.All(PhaseTable.Default.Cells, cell => Assert.InRange(PhaseTable.Default.Of([cell.Role], cell.Kind, cell.Phase).Factor, PhaseTable.Least, 1));

        // Each helps fully at some phase: a role that never did would be a weight in disguise.
        Assert.All(rows, row => Assert.Contains(s_phases, phase => PhaseTable.Default.Of([row.Item1], row.Item2, phase).Factor >= 1));
    }

    [Fact]
    public void Of_SeveralRolesAndAKind_TakesTheOneThatHelpsMost()
    {
        var table = PhaseTable.Default;

        Assert.Equal(new PhaseHelp(default, ActorKind.LocalAuthority, 1), table.Of([ActorRole.Funder], ActorKind.LocalAuthority, Phase.Emergence));
        Assert.Equal(new PhaseHelp(ActorRole.Funder, default, 1), table.Of([ActorRole.Host, ActorRole.Funder], ActorKind.LocalAuthority, Phase.Realisation));
        Assert.Equal(new PhaseHelp(ActorRole.Funder, default, 1), table.Of([ActorRole.Funder, ActorRole.Host], ActorKind.LocalAuthority, Phase.Consolidation));
        Assert.Equal(new PhaseHelp(default, default, 1), table.Of([], default, Phase.Emergence));
    }

    [Fact]
    public void Suggest_PartnersThatNameNoPhase_PutsFirstWhoHelpsNowAndWarnsAboutTheNextPhase()
    {
        Assert.Equal(["conseil", "usine"], s_world.AtPhase(Phase.Emergence).Order(MatchCategory.Partner));
        Assert.Equal(["usine", "conseil"], s_world.AtPhase(Phase.Realisation).Order(MatchCategory.Partner));

        Assert.Equal(
            [
                "conseil 1 Rôle surtout utile à cette phase (consolidation) : structure d’accompagnement.",
                "conseil Rôle qui comptera moins à la phase suivante (concrétisation) : structure d’accompagnement.",
                "usine 0.8 Rôle plus utile à une autre phase (concrétisation) : entreprise ; l’initiative est en consolidation.",
                "usine Rôle qui comptera davantage à la phase suivante (concrétisation) : entreprise.",
            ],
            Told(s_world.AtPhase(Phase.Consolidation), PhaseTable.Default, Language.French));
        Assert.Contains("usine Role that will count more at the next phase (realisation): company.", Told(s_world.AtPhase(Phase.Consolidation), PhaseTable.Default, Language.English));
    }

    [Fact]
    public void Suggest_WithANetworksOwnTable_ChangesOrderAndExplanation()
    {
        var table = PhaseTable.Default.With([new(default, ActorKind.SupportStructure, Phase.Emergence, 0.5), new(default, ActorKind.Company, Phase.Emergence, 1), new(default, ActorKind.Company, Phase.Consolidation, 1)]);
        var network = Network("anjou") with { PhaseFactors = [new(default, ActorKind.SupportStructure, Phase.Emergence, 0.5), new(default, ActorKind.Company, Phase.Emergence, 1), new(default, ActorKind.Company, Phase.Consolidation, 1)] };

        var matches = World.Matcher.Suggest(s_world.View(), s_world.Query(MatchCategory.Partner).Of(network)).Matches;

        Assert.Equal(["actors/usine", "actors/conseil"], matches.Select(match => match.Candidate));
        Assert.Equal(
            [
                "usine 1 Utile à toutes les phases.",
                "conseil 0.5 Rôle plus utile à une autre phase (consolidation) : structure d’accompagnement ; l’initiative est en émergence.",
                "conseil Rôle qui comptera davantage à la phase suivante (consolidation) : structure d’accompagnement.",
            ],
            Told(s_world, table, Language.French));
        Assert.All(matches, match => Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), 12));
    }

    [Fact]
    public void Suggest_ARoleThatANetworkCountsLessAtEveryPhase_SaysSo() => Assert.Contains(
        "usine 0.5 Rôle que le réseau fait compter un peu moins, à toutes les phases : entreprise.",
        Told(s_world, PhaseTable.Default.With(s_phases.Select(phase => new PhaseFactor(default, ActorKind.Company, phase, 0.5))), Language.French));

    [Fact]
    [Trait("seed", "003-15")]
    public void Suggest_APartnerThatNamesItsPhases_DoesNotReadTheTable()
    {
        var world = s_world with { Actors = [s_world.Actors[1] with { UsefulPhases = [Phase.Emergence] }] };

        Assert.Equal((1.0, "useful"), world.Reason("actors/usine", Signal.Phase) is var reason ? (reason.Value, reason.Case) : default);
    }

    [Fact]
    public void Suggest_Offers_StandForTheRoleOfWhoGivesThem()
    {
        World world = new()
        {
            Resources = [Resource("salle"), Resource("conseil") with { Kind = ResourceKind.Support }],
            Calls = [FundingCall("appel")],
            Offers = [HostingOffer("portage")],
            Initiative = Initiative("velos") with { Phase = Phase.Realisation },
        };

        AssertStands(ActorRole.ResourceProvider, "resources/salle");
        AssertStands(ActorRole.Facilitator, "resources/conseil");
        AssertStands(ActorRole.Funder, "fundingCalls/appel");
        AssertStands(ActorRole.Host, "hostingOffers/portage");

        void AssertStands(ActorRole role, string name) => Assert.Equal(PhaseTable.Default.Of([role], default, Phase.Realisation).Factor, world.Reason(name, Signal.Phase).Value);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    [Trait("seed", "004-25")]
    public void Run_AnotherTable_MovesWhatMatchingRanksOtherwiseAndTheOneInUseMovesNothing(int seed)
    {
        var world = new GeneratedWorld(seed).Make().AtPhase(Phase.Emergence);
        var network = Network("anjou");
        ImmutableArray<PhaseFactor> factors = [.. PhaseTable.Default.Cells.Select((cell, i) => new PhaseFactor(cell.Role, cell.Kind, cell.Phase, i % 2 == 0 ? 0.5 : 1))];
        RankingSimulator simulator = new(World.Matcher);

        var moved = simulator.Run(world.View(), [world.Asker], WeightTrial.Of(network, [], factors, Today), CancellationToken.None);
        var still = simulator.Run(world.View(), [world.Asker], WeightTrial.Of(network with { PhaseFactors = factors }, [], null, Today), CancellationToken.None);

        Assert.Empty(still.Queries);
        var moves = Assert.Single(moved.Queries).Moves;
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            var (before, after) = (Order(network), Order(network with { PhaseFactors = factors }));
            Assert.Equal(
                before.Take(10).Union(after.Take(10)).Where(name => before.IndexOf(name) != after.IndexOf(name)).Order(StringComparer.Ordinal),
                moves.Where(move => move.Category == category).Select(move => move.Candidate).Order(StringComparer.Ordinal));

            List<string> Order(Domain.Networks.Network by) => [.. World.Matcher.Suggest(world.View(), world.Query(category, take: 500).Of(by)).Matches.Select(match => match.Candidate)];
        }
    }

    /// <summary>Factor and sentences of phase of each partner, in their order.</summary>
    private static IEnumerable<string> Told(World world, PhaseTable table, System.Globalization.CultureInfo language)
    {
        foreach (var match in World.Matcher.Suggest(world.View(), world.Query(MatchCategory.Partner) with { Phases = table }).Matches)
        {
            var phase = match.Reasons.Single(reason => reason.Signal == Signal.Phase);
            var id = match.Candidate.Split('/')[1];
            yield return FormattableString.Invariant($"{id} {phase.Value} {Spoken.Sentences.Write($"Signal_Phase_{phase.Case}", phase.Data, language)}");
            foreach (var note in match.Notes.Where(note => note.Case.StartsWith("role-", StringComparison.Ordinal)))
            {
                yield return $"{id} {Spoken.Sentences.Write($"Note_{note.Case}", note.Data, language)}";
            }
        }
    }
}
