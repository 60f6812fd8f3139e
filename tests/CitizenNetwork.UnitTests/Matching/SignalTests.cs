using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class SignalTests
{
    private static readonly PerimeterCode[] s_byDistanceFromAngers = [Angers, Trelaze, Saumur, Cholet, Nantes, Paris];

    [Fact]
    public void Distance_Nearer_IsNeverWorse()
    {
        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            var values = s_byDistanceFromAngers.Select(commune =>
                new World { Resources = [Resource("salle") with { Kind = kind, Commune = commune }] }.Reason("resources/salle", Signal.Distance).Value).ToList();

            Assert.Equal(values.OrderDescending(), values);
            Assert.All(values, value => Assert.InRange(value, 0, 1));
        }
    }

    [Fact]
    public void Distance_SameGap_CountsLessInAVillageThanInACity()
    {
        World world = new() { Resources = [Resource("salle")] };
        var fromVillage = world.At(Behuard).Reason("resources/salle", Signal.Distance);
        var fromCity = (world with { Resources = [Resource("salle") with { Commune = Behuard }] }).Reason("resources/salle", Signal.Distance);

        Assert.Equal("near", fromVillage.Case);
        Assert.Equal("far", fromCity.Case);
        Assert.True(fromVillage.Value > fromCity.Value + 0.3);
    }

    [Theory]
    [InlineData(AttendanceMode.Remote)]
    [InlineData(AttendanceMode.Hybrid)]
    public void Distance_Remote_IgnoresTheCommune(AttendanceMode mode)
    {
        World At(PerimeterCode commune) => new() { Resources = [Resource("cours") with { AttendanceMode = mode, Commune = commune }] };
        var here = At(Angers).Explain("resources/cours").Match;
        var far = At(Paris).Explain("resources/cours").Match;

        Assert.Equal("remote", here.Reasons.Single(reason => reason.Signal == Signal.Distance).Case);
        Assert.Null(far.DistanceMetres);
        Assert.Equal(here.Score, far.Score);
    }

    [Fact]
    public void Distance_OnSite_TellsMetresAndCommune()
    {
        var match = new World { Resources = [Resource("salle") with { Commune = Trelaze }] }.Explain("resources/salle").Match;
        var reason = match.Reasons.Single(reason => reason.Signal == Signal.Distance);

        Assert.InRange(match.DistanceMetres!.Value, 8_000, 9_000);
        Assert.Equal(["8340", "COM-49353"], reason.Data.Select(datum => datum.Value));
    }

    [Fact]
    public void Distance_FundingCall_DoesNotCount()
    {
        var reasons = new World { Calls = [FundingCall("appel")] }.Explain("fundingCalls/appel").Match.Reasons;

        Assert.DoesNotContain(reasons, reason => reason.Signal == Signal.Distance);
    }

    [Fact]
    [Trait("seed", "001-9")]
    public void TerritoryLevel_FinerPerimeter_ComesFirst()
    {
        PerimeterCode[] levels = [Angers, AngersLoireMetropole, MaineEtLoire, PaysDeLaLoire, PerimeterCode.France];
        string[] cases = ["commune", "epci", "departement", "region", "country"];
        World world = new() { Calls = [.. levels.Select((level, i) => FundingCall($"appel-{i}") with { EligibleArea = [level], Title = "Appel" })] };

        Assert.Equal(["appel-0", "appel-1", "appel-2", "appel-3", "appel-4"], world.Order(MatchCategory.Funding));
        for (var i = 0; i < levels.Length; i++)
        {
            var match = world.Explain($"fundingCalls/appel-{i}").Match;
            var reason = match.Reasons.Single(reason => reason.Signal == Signal.TerritoryLevel);
            Assert.Equal(cases[i], reason.Case);
            Assert.Equal(levels[i], match.AnsweringPerimeter);
        }
    }

    [Fact]
    public void Freshness_Later_IsNeverWorse()
    {
        World world = new() { Resources = [Resource("salle")] };
        var values = Enumerable.Range(0, 40)
            .Select(step => world.Updated("resources/salle", Today.AddDays(-20 * step)).Reason("resources/salle", Signal.Freshness).Value)
            .ToList();

        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(1, values[9]);
        Assert.Equal(0, values[^1]);
    }

    [Theory]
    [InlineData(0, "recent")]
    [InlineData(183, "recent")]
    [InlineData(184, "aging")]
    [InlineData(729, "aging")]
    [InlineData(730, "old")]
    [InlineData(-3, "recent")]
    public void Freshness_Age_GivesTheCase(int days, string @case)
    {
        var reason = new World { Resources = [Resource("salle")] }.Updated("resources/salle", Today.AddDays(-days)).Reason("resources/salle", Signal.Freshness);

        Assert.Equal(@case, reason.Case);
        Assert.Equal(Datum.Date(Today.AddDays(-days)), reason.Data[0]);
    }

    [Theory]
    [InlineData(Phase.Emergence, 1, "useful")]
    [InlineData(Phase.Consolidation, 0.8, "next")]
    [InlineData(Phase.Realisation, 0.5, "other")]
    [Trait("seed", "003-15")]
    public void Phase_OneUsefulPhase_ModulatesAndNeverExcludes(Phase useful, double factor, string @case)
    {
        var match = Assert.Single(new World { Resources = [Resource("salle") with { UsefulPhases = [useful] }] }.Suggest(MatchCategory.Resource).Matches);
        var phase = match.Reasons.Single(reason => reason.Signal == Signal.Phase);
        var others = match.Reasons.Where(reason => reason.Signal != Signal.Phase).Sum(reason => reason.Contribution);

        Assert.Equal((factor, 0.0, @case), (phase.Value, phase.Weight, phase.Case));
        Assert.Equal((factor - 1) * others, phase.Contribution, 12);
        Assert.Equal(factor == 0.8, match.Notes.Any(note => note.Case == "next-phase"));
        Assert.Equal(factor == 1, match.Notes.Any(note => note.Case == "phase-ends"));
    }

    [Fact]
    public void Themes_SharedRareOne_CountsMoreThanSharedCommonOne()
    {
        World world = new World
        {
            Actors =
            [
                Actor("rare") with { Themes = ["mobility", "health"] },
                Actor("commun") with { Themes = ["solidarity", "health"] },
                .. Enumerable.Range(0, 20).Select(i => Actor($"autre-{i}") with { Themes = ["solidarity"] }),
            ],
        }.OnThemes("mobility", "solidarity");

        Assert.True(world.Reason("actors/rare", Signal.Themes).Value > world.Reason("actors/commun", Signal.Themes).Value);
        Assert.Equal("mobility", world.Reason("actors/rare", Signal.Themes).Data[0].Value);
    }

    [Fact]
    public void Themes_Cases_FollowWhatIsShared()
    {
        World world = new World
        {
            Actors =
            [
                Actor("tous") with { Themes = ["mobility", "culture", "food", "health"] },
                Actor("trois") with { Themes = ["mobility", "culture", "food"] },
                Actor("deux") with { Themes = ["mobility", "culture"] },
                Actor("une") with { Themes = ["mobility"] },
                Actor("aucun") with { Themes = ["digital"] },
                Actor("inconnu"),
            ],
        }.OnThemes("mobility", "culture", "food", "health");
        string[] ids = ["tous", "trois", "deux", "une", "inconnu", "aucun"];
        var reasons = ids.Select(id => world.Reason($"actors/{id}", Signal.Themes)).ToList();

        Assert.Equal(["many", "three", "two", "one", "unknown", "none"], reasons.Select(reason => reason.Case));
        Assert.Equal([4, 3, 2, 1, 0, 1], reasons.Select(reason => reason.Data.Length));
        Assert.Equal(reasons.Select(reason => reason.Value).OrderDescending(), reasons.Select(reason => reason.Value));
        Assert.Equal(0.5, reasons[4].Value);
    }

    [Fact]
    public void Themes_CodeNotInTheList_DoesNotCount()
    {
        var world = new World { Actors = [Actor("ruche") with { Themes = ["inventé"] }] }.OnThemes("mobility", "inventé");

        Assert.Equal("unknown", world.Reason("actors/ruche", Signal.Themes).Case);
    }

    [Fact]
    public void Text_SharedWords_AreNamedAsTheCandidateWritesThem()
    {
        World world = new() { Actors = [Actor("ruche") with { DisplayName = "Réparations de Vélos" }, Actor("autre") with { DisplayName = "Chorale" }] };
        var shared = world.Reason("actors/ruche", Signal.Text);

        Assert.Equal("two", shared.Case);
        Assert.Equal(["réparations", "vélos"], shared.Data.Select(datum => datum.Value).Order(StringComparer.Ordinal));
        Assert.Equal((0.0, "none"), (world.Reason("actors/autre", Signal.Text).Value, world.Reason("actors/autre", Signal.Text).Case));
    }

    [Fact]
    public void Text_TitleWord_CountsMoreThanDescriptionWord()
    {
        World world = new()
        {
            Actors =
            [
                Actor("titre") with { DisplayName = "Vélos du quartier", Description = "Rencontres et entraide" },
                Actor("texte") with { DisplayName = "Amis du quartier", Description = "Rencontres et vélos" },
            ],
        };

        Assert.True(world.Reason("actors/titre", Signal.Text).Value > world.Reason("actors/texte", Signal.Text).Value);
    }

    [Fact]
    [Trait("seed", "004-14")]
    public void Effort_MoreAsked_IsNeverBetter()
    {
        Effort[] efforts = [new(1, 1, 15, 0), new(4, 3, 60, 30), new(10, 8, 90, 60), new(30, 20, 180, 180)];
        var values = efforts.Select(effort => new World { Calls = [FundingCall("appel") with { Effort = effort }] }.Reason("fundingCalls/appel", Signal.Effort).Value).ToList();

        Assert.Equal(values.OrderDescending(), values);
        Assert.All(values, value => Assert.InRange(value, 0, 1));
    }

    [Theory]
    [InlineData(4, 3, 60, Flexibility.Unspecified, "pages-documents-days", 3)]
    [InlineData(4, 3, 0, Flexibility.Unspecified, "pages-documents", 2)]
    [InlineData(4, 0, 0, Flexibility.Unspecified, "pages", 1)]
    [InlineData(0, 3, 60, Flexibility.Unspecified, "documents-days", 2)]
    [InlineData(0, 0, 60, Flexibility.Light, "days", 1)]
    [InlineData(0, 0, 0, Flexibility.Light, "light-frame", 0)]
    [InlineData(0, 0, 0, Flexibility.Strict, "strict-frame", 0)]
    [InlineData(0, 0, 0, Flexibility.Unspecified, "unknown", 0)]
    public void Effort_WhatIsKnown_GivesTheCase(int pages, int documents, int days, Flexibility flexibility, string @case, int data)
    {
        World world = new() { Calls = [FundingCall("appel") with { Effort = new(pages, documents, days, 0), Flexibility = flexibility }] };
        var reason = world.Reason("fundingCalls/appel", Signal.Effort);

        Assert.Equal((@case, data), (reason.Case, reason.Data.Length));
        if (@case == "unknown")
        {
            Assert.Equal(0.5, reason.Value, 12);
        }
    }

    [Fact]
    [Trait("seed", "004-14")]
    public void Effort_WhenPreferred_MovesTheOrder()
    {
        World world = new World
        {
            Calls =
            [
                FundingCall("lourd") with { Title = "Réparer des vélos ensemble", Effort = new(20, 12, 120, 90) },
                FundingCall("souple") with { Title = "Coup de pouce", Effort = new(1, 1, 15, 15) },
            ],
        };

        Assert.Equal(["lourd", "souple"], world.Order(MatchCategory.Funding));
        Assert.Equal(["souple", "lourd"], (world with { Preferences = MatchPreferences.None with { PreferLowEffort = true } }).Order(MatchCategory.Funding));
    }

    [Fact]
    [Trait("seed", "002-22")]
    public void PriorityTheme_WhenChosen_MovesTheOrder()
    {
        World world = new World
        {
            Actors =
            [
                Actor("velos") with { DisplayName = "Réparer", Themes = ["mobility", "culture"] },
                Actor("repas") with { DisplayName = "Repas", Themes = ["mobility", "food"] },
            ],
        }.OnThemes("mobility");
        World chosen = world with { Preferences = MatchPreferences.None with { PriorityThemes = ["food"] } };

        Assert.Equal(["velos", "repas"], world.Order(MatchCategory.Partner));
        Assert.Equal(["repas", "velos"], chosen.Order(MatchCategory.Partner));
        Assert.Equal("one", chosen.Reason("actors/repas", Signal.PriorityTheme).Case);
        Assert.Equal("none", chosen.Reason("actors/velos", Signal.PriorityTheme).Case);
        Assert.DoesNotContain(world.Explain("actors/repas").Match.Reasons, reason => reason.Signal == Signal.PriorityTheme);
    }

    [Fact]
    [Trait("seed", "000-26")]
    public void Ess_WhenPreferred_MovesTheOrder()
    {
        World world = new World
        {
            Actors =
            [
                Actor("entreprise") with { Kind = ActorKind.Company, EssBasis = EssBasis.None, DisplayName = "Réparer" },
                Actor("scop") with { Kind = ActorKind.Cooperative, DisplayName = "Autre" },
                Actor("inconnue") with { Kind = ActorKind.Company, DisplayName = "Autre" },
            ],
        };
        World preferring = world with { Preferences = MatchPreferences.None with { PreferEss = true } };

        Assert.Equal("entreprise", world.Order(MatchCategory.Partner)[0]);
        Assert.Equal("scop", preferring.Order(MatchCategory.Partner)[0]);
        Assert.Equal("not-ess", preferring.Reason("actors/entreprise", Signal.Ess).Case);
        Assert.Equal("ess", preferring.Reason("actors/scop", Signal.Ess).Case);
        Assert.Equal("unknown", preferring.Reason("actors/inconnue", Signal.Ess).Case);
    }
}
