using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>What every answer of matching holds, for every initiative of the demo network and every category.</summary>
[Collection(DemoServer.Name)]
public sealed class SuggestMatchesTests(DemoFixture server)
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Initiatives => [.. DemoFixture.Open];

    [Theory]
    [Trait("seed", "004-25")]
    [Trait("feature", "F19")]
    [MemberData(nameof(Initiatives))]
    public async Task SuggestMatches_OfEveryCategory_AddsContributionsUpToTheScore(string initiative)
    {
        var answer = await server.Wire.SuggestAsync(Asking.Initiative(initiative));

        Assert.Equal([MatchCategory.Partner, MatchCategory.Funding, MatchCategory.Host, MatchCategory.Resource], answer.Groups.Select(group => group.Category));
        foreach (var match in answer.Groups.SelectMany(group => group.Matches))
        {
            Assert.InRange(match.Score, 0, 1);
            Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), Tolerance);
            Assert.Equal(1, match.Reasons.Sum(reason => reason.Weight), Tolerance);
            Assert.All(match.Reasons.Where(reason => reason.Signal != Signal.Phase), reason => Assert.Equal(reason.Weight * reason.Value, reason.Contribution, Tolerance));
            Assert.All(match.Reasons, reason => Assert.InRange(reason.Value, 0, 1));
            Assert.InRange(match.Reason(Signal.Phase).Contribution, -0.5, 0);
            Assert.Equal(match.Reasons.Select(reason => reason.Contribution).OrderDescending(), match.Reasons.Select(reason => reason.Contribution));
            Assert.Matches("^[0-9a-f]{16}$", match.MatchId);
            Assert.NotEmpty(match.Title);
            Assert.NotEmpty(match.OwnerTitle);
        }
    }

    [Theory]
    [Trait("feature", "F18")]
    [MemberData(nameof(Initiatives))]
    public async Task SuggestMatches_OfEveryCategory_CountsWhatEachGateRemoved(string initiative)
    {
        foreach (var group in (await server.Wire.SuggestAsync(Asking.Initiative(initiative))).Groups)
        {
            Assert.Equal(group.ConsideredCount, group.EligibleCount + group.Removed.Sum(removed => removed.Count));
            Assert.All(group.Removed, removed => Assert.InRange(removed.Count, 1, group.ConsideredCount));
            Assert.Equal(group.Removed.Select(removed => removed.Criterion).Distinct(), group.Removed.Select(removed => removed.Criterion));
            Assert.Equal(group.EligibleCount == 0, group.EmptyReason is not null);
            Assert.Equal(Math.Min(50, group.EligibleCount), group.Matches.Count);
        }
    }

    [Theory]
    [Trait("seed", "004-25")]
    [MemberData(nameof(Initiatives))]
    public async Task SuggestMatches_InBothLanguages_GivesTheSameAnswerInOtherWords(string initiative)
    {
        var french = await server.Wire.SuggestAsync(Asking.Initiative(initiative));
        var english = await server.English.SuggestAsync(Asking.Initiative(initiative));

        foreach (var (inFrench, inEnglish) in french.Groups.Zip(english.Groups))
        {
            Assert.Equal(inFrench.Matches.Select(match => match.Candidate), inEnglish.Matches.Select(match => match.Candidate));
            AssertTold(inFrench.Removed.Select(removed => removed.Text), inEnglish.Removed.Select(removed => removed.Text));
            AssertTold(inFrench.Matches.SelectMany(match => match.Reasons.Select(reason => reason.Text)), inEnglish.Matches.SelectMany(match => match.Reasons.Select(reason => reason.Text)));
            AssertTold(inFrench.Matches.SelectMany(match => match.Notes.Select(note => note.Text)), inEnglish.Matches.SelectMany(match => match.Notes.Select(note => note.Text)));
        }
    }

    [Fact]
    [Trait("seed", "000-13")]
    [Trait("seed", "000-29")]
    [Trait("seed", "000-11")]
    [Trait("feature", "F17")]
    [Trait("feature", "F25")]
    public async Task SuggestMatches_OfABareIdea_RanksPartnersFundingHostsAndResourcesInOneQuery()
    {
        var answer = await server.Wire.SuggestAsync(Asking.Initiative(DemoFixture.BikeWorkshop), new MatchPreferences { Diversity = Diversity.Off });

        foreach (var group in answer.Groups)
        {
            Assert.NotEmpty(group.Matches);
            Assert.Equal(group.Matches.Select(match => match.Score).OrderDescending(), group.Matches.Select(match => match.Score));
            Assert.StartsWith(group.Category switch { MatchCategory.Partner => "actors/", MatchCategory.Funding => "fundingCalls/", MatchCategory.Host => "hostingOffers/", _ => "resources/" }, group.Matches[0].Candidate, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("seed", "004-18")]
    [Trait("feature", "F54")]
    public async Task SuggestMatches_OfHosts_FindsThoseServingThePlaceWithRoomLeft()
    {
        var group = await server.Wire.SuggestOneAsync(MatchCategory.Host, Asking.Initiative(DemoFixture.BikeWorkshop));

        Assert.Equal("hostingOffers/portage-de-proximite-des-fendeurs", group.Matches[0].Candidate);
        Assert.Equal($"{DemoFixture.BikeWorkshop}/needs/une-structure-porteuse", group.Matches[0].Need);
        foreach (var match in group.Matches)
        {
            var offer = await server.Wire.HostingOffers.GetHostingOfferAsync(new GetHostingOfferRequest { Name = match.Candidate });
            Assert.True(offer.HostedCount < offer.Capacity);
            Assert.Contains(match.AnsweringPerimeter, offer.ServedArea);
        }
    }

    [Fact]
    [Trait("seed", "004-7")]
    [Trait("seed", "004-9")]
    public async Task SuggestMatches_OfAnEmergingInitiative_OffersOnlyPlacesThatWelcomeIdeas()
    {
        MatchPreferences places = new() { ResourceKinds = { ResourceKind.WelcomePlace } };

        var group = await server.Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.BikeWorkshop), places);

        Assert.NotEmpty(group.Matches);
        foreach (var match in group.Matches)
        {
            var place = await server.Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = match.Candidate });
            Assert.Equal((ResourceKind.WelcomePlace, true), (place.Kind, place.AcceptsEmergingInitiatives));
        }

        var refusing = (await server.Wire.Resources.ListResourcesAsync(new ListResourcesRequest { Kinds = { ResourceKind.WelcomePlace } })).Resources.Where(place => !place.AcceptsEmergingInitiatives).ToList();
        Assert.NotEmpty(refusing);
        foreach (var place in refusing)
        {
            Assert.Contains((await server.Wire.ExplainAsync(Asking.Initiative(DemoFixture.BikeWorkshop), place.Name)).Criteria, result => result is { Criterion: Criterion.Emerging, Outcome: Outcome.NotMet });
        }
    }

    [Fact]
    public async Task SuggestMatches_OfAnActorNotToBeSolicited_NeverSuggestsWhatIsItsOwn()
    {
        foreach (var initiative in DemoFixture.Open)
        {
            Assert.DoesNotContain("actors/le-petit-plateau", (await server.Wire.SuggestAsync(Asking.Initiative(initiative))).Groups.SelectMany(group => group.Matches).Select(match => match.Owner));
        }
    }

    [Fact]
    public async Task SuggestMatches_ByPages_HoldsEveryMatchOnce()
    {
        var whole = await server.Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.SharedGarden));
        SuggestMatchesRequest request = new() { Subject = Asking.Initiative(DemoFixture.SharedGarden), PageSize = 4 };
        List<string> paged = [];

        var first = (await server.Wire.Matching.SuggestMatchesAsync(request)).Groups.Single(group => group.Category == MatchCategory.Resource);
        paged.AddRange(first.Matches.Select(match => match.Candidate));
        request.Categories.Add(MatchCategory.Resource);
        request.PageToken = first.NextPageToken;
        while (request.PageToken.Length > 0)
        {
            var page = (await server.Wire.Matching.SuggestMatchesAsync(request)).Groups.Single();
            Assert.Equal((whole.ConsideredCount, whole.EligibleCount), (page.ConsideredCount, page.EligibleCount));
            paged.AddRange(page.Matches.Select(match => match.Candidate));
            request.PageToken = page.NextPageToken;
        }

        Assert.Equal(whole.Matches.Select(match => match.Candidate), paged);
        Assert.Equal(whole.EligibleCount, paged.Count);
    }

    [Fact]
    public async Task SuggestMatches_OfATokenOfAnotherQuestion_IsRefused()
    {
        SuggestMatchesRequest request = new() { Subject = Asking.Initiative(DemoFixture.SharedGarden), PageSize = 2, Categories = { MatchCategory.Partner } };
        request.PageToken = (await server.Wire.Matching.SuggestMatchesAsync(request)).Groups.Single().NextPageToken;
        Assert.NotEmpty(request.PageToken);
        var otherCategory = request.Clone();
        otherCategory.Categories[0] = MatchCategory.Funding;
        var more = request.Clone();
        more.Categories.Add(MatchCategory.Host);
        var otherSubject = request.Clone();
        otherSubject.Subject = Asking.Initiative(DemoFixture.ThirdPlace);
        var otherWish = request.Clone();
        otherWish.Preferences = new MatchPreferences { PreferLowEffort = true };

        foreach (var wrong in new[] { otherCategory, more, otherSubject, otherWish })
        {
            await server.AssertRefusedAsync(async wire => await wire.Matching.SuggestMatchesAsync(wrong), "page_token");
        }

        request.PageSize = 5;
        Assert.NotEmpty((await server.Wire.Matching.SuggestMatchesAsync(request)).Groups.Single().Matches);
    }

    [Fact]
    public async Task SuggestMatches_OfSizesOutOfBounds_IsRefusedOrCut()
    {
        await server.AssertRefusedAsync(async wire => await wire.SuggestAsync(Asking.Initiative(DemoFixture.ThirdPlace), size: -1), "page_size");
        Assert.Equal(10, (await server.Wire.SuggestOneAsync(MatchCategory.Partner, Asking.Initiative(DemoFixture.SharedGarden), size: 0)).Matches.Count);
        Assert.InRange((await server.Wire.SuggestOneAsync(MatchCategory.Partner, Asking.Initiative(DemoFixture.SharedGarden), size: 1000)).Matches.Count, 11, 50);
    }

    [Fact]
    public async Task SuggestMatches_AskedTwice_AnswersTheSameBytes() =>
        Assert.Equal(
            (await server.Wire.SuggestAsync(Asking.Initiative(DemoFixture.ThirdPlace))).ToByteString(),
            (await server.Wire.SuggestAsync(Asking.Initiative(DemoFixture.ThirdPlace))).ToByteString());

    private static void AssertTold(IEnumerable<string> french, IEnumerable<string> english)
    {
        var pairs = french.Zip(english).ToList();
        Assert.All(pairs, pair =>
        {
            Assert.False(string.IsNullOrWhiteSpace(pair.First));
            Assert.False(string.IsNullOrWhiteSpace(pair.Second));
            Assert.NotEqual(pair.First, pair.Second);
        });
    }
}
