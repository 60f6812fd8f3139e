using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Overview;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>A network's report counts what is there, where it is, and names what is lacking.</summary>
public sealed class NetworkCoverageTests
{
    private static readonly World s_world = new()
    {
        Holder = Actor("holder"),
        Known =
        [
            Initiative("velos") with { Themes = ["mobility", "youth"], Needs = [Need("salle", NeedKind.Room), Need("camion", NeedKind.Vehicle), Need("argent", NeedKind.Funding), Need("gens", NeedKind.Partner)] },
            Initiative("jardin") with { Commune = Trelaze, Themes = ["food"], Needs = [Need("salle", NeedKind.Room), Need("cours", NeedKind.Skill) with { State = NeedState.Met }] },
            Initiative("finie") with { Phase = Phase.Realisation, SubState = SubState.Closed, Themes = ["health"] },
            Initiative("ailleurs") with { Commune = Nantes, Themes = ["digital"] },
        ],
        Actors = [Actor("owner") with { Commune = Nantes }, Actor("a") with { Commune = Saumur }, Actor("b") with { Commune = Saumur }],
        Resources = [Resource("salle") with { Themes = ["food", "food"] }, Resource("lieu") with { Kind = ResourceKind.WelcomePlace, Commune = Saumur }, Resource("loin") with { Commune = Nantes }],
        Calls =
        [
            FundingCall("departement") with { Themes = ["youth"] },
            FundingCall("angers") with { EligibleArea = [Angers] },
            FundingCall("agglo") with { EligibleArea = [AngersLoireMetropole, Angers] },
            FundingCall("national") with { EligibleArea = [PerimeterCode.France], ExcludedArea = [AngersLoireMetropole] },
            FundingCall("exclu") with { EligibleArea = [PaysDeLaLoire], ExcludedArea = [MaineEtLoire] },
            FundingCall("passe") with { Opening = new(null, Today.AddDays(-1)) },
            FundingCall("dernier-jour") with { EligibleArea = [Saumur], Opening = new(null, Today) },
            FundingCall("nantes") with { EligibleArea = [LoireAtlantique] },
        ],
        Offers = [HostingOffer("portage"), HostingOffer("portage-nantais") with { ServedArea = [Nantes] }],
    };

    [Fact]
    [Trait("seed", "000-7")]
    public void Coverage_ByCommune_CountsWhereThingsAreAndWhereTheyServe()
    {
        var coverage = Of(Network("anjou"), PerimeterKind.Commune);

        // initiatives, partners, resources, calls, hosts
        Assert.Equal((2, 3, 2, 5, 1), Told(coverage.Total));
        var told = coverage.Territories(string.Empty, isEmptyOnly: false).ToDictionary(one => one.Territory.Code, one => Told(one.Counts));
        Assert.Equal(Territories.All.Where(one => one.Kind == PerimeterKind.Commune && Territories.IsWithin(one.Code, MaineEtLoire)).Select(one => one.Code.Value).Order(StringComparer.Ordinal), told.Keys.Select(code => code.Value));
        Assert.Equal((1, 1, 1, 3, 1), told[Angers]);
        Assert.Equal((1, 0, 0, 2, 1), told[Trelaze]);
        Assert.Equal((0, 2, 1, 3, 1), told[Saumur]);
        Assert.Equal((0, 0, 0, 2, 1), told[Cholet]);
        Assert.Equal((told.Count, told.Count - 3), (coverage.Count, coverage.EmptyCount));
    }

    [Fact]
    public void Coverage_ByEpciAndDepartement_GathersTheCommunesOfThePerimeterAlone()
    {
        var agglomeration = Of(Network("anjou"), PerimeterKind.Epci).Territories(string.Empty, isEmptyOnly: false).Single(one => one.Territory.Code == AngersLoireMetropole);
        Assert.Equal((2, 1, 1, 3, 1), Told(agglomeration.Counts));
        Assert.Equal((2, 3, 2, 5, 1), Told(Assert.Single(Of(Network("anjou"), PerimeterKind.Departement).Territories(string.Empty, isEmptyOnly: false)).Counts));

        var two = Of(Network("deux") with { Perimeter = [Trelaze, Nantes, Trelaze] }, PerimeterKind.Departement);
        Assert.Equal([("DEP-44", (1, 1, 1, 3, 1)), ("DEP-49", (1, 0, 0, 2, 1))], two.Territories(string.Empty, isEmptyOnly: false).Select(one => (one.Territory.Code.Value, Told(one.Counts))));
    }

    [Fact]
    public void Coverage_OfThemesAndNeeds_SaysWhatHasNoOffer()
    {
        var coverage = Of(Network("anjou") with { PriorityThemes = ["culture", "food"] }, PerimeterKind.Commune);

        Assert.Equal(["culture 0 0", "food 1 1", "mobility 1 0", "youth 1 1"], coverage.Themes.Select(theme => $"{theme.Theme} {theme.Initiatives} {theme.Offers}"));
        Assert.Equal(["Room 2 2", "Vehicle 1 0", "Funding 1 5"], coverage.Needs.Select(need => $"{need.Kind} {need.Open} {need.Offers}"));
    }

    [Fact]
    public void Territories_PagedOrEmptyAlone_AreThoseOfTheWhole()
    {
        var coverage = Of(Network("anjou"), PerimeterKind.Commune);
        var whole = coverage.Territories(string.Empty, isEmptyOnly: false).Select(one => one.Territory.Code.Value).ToList();
        List<string> paged = [];
        while (coverage.Territories(paged.LastOrDefault(string.Empty), isEmptyOnly: false).Take(2).Select(one => one.Territory.Code.Value).ToList() is { Count: > 0 } page)
        {
            paged.AddRange(page);
        }

        Assert.Equal(whole, paged);
        Assert.Equal(whole.Except([Angers.Value, Saumur.Value, Trelaze.Value]), coverage.Territories(string.Empty, isEmptyOnly: true).Select(one => one.Territory.Code.Value));
    }

    [Fact]
    [Trait("feature", "F5")]
    public void Coverage_SeenByAnybody_CountsNothingThatIsHidden()
    {
        var world = s_world with { Resources = [.. s_world.Resources, Resource("cachee") with { Owner = new("a"), Visibility = Visibility.Private, Themes = ["housing"] }] };
        var (all, seen) = (world.View(), world.View().SeenBy(Sight.OfAnybody));

        Assert.Equal(3, new NetworkCoverage(all, Territories, Network("anjou"), PerimeterKind.Commune, Today).Total.Resources);
        NetworkCoverage open = new(seen, Territories, Network("anjou"), PerimeterKind.Commune, Today);
        Assert.Equal(2, open.Total.Resources);
        Assert.DoesNotContain(open.Themes, theme => theme.Theme == "housing");
    }

    private static NetworkCoverage Of(Network network, PerimeterKind level) => new(s_world.View(), Territories, network, level, Today);

    private static (int, int, int, int, int) Told(CoverageCounts counts) => (counts.Initiatives, counts.Partners, counts.Resources, counts.FundingCalls, counts.HostingOffers);
}
