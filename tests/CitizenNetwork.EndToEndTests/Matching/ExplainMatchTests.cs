using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>Why not, and the smallest change that lifts it: applied through the API, it does.</summary>
[Collection(DemoServer.Name)]
public sealed class ExplainMatchTests(DemoFixture server)
{
    private const string HelpingHand = "fundingCalls/coup-de-pouce-mobilites-citoyennes";

    public static TheoryData<string> Shown => [.. DemoFixture.Shown];

    [Fact]
    [Trait("seed", "004-25")]
    [Trait("seed", "004-18")]
    [Trait("feature", "F20")]
    public async Task ExplainMatch_OfACallThatNeedsAHost_NamesTheHostAndWithItTheCallAppears()
    {
        var workshop = Asking.Initiative(DemoFixture.BikeWorkshop);
        var before = await server.Wire.ExplainAsync(workshop, HelpingHand);
        Assert.DoesNotContain(HelpingHand, await FundingAsync());

        Assert.False(before.Eligible);
        Assert.Equal([Criterion.LegalPerson], before.Criteria.Where(result => result.Outcome == Outcome.NotMet).Select(result => result.Criterion));
        var change = Assert.Single(before.SmallestChange);
        Assert.Equal((DemoFixture.BikeWorkshop, "hosted_by"), (change.Record, change.Field));

        var undo = await new ChangeApplier(server.Wire).ApplyAsync(change);
        try
        {
            var after = await server.Wire.ExplainAsync(workshop, HelpingHand);
            Assert.True(after.Eligible);
            Assert.Empty(after.SmallestChange);
            var funding = await FundingAsync();
            Assert.Equal(before.BetterCount, after.BetterCount);
            Assert.Equal(after.BetterCount, funding.IndexOf(HelpingHand));
        }
        finally
        {
            await undo();
        }

        Assert.False((await server.Wire.ExplainAsync(workshop, HelpingHand)).Eligible);

        async Task<List<string>> FundingAsync() => [.. (await server.Wire.SuggestOneAsync(MatchCategory.Funding, workshop)).Matches.Select(match => match.Candidate)];
    }

    [Theory]
    [Trait("feature", "F20")]
    [MemberData(nameof(Shown))]
    public async Task ExplainMatch_OfEveryCandidateLeftOut_NamesChangesThatLiftIt(string initiative)
    {
        var subject = Asking.Initiative(initiative);
        ChangeApplier applier = new(server.Wire);
        var lifted = 0;
        foreach (var candidate in DemoFixture.Candidates)
        {
            var before = await server.Wire.ExplainAsync(subject, candidate);
            Assert.Equal(before.Eligible, before.Criteria.All(result => result.Outcome != Outcome.NotMet));
            if (before.Eligible || before.SmallestChange.Count == 0 || before.SmallestChange.Any(change => change.Record.Length == 0))
            {
                continue;
            }

            Stack<Func<Task>> undo = [];
            foreach (var change in before.SmallestChange)
            {
                undo.Push(await applier.ApplyAsync(change));
            }

            var after = await server.Wire.ExplainAsync(subject, candidate);
            foreach (var step in undo)
            {
                await step();
            }

            Assert.True(after.Eligible, $"{candidate}: {string.Join(" ", before.SmallestChange.Select(change => $"{change.Record} {change.Field}={change.Value}"))} leaves {string.Join(" ", after.Criteria.Where(result => result.Outcome == Outcome.NotMet).Select(result => result.Text))}");
            Assert.Empty(after.SmallestChange);
            Assert.Equal(before, await server.Wire.ExplainAsync(subject, candidate));
            lifted++;
        }

        Assert.InRange(lifted, 5, DemoFixture.Candidates.Count);
    }

