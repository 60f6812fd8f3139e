using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class RankingTests
{
    private static readonly MatchCategory[] s_categories = Enum.GetValues<MatchCategory>();

    private static readonly MatchPreferences s_allWishes = new(Wishes.None, true, true, ["food", "health"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("seed", "004-25")]
    public void Suggest_GeneratedCatalogue_ContributionsAddUpToScore(int seed)
    {
        var generated = new GeneratedWorld(seed).Make();
        foreach (var world in new[] { generated, generated with { Preferences = s_allWishes } })
        {
            foreach (var match in s_categories.SelectMany(category => world.Suggest(category, take: 500).Matches))
            {
                Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), 12);
                Assert.InRange(match.Score, 0, 1);
                Assert.Equal(1, match.Reasons.Sum(reason => reason.Weight), 9);
                Assert.All(match.Reasons, reason => Assert.InRange(reason.Value, 0, 1));
                Assert.All(match.Reasons.Where(reason => reason.Signal != Signal.Phase), reason => Assert.Equal(reason.Weight * reason.Value, reason.Contribution, 12));
                Assert.Equal(match.Reasons.Length, match.Reasons.Select(reason => reason.Signal).Distinct().Count());
                Assert.Equal(match.Reasons.Select(reason => reason.Contribution).OrderDescending(), match.Reasons.Select(reason => reason.Contribution));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Suggest_GeneratedCatalogue_CountsEveryCandidateOnce(int seed)
    {
        var world = new GeneratedWorld(seed).Make();
        foreach (var category in s_categories)
        {
            var group = world.Suggest(category);

            Assert.Equal(group.Considered, group.Eligible + group.Removed.Sum(entry => entry.Count));
            Assert.Equal(group.Removed.Select(entry => entry.Criterion).Order(), group.Removed.Select(entry => entry.Criterion));
            Assert.Equal(group.Eligible == 0, group.Empty is not null);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Suggest_Pages_AreTheWholeWithoutRepeats(int seed)
    {
        var world = new GeneratedWorld(seed).Make();
        foreach (var category in s_categories)
        {
            var whole = world.Suggest(category, take: 500);
            List<string> paged = [];
            MatchGroup page;
            do
            {
                page = world.Suggest(category, paged.Count, 7);
                paged.AddRange(page.Matches.Select(match => match.Candidate));
            }
            while (page.HasMore);

            Assert.Equal(whole.Matches.Select(match => match.Candidate), paged);
            Assert.Equal(whole.Eligible, paged.Distinct(StringComparer.Ordinal).Count());
            Assert.False(whole.HasMore);
        }
    }

    [Fact]
    public void Suggest_SameWorldBuiltTwice_GivesTheSameAnswer()
    {
        var a = new GeneratedWorld(8).Make().Suggest(MatchCategory.Funding, take: 500);
        var b = new GeneratedWorld(8).Make().Suggest(MatchCategory.Funding, take: 500);

        Assert.Equal(Told(a), Told(b));

        static IEnumerable<string> Told(MatchGroup group) =>
            group.Matches.Select(match => $"{match.MatchId} {match.Score:R} {string.Join('|', match.Reasons.Select(reason => $"{reason.Case} {string.Join(',', reason.Data)}"))}");
    }

    [Fact]
    public void Suggest_OrderInWhichRecordsCame_DoesNotMatter()
    {
        var world = new GeneratedWorld(9).Make();
        var turned = world with { Calls = [.. world.Calls.Reverse()], Resources = [.. world.Resources.Reverse()] };

        Assert.Equal(world.Order(MatchCategory.Funding), turned.Order(MatchCategory.Funding));
        Assert.Equal(world.Order(MatchCategory.Resource), turned.Order(MatchCategory.Resource));
    }

    [Fact]
    public void Suggest_EqualScores_RotateByDayAndStayWithinIt()
    {
        World world = new() { Resources = [.. Enumerable.Range(0, 12).Select(i => Resource($"salle-{i}") with { Title = "Salle" })] };
        var updates = world.Resources.ToDictionary(resource => resource.Id.Name, _ => DateTimeOffset.UnixEpoch, StringComparer.Ordinal);
        world = world with { Updates = world.Updates.AddRange(updates) };
        var days = Enumerable.Range(0, 10).Select(i => string.Join(' ', (world with { Day = Today.AddDays(i) }).Order(MatchCategory.Resource))).ToList();

        Assert.Equal(days[0], string.Join(' ', world.Order(MatchCategory.Resource)));
        Assert.Equal(10, days.Distinct(StringComparer.Ordinal).Count());
        Assert.True(days.Select(day => day.Split(' ')[0]).Distinct(StringComparer.Ordinal).Count() >= 4);
        Assert.NotEqual(world.Order(MatchCategory.Resource), (world with { Initiative = world.Initiative with { Id = new("autres") } }).Order(MatchCategory.Resource));
    }

    [Fact]
    public void Suggest_Pins_ComeFirstInTheirOrderAndOnlyWhenEligible()
    {
        World world = new()
        {
            Resources = [Resource("proche") with { Title = "Réparer des vélos" }, Resource("loin") with { Commune = Paris }, Resource("autre") with { Commune = Saumur }, Resource("ferme") with { UnregisteredPolicy = UnregisteredPolicy.Refused }],
        };
        world = world with { Initiative = world.Initiative with { Pins = [PinOf("resources/ferme"), PinOf("resources/loin"), PinOf("resources/autre"), PinOf("resources/absente")] } };
        var matches = world.Suggest(MatchCategory.Resource).Matches;

        Assert.Equal(["resources/loin", "resources/autre", "resources/proche"], matches.Select(match => match.Candidate));
        Assert.Equal(["resources/loin", "resources/autre", null], matches.Select(match => match.Pin?.Candidate));
        Assert.Equal("resources/ferme", world.Explain("resources/ferme").Match.Pin!.Candidate);
        Assert.False(world.Explain("resources/ferme").Eligible);
        Assert.Equal([0, 1, 2], matches.Select(match => world.Explain(match.Candidate).BetterCount));

        static Pin PinOf(string candidate) => new(candidate, "À rencontrer", "Camille", DateTimeOffset.UnixEpoch);
    }

    [Fact]
    [Trait("feature", "F30")]
    public void Suggest_PinOfARecordThatWasWithdrawn_IsLeftOutUntilItReturns()
    {
        World world = new() { Resources = [Resource("proche"), Resource("loin") with { Commune = Paris }] };
        world = world with { Initiative = world.Initiative with { Pins = [new Pin("resources/loin", "Parlez-en", "Camille", DateTimeOffset.UnixEpoch)] } };
        World without = world with { Resources = [world.Resources[0]] };

        Assert.Equal(["loin", "proche"], world.Order(MatchCategory.Resource));
        Assert.Equal(("Parlez-en", "Camille"), (world.Explain("resources/loin").Match.Pin!.Message, world.Explain("resources/loin").Match.Pin!.Author));
        Assert.Equal(["proche"], without.Order(MatchCategory.Resource));
        Assert.Null(World.Matcher.Explain(without.View(), without.Query(MatchCategory.Resource), "resources/loin"));
        Assert.Equal(0, without.Explain("resources/proche").BetterCount);
    }

    [Fact]
    [Trait("seed", "000-13")]
    public void Suggest_KindsAsked_LeaveOutTheOthersAndCountThem()
    {
        World world = new()
        {
            Actors = [Actor("soutien") with { Kind = ActorKind.SupportStructure }, Actor("mairie") with { Kind = ActorKind.LocalAuthority }, Actor("asso"), Actor("calme") with { DoNotSolicit = true }],
            Preferences = MatchPreferences.None with { Wishes = new Wishes([ActorKind.SupportStructure, ActorKind.LocalAuthority], [], false) },
        };
        var group = world.Suggest(MatchCategory.Partner);

        Assert.Equal(["mairie", "soutien"], group.Matches.Select(match => match.Candidate.Split('/')[1]).Order(StringComparer.Ordinal));
        Assert.Equal([(Criterion.NotOneself, 1), (Criterion.Solicitable, 1), (Criterion.KindAsked, 1)], group.Removed.AsEnumerable());
        Assert.Equal((5, 2), (group.Considered, group.Eligible));
    }

    [Fact]
    public void Suggest_UnknownCriterion_PassesWithItsNote()
    {
        var match = Assert.Single(new World { Calls = [FundingCall("appel") with { RequiresGeneralInterest = true, UnregisteredPolicy = UnregisteredPolicy.Unspecified }] }.AtPhase(Phase.Realisation).Suggest(MatchCategory.Funding).Matches);

        Assert.Equal([Criterion.LegalPerson, Criterion.GeneralInterest], match.Notes.Select(note => note.Criterion));
        Assert.Equal("policy", match.Notes[0].Case);
    }

    [Fact]
    [Trait("seed", "004-15")]
    public void Suggest_HardCall_NamesLighterOnesOfTheAnswer()
    {
        World world = new()
        {
            Calls =
            [
                FundingCall("lourd") with { Effort = new(20, 10, 0, 0) },
                FundingCall("strict") with { Flexibility = Flexibility.Strict, Effort = new(5, 5, 0, 0) },
                FundingCall("souple") with { Flexibility = Flexibility.Light },
                FundingCall("court") with { Effort = new(2, 2, 0, 0) },
                FundingCall("inconnu"),
                FundingCall("ferme") with { Flexibility = Flexibility.Light, Opening = new(null, Today.AddDays(-1)) },
            ],
        };

        Assert.Equal(["fundingCalls/court", "fundingCalls/souple", "fundingCalls/strict"], world.Explain("fundingCalls/lourd").Match.LighterAlternatives.Order(StringComparer.Ordinal));
        Assert.Equal(["fundingCalls/court", "fundingCalls/souple"], world.Explain("fundingCalls/strict").Match.LighterAlternatives.Order(StringComparer.Ordinal));
        Assert.Empty(world.Explain("fundingCalls/court").Match.LighterAlternatives);
    }

    [Fact]
    [Trait("seed", "004-8")]
    [Trait("seed", "004-7")]
    public void Suggest_DraftOfOneSentence_GetsMatches()
    {
        World world = new()
        {
            Initiative = Initiative(string.Empty) with { Holder = null, Phase = Phase.Emergence },
            Holder = null,
            Resources = [Resource("cafe") with { Kind = ResourceKind.WelcomePlace, AcceptsEmergingInitiatives = true, Title = "Café du vélo" }, Resource("bureau") with { Kind = ResourceKind.WelcomePlace }],
        };
        var group = world.Suggest(MatchCategory.Resource);

        Assert.Equal("resources/cafe", Assert.Single(group.Matches).Candidate);
        Assert.Equal([(Criterion.Emerging, 1)], group.Removed.AsEnumerable());
    }

    [Fact]
    public void MatchId_Pair_IsStableAndItsOwn()
    {
        World world = new() { Resources = [Resource("salle"), Resource("autre")] };
        var ids = world.Suggest(MatchCategory.Resource).Matches.Select(match => match.MatchId).ToList();

        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{16}$", id));
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal), (world with { Day = Today.AddDays(3) }).Suggest(MatchCategory.Resource).Matches.Select(match => match.MatchId).Order(StringComparer.Ordinal));
        Assert.DoesNotContain((world with { Initiative = Initiative("autres") }).Suggest(MatchCategory.Resource).Matches, match => ids.Contains(match.MatchId, StringComparer.Ordinal));
    }

    [Fact]
    [Trait("seed", "003-20")]
    public void Notes_TermsOfAResource_AreTold()
    {
        World world = new()
        {
            Resources =
            [
                Resource("salle") with { Cost = Cost.Paid, AccessConditions = [new AccessCondition(AccessConditionKind.Other, null, 0, "Signer la charte")] },
            ],
        };

        Assert.Equal(["paid-unknown", "access-condition"], world.Explain("resources/salle").Match.Notes.Select(note => note.Case));
    }

    [Theory]
    [InlineData(5, 60, "opens")]
    [InlineData(-5, 30, "closes-soon")]
    [InlineData(-5, 31, null)]
    public void Notes_Opening_IsToldWhenItPresses(int start, int end, string? note)
    {
        World world = new() { Calls = [FundingCall("appel") with { Opening = new(Today.AddDays(start), Today.AddDays(end)), CoFundingPercent = 20 }] };
        world = world.AtPhase(Phase.Realisation);
        var notes = world.Explain("fundingCalls/appel").Match.Notes;

        Assert.Equal(note is null ? ["co-funding"] : [note, "co-funding"], notes.Select(told => told.Case));
        Assert.Equal(Datum.Number(20), notes[^1].Data[0]);
    }
}
