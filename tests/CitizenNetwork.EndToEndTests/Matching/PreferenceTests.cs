using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>Wishes of the one who asks, seen in the order, the reasons and the gates.</summary>
[Collection(DemoServer.Name)]
public sealed class PreferenceTests(DemoFixture server)
{
    private static readonly MatchSubject s_workshop = Asking.Initiative(DemoFixture.BikeWorkshop);

    private Wire Wire => server.Wire;

    [Fact]
    [Trait("seed", "000-26")]
    [Trait("feature", "F4")]
    public async Task SuggestMatches_RequiringTheEss_LeavesOutAllOthers()
    {
        MatchPreferences required = new() { Ess = EssPreference.Require };

        var free = await Wire.SuggestOneAsync(MatchCategory.Partner, s_workshop);
        var group = await Wire.SuggestOneAsync(MatchCategory.Partner, s_workshop, required);

        Assert.Contains(await ActorsAsync(free), actor => actor.EssBasis == EssBasis.None);
        Assert.DoesNotContain(await ActorsAsync(group), actor => actor.EssBasis == EssBasis.None);
        Assert.NotEmpty(group.Matches);
        var removed = group.Removed.Single(entry => entry.Criterion == Criterion.EssCandidate);
        Assert.Equal(free.EligibleCount - removed.Count, group.EligibleCount);
        var explanation = await Wire.ExplainAsync(s_workshop, free.Matches[(await ActorsAsync(free)).FindIndex(actor => actor.EssBasis == EssBasis.None)].Candidate, required);
        Assert.False(explanation.Eligible);
        Assert.Contains(explanation.Criteria, result => result is { Criterion: Criterion.EssCandidate, Outcome: Outcome.NotMet });
    }

    [Fact]
    [Trait("seed", "000-26")]
    public async Task SuggestMatches_PreferringTheEss_RaisesItAndSaysSo()
    {
        MatchPreferences preferred = new() { Ess = EssPreference.Prefer };

        var free = await Wire.SuggestOneAsync(MatchCategory.Partner, s_workshop);
        var group = await Wire.SuggestOneAsync(MatchCategory.Partner, s_workshop, preferred);

        Assert.Equal(free.EligibleCount, group.EligibleCount);
        Assert.All(free.Matches, match => Assert.DoesNotContain(match.Reasons, reason => reason.Signal == Signal.Ess));
        var bases = (await ActorsAsync(group)).ToDictionary(actor => actor.Name, actor => actor.EssBasis);
        Assert.All(group.Matches.Where(match => bases[match.Candidate] == EssBasis.None), match => Assert.Equal(0, match.Reason(Signal.Ess).Value));
        Assert.All(group.Matches.Where(match => bases[match.Candidate] is EssBasis.ByStatus or EssBasis.Declared or EssBasis.Esus), match => Assert.Equal(1, match.Reason(Signal.Ess).Value));
        Assert.True(PlacesOfOthers(group) > PlacesOfOthers(free));

        int PlacesOfOthers(MatchGroup ordered) => ordered.Matches.Select((match, place) => bases[match.Candidate] == EssBasis.None ? place : 0).Sum();
    }