    [Theory]
    [Trait("seed", "004-25")]
    [MemberData(nameof(Shown))]
    public async Task ExplainMatch_OfEveryCandidate_SaysTheSameInOtherWords(string initiative)
    {
        foreach (var candidate in DemoFixture.Candidates)
        {
            var french = await server.Wire.ExplainAsync(Asking.Initiative(initiative), candidate);
            var english = await server.English.ExplainAsync(Asking.Initiative(initiative), candidate);

            AssertTold(candidate, Texts(french), Texts(english));
        }

        static IEnumerable<string> Texts(ExplainMatchResponse explanation) =>
        [
            explanation.Text,
            .. explanation.Criteria.Select(result => result.Text),
            .. explanation.Criteria.SelectMany(result => result.Changes.Select(change => change.Text)),
            .. explanation.SmallestChange.Select(change => change.Text),
            .. explanation.Match.Reasons.Select(reason => reason.Text),
        ];
    }

    [Theory]
    [Trait("feature", "F18")]
    [MemberData(nameof(Shown))]
    public async Task ExplainMatch_OfASuggestion_HasTheSameScoreAndPlace(string initiative)
    {
        foreach (var group in (await server.Wire.SuggestAsync(Asking.Initiative(initiative))).Groups)
        {
            foreach (var (match, place) in group.Matches.Select((match, i) => (match, i)))
            {
                var explanation = await server.Wire.ExplainAsync(Asking.Initiative(initiative), match.Candidate);

                Assert.True(explanation.Eligible);
                Assert.Equal(place, explanation.BetterCount);
                Assert.Equal((match.MatchId, match.Score), (explanation.Match.MatchId, explanation.Match.Score));
                Assert.Equal(match.Reasons, explanation.Match.Reasons);
            }
        }
    }

    [Fact]
    [Trait("seed", "003-20")]
    [Trait("feature", "F18")]
    public async Task ExplainMatch_OfAResourceForMembers_SaysWhatIsMissing()
    {
        var resources = (await server.Wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageSize = 200 })).Resources;
        var forMembers = resources.First(resource => resource.AccessConditions.Any(condition => condition is { Kind: AccessCondition.Types.Kind.Membership, FeeCents: > 0 }) && resource.OpenToKinds.Count == 0);
        var condition = forMembers.AccessConditions.First(condition => condition.Kind == AccessCondition.Types.Kind.Membership);
        var organisation = (await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = condition.Organisation })).DisplayName;

        var result = (await server.Wire.ExplainAsync(Asking.Initiative(DemoFixture.BikeWorkshop), forMembers.Name)).Criteria.Single(result => result.Criterion == Criterion.Membership);

        Assert.Equal(Outcome.NotMet, result.Outcome);
        Assert.Contains(organisation, result.Text, StringComparison.Ordinal);
        var change = Assert.Single(result.Changes);
        Assert.Equal(("actors/collectif-les-rustines", "memberships"), (change.Record, change.Field));
        Assert.Contains(condition.Organisation, change.Value, StringComparison.Ordinal);
        Assert.Contains((condition.FeeCents / 100).ToString(System.Globalization.CultureInfo.InvariantCulture), $"{result.Text} {change.Text}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExplainMatch_OfNobody_IsNotFound()
    {
        await server.AssertRefusedAsync(Grpc.Core.StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.ExplainAsync(Asking.Initiative(DemoFixture.BikeWorkshop), "resources/personne-ne-la-connait"));
        await server.AssertRefusedAsync(Grpc.Core.StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.ExplainAsync(Asking.Initiative("initiatives/personne-ne-la-connait"), HelpingHand));
        await server.AssertRefusedAsync(async wire => await wire.ExplainAsync(Asking.Initiative(DemoFixture.BikeWorkshop), DemoFixture.SharedGarden), "candidate");
    }

    private static void AssertTold(string candidate, IEnumerable<string> french, IEnumerable<string> english) =>
        Assert.All(french.Zip(english), pair => Assert.True(
            !string.IsNullOrWhiteSpace(pair.First) && !string.IsNullOrWhiteSpace(pair.Second) && pair.First != pair.Second,
            $"{candidate}: « {pair.First} » / “{pair.Second}”"));
}
