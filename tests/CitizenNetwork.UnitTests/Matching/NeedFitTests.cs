using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class NeedFitTests
{
    [Fact]
    public void Resource_ForEachNeedKind_FitsOnlyWhatAnswersIt()
    {
        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            foreach (var need in Enum.GetValues<NeedKind>())
            {
                var match = new World { Resources = [Resource("chose") with { Kind = kind }] }.Needing(Need("besoin", need)).Explain("resources/chose").Match;
                var reason = match.Reasons.Single(reason => reason.Signal == Signal.NeedFit);

                Assert.Equal(EligibilityRules.Answers(kind, need), reason.Value > 0);
                Assert.Equal(EligibilityRules.Answers(kind, need) ? "besoin" : null, match.NeedId);
            }
        }
    }

    [Fact]
    [Trait("seed", "004-9")]
    public void Resource_OfTheVeryKind_IsBetterThanACloseOne()
    {
        World world = new World
        {
            Resources = [Resource("salle"), Resource("accueil") with { Kind = ResourceKind.WelcomePlace, AcceptsEmergingInitiatives = true }],
        }.Needing(Need("lieu", NeedKind.WelcomePlace));

        Assert.Equal("resource", world.Reason("resources/accueil", Signal.NeedFit).Case);
        Assert.Equal("resource-close", world.Reason("resources/salle", Signal.NeedFit).Case);
        Assert.True(world.Reason("resources/accueil", Signal.NeedFit).Value > world.Reason("resources/salle", Signal.NeedFit).Value);
    }

    [Fact]
    public void Resource_MoreOfTheQuantity_IsNeverWorse()
    {
        var need = Need("chaises", NeedKind.Equipment) with { Quantity = new(50, "chaise") };
        List<int> amounts = [5, 20, 49, 50, 200];
        var reasons = amounts.Select(amount =>
            new World { Resources = [Resource("lot") with { Kind = ResourceKind.Equipment, Capacity = new(amount, "chaise") }] }.Needing(need).Reason("resources/lot", Signal.NeedFit)).ToList();

        Assert.Equal(reasons.Select(reason => reason.Value).Order(), reasons.Select(reason => reason.Value));
        Assert.All(reasons[..3], reason => Assert.Equal("resource-part", reason.Case));
        Assert.All(reasons[3..], reason => Assert.Equal("resource-quantity", reason.Case));
        Assert.Equal([Datum.Text("chaises"), Datum.Term(ResourceKind.Equipment), Datum.Number(20), Datum.Text("chaise"), Datum.Number(50)], reasons[1].Data.AsEnumerable());
    }

    [Fact]
    public void Resource_PartOfThePeriod_SaysWhichDays()
    {
        var need = Need("salle", NeedKind.Room) with { Period = new(Today, Today.AddDays(9)) };
        World Sharing(int days) => new World { Resources = [Resource("lieu") with { Availability = new(Today.AddDays(-5), Today.AddDays(days - 1)) }] }.Needing(need);
        var half = Sharing(5).Reason("resources/lieu", Signal.NeedFit);

        Assert.Equal("resource-period", half.Case);
        Assert.Equal([Datum.Date(Today), Datum.Date(Today.AddDays(4))], half.Data.Skip(2));
        Assert.Equal("resource", Sharing(10).Reason("resources/lieu", Signal.NeedFit).Case);
        Assert.True(Sharing(8).Reason("resources/lieu", Signal.NeedFit).Value > half.Value);
    }

    [Fact]
    [Trait("seed", "004-27")]
    public void Resource_FreeOne_ComesBeforeAPaidOne()
    {
        World world = new World
        {
            Resources = [Resource("payante") with { Title = "Salle", Cost = Cost.Paid, PriceCents = 2_000 }, Resource("gratuite") with { Title = "Salle" }],
        }.Needing(Need("salle", NeedKind.Room));

        Assert.Equal(["gratuite", "payante"], world.Order(MatchCategory.Resource));
        var note = Assert.Single(world.Explain("resources/payante").Match.Notes);
        Assert.Equal(("paid", "2000"), (note.Case, note.Data[0].Value));
    }

    [Fact]
    public void Resource_WordsOfTheNeed_DecideBetweenTwoOfAKind()
    {
        World world = new World
        {
            Resources =
            [
                Resource("tentes") with { Kind = ResourceKind.Equipment, Title = "Tentes et barnums" },
                Resource("outils") with { Kind = ResourceKind.Equipment, Title = "Outils de jardinage" },
            ],
        }.Needing(Need("barnum", NeedKind.Equipment), Need("outils-jardin", NeedKind.Equipment) with { Title = "Des outils pour jardiner" });

        Assert.Equal("barnum", world.Explain("resources/tentes").Match.NeedId);
        Assert.Equal("outils-jardin", world.Explain("resources/outils").Match.NeedId);
    }

    [Fact]
    [Trait("seed", "000-29")]
    public void Funding_MoreOfTheAmount_IsNeverWorse()
    {
        var need = Need("argent", NeedKind.Funding) with { AmountCents = 300_000 };
        List<long> amounts = [50_000, 150_000, 300_000, 900_000];
        var reasons = amounts.Select(max =>
            new World { Calls = [FundingCall("appel") with { MaxAmountCents = max }] }.Needing(need).Reason("fundingCalls/appel", Signal.NeedFit)).ToList();

        Assert.Equal(reasons.Select(reason => reason.Value).Order(), reasons.Select(reason => reason.Value));
        Assert.Equal(["funding-part", "funding-part", "funding-covers", "funding-covers"], reasons.Select(reason => reason.Case));
        Assert.Equal(["argent", "300000", "150000"], reasons[1].Data.Select(datum => datum.Value));
    }

    [Theory]
    [InlineData(0, 0, 100_000, "funding")]
    [InlineData(0, 100_000, 0, "funding")]
    [InlineData(200_000, 100_000, 900_000, "funding-below")]
    public void Funding_AmountOutsideOrUnknown_SaysSo(long min, long asked, long max, string @case)
    {
        World world = new World { Calls = [FundingCall("appel") with { MinAmountCents = min, MaxAmountCents = max }] }
            .Needing(Need("argent", NeedKind.Funding) with { AmountCents = asked });

        Assert.Equal(@case, world.Reason("fundingCalls/appel", Signal.NeedFit).Case);
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void Host_LowerFee_ComesFirst()
    {
        World world = new World
        {
            Offers = [HostingOffer("cher") with { Title = "Portage", FeeBasisPoints = 1_500 }, HostingOffer("doux") with { Title = "Portage", FeeBasisPoints = 300 }],
        }.Needing(Need("portage", NeedKind.LegalHosting));

        Assert.Equal(["doux", "cher"], world.Order(MatchCategory.Host));
        Assert.Equal(["portage", "HostedAct.BankAccount", "300"], world.Reason("hostingOffers/doux", Signal.NeedFit).Data.Select(datum => datum.Value));
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void Host_NobodyAskedButNoLegalPerson_IsOfUse()
    {
        World world = new() { Offers = [HostingOffer("portage") with { Acts = [HostedAct.Insurance] }] };

        Assert.Equal("host-no-need", world.Reason("hostingOffers/portage", Signal.NeedFit).Case);
        Assert.Equal("unknown", (world with { Holder = Actor("holder") }).Reason("hostingOffers/portage", Signal.NeedFit).Case);
    }

    [Fact]
    public void Partner_RolesKindsAndAudience_AnswerNeeds()
    {
        World world = new World
        {
            Actors =
            [
                Actor("financeur") with { Roles = [ActorRole.Funder] },
                Actor("centre") with { Kind = ActorKind.ResourceCentre },
                Actor("public") with { ServesKinds = [ActorKind.InformalCollective] },
                Actor("autre"),
            ],
        };
        var asking = world.Needing(Need("argent", NeedKind.Funding), Need("conseil", NeedKind.Support));
        var seeking = world.Needing(Need("allies", NeedKind.Partner));

        Assert.Equal(("partner-role", "ActorRole.Funder"), Described(asking, "financeur"));
        Assert.Equal(("partner-kind", "ActorKind.ResourceCentre"), Described(asking, "centre"));
        Assert.Equal("none", asking.Reason("actors/autre", Signal.NeedFit).Case);
        Assert.Equal(("partner-serves", "ActorKind.InformalCollective"), Described(seeking, "public"));
        Assert.Equal("partner", seeking.Reason("actors/autre", Signal.NeedFit).Case);

        static (string, string) Described(World world, string id) =>
            world.Reason($"actors/{id}", Signal.NeedFit) is var reason ? (reason.Case, reason.Data[1].Value) : default;
    }

    [Fact]
    [Trait("seed", "004-8")]
    public void Signals_AskerSaysNothingOf_AreLeftOutAndWeightsStillAddUpToOne()
    {
        var reasons = new World { Resources = [Resource("salle")] }.Explain("resources/salle").Match.Reasons;

        Assert.DoesNotContain(reasons, reason => reason.Signal is Signal.NeedFit or Signal.Themes);
        Assert.Equal(1, reasons.Sum(reason => reason.Weight), 12);
    }
}