    [Theory]
    [InlineData(Diversity.Unspecified)]
    [InlineData(Diversity.Off)]
    [Trait("feature", "F27")]
    public async Task SuggestMatches_OfResources_SharesTheFirstPlacesOutUnlessItIsSwitchedOff(Diversity diversity)
    {
        const int Window = 10;
        var shown = (await Wire.SuggestOneAsync(MatchCategory.Resource, s_workshop, new MatchPreferences { Diversity = diversity })).Matches;
        var (moved, kept) = (shown.Where(HasMoved).ToList(), shown.Where(match => !HasMoved(match)).ToList());

        Assert.True(shown.Count > Window);
        Assert.Equal(diversity == Diversity.Off, moved.Count == 0);
        Assert.Equal(kept.Select(match => match.Score).OrderDescending(), kept.Select(match => match.Score));
        Assert.Equal(diversity != Diversity.Off, shown.Take(Window).CountBy(match => match.Owner).All(owner => owner.Value <= 2));
        Assert.All(moved, match => Assert.True(shown.IndexOf(match) >= Window || kept.Count < Window));

        static bool HasMoved(Match match) => match.Notes.Any(note => note.Text.StartsWith("Placé un peu plus bas", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("seed", "003-5")]
    [Trait("seed", "003-4")]
    public async Task SuggestMatches_OfAPartnerWhoLacksWhatTheHolderHas_SaysWhatEachBrings()
    {
        var evenings = new WaysOfWorking { Hours = { WorkingHours.Evenings }, Pace = Pace.Fast };
        var (here, there) = (await ActorAsync("Les Pignons", evenings), await ActorAsync("La Popote", new WaysOfWorking { Hours = { WorkingHours.Daytime }, Pace = Pace.Fast }));
        var bikes = (await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Triporteur", ResourceKind.Vehicle, here) })).Name;
        var kitchen = (await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Grande cuisine", ResourceKind.Room, there) })).Name;
        var ours = await InitiativeAsync("Nous voulons réparer des triporteurs", here, NeedKind.Room);
        var theirs = await InitiativeAsync("Nous voulons livrer des repas", there, NeedKind.Vehicle);
        try
        {
            var match = (await Wire.ExplainAsync(Asking.Initiative(ours.Name), there)).Match;
            var back = (await server.English.ExplainAsync(Asking.Initiative(theirs.Name), here)).Match;

            var (gets, gives) = (Assert.Single(match.Reciprocity.TheyBring), Assert.Single(match.Reciprocity.YouBring));
            Assert.Equal((kitchen, ours.Needs[0].Name, "« Grande cuisine » répond à votre besoin « Ce qui manque »."), (gets.Offer, gets.Need, gets.Text));
            Assert.Equal((bikes, theirs.Needs[0].Name, "Votre offre « Triporteur » répond à leur besoin « Ce qui manque »."), (gives.Offer, gives.Need, gives.Text));
            Assert.Equal((bikes, kitchen), (Assert.Single(back.Reciprocity.TheyBring).Offer, Assert.Single(back.Reciprocity.YouBring).Offer));
            Assert.Equal(match.Reciprocity.MutualScore, back.Reciprocity.MutualScore);
            Assert.Equal((match.Reciprocity.MutualScore, 0), (match.Reason(Signal.Reciprocity).Value, match.Reason(Signal.Reciprocity).Weight));
            Assert.Equal(0, match.Reason(Signal.WaysOfWorking).Weight);
            Assert.Contains(match.Notes, note => note.Text == "Aucun horaire en commun : vous en soirée, eux en journée.");
            Assert.Equal(match.Score, match.Reasons.Sum(reason => reason.Contribution), 9);
        }
        finally
        {
            foreach (var initiative in new[] { ours.Name, theirs.Name })
            {
                await Wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = initiative });
            }

            foreach (var resource in new[] { bikes, kitchen })
            {
                await Wire.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = resource });
            }

            foreach (var actor in new[] { here, there })
            {
                await Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = actor });
            }
        }

        async Task<string> ActorAsync(string name, WaysOfWorking ways) =>
            (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = new Actor(Samples.Actor(name)) { WaysOfWorking = ways } })).Name;

        async Task<Initiative> InitiativeAsync(string sentence, string holder, NeedKind lacking) =>
            await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative(Samples.Initiative(sentence)) { Holder = holder, Needs = { Samples.Need(lacking, "Ce qui manque") } } });
    }

    [Fact]
    [Trait("seed", "002-32")]
    public async Task SuggestMatches_OfADraftForSomeAges_LeavesOutWhatIsForOthers()
    {
        var call = (await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest
        {
            FundingCall = new FundingCall(Samples.FundingCall("Aide aux jeunes", DemoFixture.Candidates.First(name => name.StartsWith("actors/", StringComparison.Ordinal)))) { Audience = new Audience { MinAge = 16, MaxAge = 25 } },
        })).Name;
        try
        {
            Assert.Contains(call, await FundingAsync(new Audience { MinAge = 18, MaxAge = 20 }));
            Assert.Contains(call, await FundingAsync(null));
            Assert.DoesNotContain(call, await FundingAsync(new Audience { MinAge = 60 }));
            var explained = await Wire.ExplainAsync(Subject(new Audience { MinAge = 60 }), call);
            var change = Assert.Single(explained.SmallestChange);
            Assert.Equal((call, "audience.max_age", "60"), (change.Record, change.Field, change.Value));
        }
        finally
        {
            await Wire.FundingCalls.DeleteFundingCallAsync(new DeleteFundingCallRequest { Name = call });
        }

        static MatchSubject Subject(Audience? audience) => new() { Draft = new Draft { Sentence = "Nous voulons réparer des vélos", Commune = Samples.Angers, Audience = audience } };

        async Task<List<string>> FundingAsync(Audience? audience) => [.. (await Wire.SuggestOneAsync(MatchCategory.Funding, Subject(audience))).Matches.Select(match => match.Candidate)];
    }

    [Fact]
    [Trait("seed", "000-13")]
    public async Task SuggestMatches_OfKindsOfPartners_ReturnsThoseAlone()
    {
        MatchPreferences kinds = new() { PartnerKinds = { ActorKind.SupportStructure, ActorKind.LocalAuthority, ActorKind.PublicService, ActorKind.Company } };

        var group = await Wire.SuggestOneAsync(MatchCategory.Partner, Asking.Initiative(DemoFixture.ThirdPlace), kinds);

        var found = (await ActorsAsync(group)).Select(actor => actor.Kind).ToHashSet();
        Assert.Superset(new HashSet<ActorKind> { ActorKind.SupportStructure, ActorKind.LocalAuthority, ActorKind.Company }, found);
        Assert.Subset(kinds.PartnerKinds.ToHashSet(), found);
        Assert.Contains(group.Removed, removed => removed.Criterion == Criterion.KindAsked);
    }

    [Fact]
    [Trait("seed", "003-19")]
    public async Task SuggestMatches_OfASupportStructure_GoesToTheKindsItServes()
    {
        const string ForAuthorities = "actors/atelier-des-territoires-ligeriens";

        var collective = await Wire.ExplainAsync(s_workshop, ForAuthorities);
        var authority = await Wire.ExplainAsync(new MatchSubject { Draft = new Draft { Sentence = "Associer les habitants au budget", Commune = Samples.Saumur, HolderKind = ActorKind.LocalAuthority } }, ForAuthorities);
        var foundation = await Wire.ExplainAsync(new MatchSubject { Draft = new Draft { Sentence = "Associer les habitants au budget", Commune = Samples.Saumur, HolderKind = ActorKind.Foundation } }, ForAuthorities);

        Assert.Contains(collective.Criteria, result => result is { Criterion: Criterion.ActorKind, Outcome: Outcome.NotMet });
        Assert.True(authority.Eligible);
        Assert.True(foundation.Eligible);
    }

    [Fact]
    [Trait("seed", "004-14")]
    [Trait("feature", "F51")]
    public async Task SuggestMatches_PreferringLowEffort_PutsLightCallsFirstAndSaysWhatTheyAsk()
    {
        MatchPreferences light = new() { PreferLowEffort = true };

        var free = await Wire.SuggestOneAsync(MatchCategory.Funding, Asking.Initiative(DemoFixture.SharedGarden));
        var group = await Wire.SuggestOneAsync(MatchCategory.Funding, Asking.Initiative(DemoFixture.SharedGarden), light);

        Assert.All(group.Matches, match => Assert.True(match.Reason(Signal.Effort).Weight > free.Matches[0].Reason(Signal.Effort).Weight));
        Assert.True(group.Matches[0].Reason(Signal.Effort).Value >= free.Matches[0].Reason(Signal.Effort).Value);
        var call = await Wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = group.Matches[0].Candidate });
        Assert.Contains($"{call.Effort.Pages}", group.Matches[0].Reason(Signal.Effort).Text, StringComparison.Ordinal);
        Assert.True(Inversions(group) <= Inversions(free));

        static int Inversions(MatchGroup ordered) =>
            ordered.Matches.SelectMany((a, i) => ordered.Matches.Skip(i + 1).Where(b => b.Reason(Signal.Effort).Value > a.Reason(Signal.Effort).Value)).Count();
    }

    [Fact]
    [Trait("seed", "004-15")]
    public async Task SuggestMatches_OfAHeavyCall_NamesLighterOnesOfTheSameAnswer()
    {
        var group = await Wire.SuggestOneAsync(MatchCategory.Funding, Asking.Initiative(DemoFixture.ThirdPlace));
        var heavy = group.Matches.First(match => match.LighterAlternatives.Count > 0);
        var call = await Wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = heavy.Candidate });

        Assert.True(call.Flexibility == Flexibility.Strict || call.Effort.Pages + call.Effort.Documents > 15);
        foreach (var name in heavy.LighterAlternatives)
        {
            Assert.Contains(name, group.Matches.Select(match => match.Candidate));
            var lighter = await Wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = name });
            Assert.True(lighter.Flexibility == Flexibility.Light || lighter.Effort.Pages + lighter.Effort.Documents < call.Effort.Pages + call.Effort.Documents);
        }
    }

    [Fact]
    [Trait("seed", "002-22")]
    public async Task SuggestMatches_WithPriorityThemes_RaisesThemAndSaysWhy()
    {
        MatchPreferences priorities = new() { PriorityThemes = { "ageing", "health" } };
        const string Mutual = "actors/mutuelle-des-deux-rives";
        var subject = Asking.Initiative(DemoFixture.SharedGarden);

        var free = await Wire.SuggestOneAsync(MatchCategory.Partner, subject);
        var group = await Wire.SuggestOneAsync(MatchCategory.Partner, subject, priorities);

        Assert.DoesNotContain(free.Matches[0].Reasons, reason => reason.Signal == Signal.PriorityTheme);
        var reason = group.Matches.Single(match => match.Candidate == Mutual).Reason(Signal.PriorityTheme);
        Assert.Equal(1, reason.Value, 1e-9);
        Assert.Contains("santé", reason.Text, StringComparison.Ordinal);
        Assert.True(Place(group) < Place(free));
        await server.AssertRefusedAsync(async wire => await wire.SuggestAsync(subject, new MatchPreferences { PriorityThemes = { "licornes" }, PartnerKinds = { ActorKind.Unspecified } }), "preferences.priority_themes[0]", "preferences.partner_kinds[0]");

        static int Place(MatchGroup ordered) => ordered.Matches.Select(match => match.Candidate).ToList().IndexOf(Mutual);
    }

    [Fact]
    [Trait("feature", "F23")]
    public async Task SuggestMatches_OfRemoteResources_IgnoresDistance()
    {
        var group = await Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.ThirdPlace));
        var resources = (await Wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageSize = 200 })).Resources.ToDictionary(resource => resource.Name);
        var remote = group.Matches.Where(match => resources[match.Candidate].AttendanceMode == AttendanceMode.Remote).ToList();
        var onSite = group.Matches.Where(match => resources[match.Candidate].AttendanceMode == AttendanceMode.OnSite).ToList();

        Assert.NotEmpty(remote);
        Assert.NotEmpty(onSite);
        Assert.All(remote, match => Assert.False(match.HasDistanceM));
        Assert.All(onSite, match => Assert.True(match.HasDistanceM));

        // How far is far depends on the kind of resource; within one kind the nearer is never worse.
        Assert.All(onSite.GroupBy(match => resources[match.Candidate].Kind), kind => Assert.Equal(
            kind.OrderByDescending(match => match.Reason(Signal.Distance).Value).Select(match => match.Reason(Signal.Distance).Value),
            kind.OrderBy(match => match.DistanceM).Select(match => match.Reason(Signal.Distance).Value)));
    }

    [Fact]
    [Trait("seed", "001-9")]
    [Trait("feature", "F22")]
    public async Task SuggestMatches_OfServedAreas_SaysWhichLevelAnswersFinestFirst()
    {
        var funding = await Wire.SuggestOneAsync(MatchCategory.Funding, s_workshop);
        var levels = funding.Matches.ToDictionary(match => match.Candidate, match => (match.AnsweringPerimeter, match.Reason(Signal.TerritoryLevel).Value));

        Assert.Equal("COM-49353", levels["fundingCalls/idees-d-habitants-de-trelaze"].AnsweringPerimeter);
        Assert.Equal("EPCI-244900015", levels["fundingCalls/transitions-en-commun"].AnsweringPerimeter);
        Assert.Equal("DEP-49", levels["fundingCalls/premiere-etincelle"].AnsweringPerimeter);
        Assert.True(levels["fundingCalls/idees-d-habitants-de-trelaze"].Value > levels["fundingCalls/transitions-en-commun"].Value);
        Assert.True(levels["fundingCalls/transitions-en-commun"].Value > levels["fundingCalls/premiere-etincelle"].Value);
        Assert.Contains(funding.Removed, removed => removed.Criterion == Criterion.ServedArea);
    }

    [Fact]
    [Trait("seed", "003-15")]
    [Trait("feature", "F14")]
    public async Task SuggestMatches_ByPhase_LowersWhatHelpsLaterAndWarnsOfTheNext()
    {
        MatchSubject At(Phase phase) => new() { Draft = new Draft { Sentence = "Un atelier de réparation de vélos", Commune = Samples.Trelaze, Phase = phase, HolderKind = ActorKind.Association } };
        const string Early = "actors/l-entrepont-a-velos";

        var emergence = (await Wire.ExplainAsync(At(Phase.Emergence), Early)).Match;
        var consolidation = (await Wire.ExplainAsync(At(Phase.Consolidation), Early)).Match;
        var realisation = (await Wire.ExplainAsync(At(Phase.Realisation), Early)).Match;

        Assert.Equal(0, emergence.Reason(Signal.Phase).Contribution, 1e-9);
        Assert.Equal(0, consolidation.Reason(Signal.Phase).Contribution, 1e-9);
        Assert.True(realisation.Reason(Signal.Phase).Contribution < 0);
        Assert.True(realisation.Score < emergence.Score);

        // Useful now and no more afterwards: the answer says so before it happens.
        Assert.Contains(consolidation.Notes, note => note.Criterion == Criterion.Unspecified && note.Text.Length > 0);
    }

    private async Task<List<Actor>> ActorsAsync(MatchGroup group)
    {
        List<Actor> actors = [];
        foreach (var match in group.Matches)
        {
            actors.Add(await Wire.Actors.GetActorAsync(new GetActorRequest { Name = match.Candidate }));
        }

        return actors;
    }
}
