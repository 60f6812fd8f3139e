using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Overview;

/// <summary>Reports of the demo network's territory, through the wire.</summary>
[Collection(DemoServer.Name)]
public sealed class OverviewServiceTests(DemoFixture server)
{
    private OverviewService.OverviewServiceClient French => On(server.Wire);

    private OverviewService.OverviewServiceClient English => On(server.English);

    [Fact]
    [Trait("seed", "000-12")]
    public async Task ListOverlaps_OfACommune_NamesPairsThatShareATheme()
    {
        List<string> made = [];
        try
        {
            foreach (var themes in new string[][] { ["food", "youth"], ["youth", "food", "health"], ["food"], ["culture"] })
            {
                made.Add((await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative(Samples.Initiative("Nous voulons cuisiner", Samples.Saumur)) { Themes = { themes } } })).Name);
            }

            var request = new ListOverlapsRequest { Perimeter = Samples.Saumur };
            var whole = (await French.ListOverlapsAsync(request)).Overlaps;
            Assert.True(whole.Count >= 3);
            Assert.Equal(3, whole.Count(overlap => made.Contains(overlap.First) && made.Contains(overlap.Second)));
            Assert.All(whole, overlap => Assert.Equal(Samples.Saumur, overlap.Commune));
            Assert.All(whole, overlap => Assert.NotEmpty(overlap.Themes));
            Assert.All(whole.Zip((await English.ListOverlapsAsync(request)).Overlaps), pair => Assert.NotEqual(pair.First.Text, pair.Second.Text));

            // The same one by one.
            List<Overlap> paged = [];
            request.PageSize = 1;
            do
            {
                var page = await French.ListOverlapsAsync(request);
                paged.AddRange(page.Overlaps);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            Assert.Equal(whole, paged);
        }
        finally
        {
            foreach (var name in made)
            {
                await server.Wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = name });
            }
        }
    }

    [Fact]
    [Trait("seed", "003-3")]
    public async Task ListIsolatedInitiatives_OfTheDepartement_NamesTheBestPartnerOfEach()
    {
        var isolated = (await French.ListIsolatedInitiativesAsync(new ListIsolatedInitiativesRequest { Perimeter = "DEP-49" })).Initiatives;

        Assert.NotEmpty(isolated);
        foreach (var one in isolated)
        {
            var best = (await server.Wire.SuggestOneAsync(MatchCategory.Partner, Asking.Initiative(one.Initiative), size: 1)).Matches.Single();
            Assert.Equal((best.Candidate, best.Title, best.Score, best.Reasons[0].Text), (one.BestPartner, one.BestPartnerTitle, one.BestPartnerScore, one.Text));
            Assert.InRange(one.Days, 0, 1);
        }
    }

    [Fact]
    [Trait("seed", "000-7")]
    public async Task ListUnansweredNeeds_OfTheDepartement_AreThoseForWhichNothingIsSuggested()
    {
        var unanswered = (await French.ListUnansweredNeedsAsync(new ListUnansweredNeedsRequest { Perimeter = "DEP-49", PageSize = 200 })).Needs.ToDictionary(need => need.Need, StringComparer.Ordinal);
        var open = (await server.Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { Perimeter = "DEP-49", PageSize = 200 })).Initiatives.SelectMany(initiative => initiative.Needs).Where(need => need.State == Need.Types.State.Open && need.Kind != NeedKind.Partner).ToList();

        Assert.NotEmpty(open);
        foreach (var need in open)
        {
            var category = need.Kind switch { NeedKind.Funding => MatchCategory.Funding, NeedKind.LegalHosting => MatchCategory.Host, _ => MatchCategory.Resource };
            var suggested = (await server.Wire.SuggestOneAsync(category, Asking.Need(need.Name))).Matches;
            Assert.Equal(suggested.All(match => match.Need != need.Name), unanswered.ContainsKey(need.Name));
        }
    }

    [Fact]
    [Trait("seed", "000-7")]
    public async Task ListUnaskedOffers_OfTheDepartement_AreSuggestedToNoNeed()
    {
        var unasked = (await French.ListUnaskedOffersAsync(new ListUnaskedOffersRequest { Perimeter = "DEP-49", PageSize = 200 })).Offers;
        Assert.NotEmpty(unasked);
        Assert.All(unasked, offer => Assert.False(string.IsNullOrWhiteSpace(offer.Text)));
        var names = unasked.Select(offer => offer.Offer).ToHashSet(StringComparer.Ordinal);
        foreach (var initiative in (await server.Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { PageSize = 200 })).Initiatives)
        {
            foreach (var need in initiative.Needs.Where(need => need.State == Need.Types.State.Open))
            {
                foreach (var group in (await server.Wire.SuggestAsync(Asking.Need(need.Name), null, 50, MatchCategory.Resource, MatchCategory.Funding, MatchCategory.Host)).Groups)
                {
                    Assert.DoesNotContain(group.Matches, match => match.Need == need.Name && names.Contains(match.Candidate));
                }
            }
        }
    }

    [Fact]
    public async Task Overviews_OfAWrongPerimeter_NameIt()
    {
        await server.AssertRefusedAsync(async wire => await On(wire).ListOverlapsAsync(new ListOverlapsRequest()), "perimeter");
        await server.AssertRefusedAsync(async wire => await On(wire).ListIsolatedInitiativesAsync(new ListIsolatedInitiativesRequest { Perimeter = "DEP-999" }), "perimeter");
        await server.AssertRefusedAsync(async wire => await On(wire).ListUnansweredNeedsAsync(new ListUnansweredNeedsRequest { Perimeter = "Anjou", PageSize = -1 }), "page_size", "perimeter");
        await server.AssertRefusedAsync(async wire => await On(wire).ListUnaskedOffersAsync(new ListUnaskedOffersRequest { Perimeter = "DEP-49", PageToken = "x" }), "page_token");
    }

    private static OverviewService.OverviewServiceClient On(Wire wire) => new(wire.Invoker);
}
