using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Overview;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class OverviewTests
{
    [Fact]
    [Trait("seed", "000-12")]
    public void Overlaps_OfACommune_ArePairsThatShareAThemeAndAreGoingOn()
    {
        var view = Knowing(
            Of("b", Angers, "food", "youth"),
            Of("a", Angers, "youth", "health", "food"),
            Of("c", Angers, "culture"),
            Of("d", Saumur, "food"),
            Of("e", Angers, "health") with { Phase = Phase.Realisation, SubState = SubState.Closed },
            Of("f", Angers, "youth"));

        Assert.Equal(["a b youth,food", "a f youth", "b f youth"], Told(MaineEtLoire, string.Empty));
        Assert.Equal(["b f youth"], Told(MaineEtLoire, "initiatives/a initiatives/f"));
        Assert.Equal(["a f youth", "b f youth"], Told(Angers, "initiatives/a initiatives/b"));
        Assert.Empty(Told(Saumur, string.Empty));
        Assert.Empty(Told(LoireAtlantique, string.Empty));

        IEnumerable<string> Told(PerimeterCode perimeter, string after) =>
            Overlaps.In(view, Territories, perimeter, after).Select(overlap => $"{overlap.First.Id.Value} {overlap.Second.Id.Value} {string.Join(',', overlap.Themes)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Overlaps_ReadPageByPage_AreTheWhole(int seed)
    {
        Random random = new(seed);
        PerimeterCode[] communes = [Angers, Saumur, Trelaze];

        // Names of which one begins the other: a page ends between them too.
        var view = Knowing([.. Enumerable.Range(0, 40).Select(i => Of(i % 2 == 0 ? $"nom-{i}" : $"nom-{i - 1}-bis", communes[random.Next(3)], [.. Themes.Codes.Where(_ => random.Next(5) == 0)]))]);
        var whole = Overlaps.In(view, Territories, MaineEtLoire, string.Empty).Select(overlap => overlap.Place).ToList();
        List<string> paged = [];
        while (Overlaps.In(view, Territories, MaineEtLoire, paged.LastOrDefault(string.Empty)).Take(7).Select(overlap => overlap.Place).ToList() is { Count: > 0 } page)
        {
            paged.AddRange(page);
        }

        Assert.True(whole.Count > 20);
        Assert.Equal(whole, paged);
        Assert.Equal(whole.Order(StringComparer.Ordinal), whole);
        var initiatives = view.Initiatives(string.Empty).Select(entry => entry.Record).ToList();
        Assert.Equal(initiatives.Sum(a => initiatives.Count(b => string.CompareOrdinal(a.Id.Name, b.Id.Name) < 0 && a.Commune == b.Commune && a.Themes.Intersect(b.Themes).Any())), whole.Count);
    }

    [Fact]
    [Trait("seed", "003-3")]
    [Trait("feature", "F16")]
    public void Isolation_OfAPerimeter_IsWhoWaitsLongestWithoutATie()
    {
        Catalogue catalogue = new(Territories, Themes);
        Put(Of("recente", Angers), 1);
        Put(Of("ancienne", Angers), 90);
        Put(Of("portee", Angers) with { HostedBy = new("ruche") }, 400);
        Put(Of("servie", Angers) with { Needs = [Need("salle", NeedKind.Room) with { State = NeedState.Met }] }, 400);
        Put(Of("retiree", Angers) with { Needs = [Need("salle", NeedKind.Room) with { State = NeedState.Withdrawn }] }, 10);
        Put(Of("finie", Angers) with { Phase = Phase.Realisation, SubState = SubState.Closed }, 400);
        Put(Of("ailleurs", Nantes), 500);
        var isolated = Isolation.In(catalogue.Current, Territories, MaineEtLoire, string.Empty).ToList();

        Assert.Equal(["ancienne", "retiree", "recente"], isolated.Select(one => one.Initiative.Id.Value));
        Assert.Equal(["recente"], Isolation.In(catalogue.Current, Territories, MaineEtLoire, isolated[1].Place).Select(one => one.Initiative.Id.Value));

        void Put(Initiative initiative, int days)
        {
            var time = new DateTimeOffset(Today.AddDays(-days).ToDateTime(default), TimeSpan.Zero);
            catalogue.Put(new Entry<Initiative>(initiative.Id.Name, initiative, 1, time, time));
        }
    }

    [Fact]
    [Trait("seed", "000-7")]
    public void Coverage_OfNeeds_ListsThoseThatNobodyAnswers()
    {
        World world = new()
        {
            Known =
            [
                Asking("un", NeedKind.Room, NeedKind.Vehicle, NeedKind.Partner),
                Asking("un-bis", NeedKind.Skill),
                Asking("deux", NeedKind.Room) with { Commune = Nantes },
                Asking("fini", NeedKind.Vehicle) with { Phase = Phase.Realisation, SubState = SubState.Closed },
            ],
            Resources = [Resource("salle") with { ServedArea = [MaineEtLoire] }, Resource("cours") with { Kind = ResourceKind.Training, ServedArea = [LoireAtlantique] }],
        };
        Coverage coverage = new(world.View(), Territories, Today);

        Assert.Equal(["deux Room 1", "un Vehicle 0", "un-bis Skill 1"], Told(coverage.NeedsWithoutOffer(PaysDeLaLoire, string.Empty, 10)));
        Assert.Equal(["un Vehicle 0", "un-bis Skill 1"], Told(coverage.NeedsWithoutOffer(MaineEtLoire, string.Empty, 10)));
        var first = coverage.NeedsWithoutOffer(PaysDeLaLoire, string.Empty, 2);
        Assert.Equal(["deux Room 1", "un Vehicle 0"], Told(first));
        Assert.Equal(["un-bis Skill 1"], Told(coverage.NeedsWithoutOffer(PaysDeLaLoire, first.Next, 2)));
        Assert.Empty(coverage.NeedsWithoutOffer(PaysDeLaLoire, first.Next, 2).Next);

        static IEnumerable<string> Told(CoveragePart<UnansweredNeed> part) => part.Items.Select(need => $"{need.Initiative.Id.Value} {need.Need.Kind} {need.Refusing}");
    }

    [Fact]
    [Trait("seed", "000-7")]
    public void Coverage_OfOffers_ListsThoseThatNobodyMayHave()
    {
        World world = new()
        {
            Known = [Asking("un", NeedKind.Room, NeedKind.Funding)],
            Resources = [Resource("salle"), Resource("fermee") with { ServedArea = [LoireAtlantique] }, Resource("camion") with { Kind = ResourceKind.Vehicle }, Resource("camion-nantes") with { Kind = ResourceKind.Vehicle, Commune = Nantes }],
            Calls = [FundingCall("appel"), FundingCall("vieux") with { Opening = new(null, Today.AddDays(-1)) }, FundingCall("nantais") with { EligibleArea = [Nantes] }],
            Offers = [HostingOffer("portage")],
        };
        Coverage coverage = new(world.View(), Territories, Today);
        string[] whole = ["fundingCalls/vieux 1", "hostingOffers/portage 0", "resources/camion 0", "resources/fermee 1"];

        Assert.Equal(whole, Told(coverage.OffersWithoutNeed(MaineEtLoire, string.Empty, 10)));
        Assert.Equal(["fundingCalls/nantais 1", "resources/camion-nantes 0"], Told(coverage.OffersWithoutNeed(LoireAtlantique, string.Empty, 10)));
        List<string> paged = [];
        var next = string.Empty;
        do
        {
            var part = coverage.OffersWithoutNeed(MaineEtLoire, next, 1);
            paged.AddRange(Told(part));
            next = part.Next;
        }
        while (next.Length > 0);
        Assert.Equal(whole, paged);

        static IEnumerable<string> Told(CoveragePart<UnaskedOffer> part) => part.Items.Select(offer => $"{offer.Name} {offer.Refused}");
    }

    [Fact]
    public void Coverage_MoreThanOnePartMayAsk_GoesOnWithTheNext()
    {
        // Each of 300 needs is refused by each of 300 rooms: one part cannot ask for all of them.
        World world = new()
        {
            Known = [.. Enumerable.Range(0, 300).Select(i => Asking($"initiative-{i:D3}", NeedKind.Room))],
            Resources = [.. Enumerable.Range(0, 300).Select(i => Resource($"salle-{i:D3}") with { ServedArea = [LoireAtlantique] })],
        };
        Coverage coverage = new(world.View(), Territories, Today);
        List<string> found = [];
        var (next, parts) = (string.Empty, 0);
        do
        {
            var part = coverage.NeedsWithoutOffer(MaineEtLoire, next, 1_000);
            found.AddRange(part.Items.Select(need => need.Initiative.Id.Value));
            (next, parts) = (part.Next, parts + 1);
        }
        while (next.Length > 0);

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"initiative-{i:D3}"), found);
        Assert.Equal(2, parts);
    }

    private static Initiative Of(string id, PerimeterCode commune, params string[] themes) => Initiative(id) with { Commune = commune, Themes = [.. themes] };

    private static Initiative Asking(string id, params NeedKind[] kinds) => Initiative(id) with { Needs = [.. kinds.Select(kind => Need(kind.ToString().ToLowerInvariant(), kind))] };

    private static CatalogueView Knowing(params Initiative[] initiatives) => new World { Known = [.. initiatives] }.View();
}
