using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>Who may ask: an initiative, one need, an unsaved sentence; who may not; what an empty answer says.</summary>
[Collection(DemoServer.Name)]
public sealed class SubjectTests(DemoFixture server)
{
    private Wire Wire => server.Wire;

    [Fact]
    [Trait("seed", "004-8")]
    [Trait("feature", "F10")]
    public async Task SuggestMatches_OfADraft_AnswersAllFourAndStoresNothing()
    {
        var before = await Wire.EverythingAsync();

        var answer = await Wire.SuggestAsync(Asking.Draft("Réparer les vélos ensemble", Samples.Trelaze, Samples.Need(NeedKind.WelcomePlace, "Un lieu")));

        Assert.Equal(4, answer.Groups.Count);
        Assert.All(answer.Groups, group => Assert.NotEmpty(group.Matches));
        Assert.All(answer.Groups.SelectMany(group => group.Matches), match => Assert.Empty(match.Need));
        Assert.Contains("actors/l-entrepont-a-velos", answer.Groups[0].Matches.Take(5).Select(match => match.Candidate));
        Assert.Equal(before, await Wire.EverythingAsync());
    }

    [Fact]
    public async Task ExplainMatch_OfADraft_NamesChangesWithoutARecord()
    {
        MatchSubject draft = new() { Draft = new Draft { Sentence = "Réparer les vélos ensemble", Commune = Samples.Trelaze, HolderKind = ActorKind.InformalCollective } };

        var explanation = await Wire.ExplainAsync(draft, "fundingCalls/coup-de-pouce-mobilites-citoyennes");

        Assert.False(explanation.Eligible);
        var change = Assert.Single(explanation.SmallestChange);
        Assert.Equal((string.Empty, "hosted_by"), (change.Record, change.Field));
    }

    [Fact]
    public async Task SuggestMatches_OfADraftWithWrongFields_NamesThem() =>
        await server.AssertRefusedAsync(
            async wire => await wire.SuggestAsync(new MatchSubject
            {
                Draft = new Draft { Sentence = "Bref", Commune = "Trelaze", Themes = { "licornes" }, Needs = { new Need { AmountCents = 5 } } },
            }),
            "subject.draft.sentence",
            "subject.draft.commune",
            "subject.draft.themes[0]",
            "subject.draft.needs[0].kind",
            "subject.draft.needs[0].title",
            "subject.draft.needs[0].amount_cents");

    [Fact]
    public async Task SuggestMatches_OfOneNeed_CountsThatNeedAlone()
    {
        const string Training = $"{DemoFixture.SharedGarden}/needs/formation-compost";

        var whole = await Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.SharedGarden));
        var one = await Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Need(Training));

        Assert.All(one.Matches.Where(match => match.Need.Length > 0), match => Assert.Equal(Training, match.Need));
        Assert.Equal(ResourceKind.Training, (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = one.Matches[0].Candidate })).Kind);
        Assert.Contains(whole.Matches, match => match.Need.Length > 0 && match.Need != Training);
    }

    [Fact]
    public async Task SuggestMatches_OfAClosedInitiativeOrNeed_IsRefused()
    {
        var made = await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
        {
            Initiative = new Initiative { Sentence = "Bientôt terminée", Commune = Samples.Angers, Phase = Phase.Realisation, Needs = { Samples.Need(NeedKind.Room, "Une salle") } },
        });
        try
        {
            await Wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = made.Needs[0].Name, State = Need.Types.State.Met });
            await server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.SuggestAsync(Asking.Need(made.Needs[0].Name)));

            await Wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = made.Name, Phase = Phase.Realisation, SubState = SubState.Closed });
            await server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.SuggestAsync(Asking.Initiative(made.Name)));
            await server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.ExplainAsync(Asking.Initiative(made.Name), "actors/anjou-communs"));
        }
        finally
        {
            await Wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = made.Name });
        }

        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.SuggestAsync(Asking.Initiative(made.Name)));
        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.SuggestAsync(Asking.Need($"{DemoFixture.SharedGarden}/needs/absent")));
    }

    [Fact]
    [Trait("seed", "000-29")]
    public async Task SuggestMatches_AtAnotherDay_OpensWhatWasClosed()
    {
        const string Last = "fundingCalls/reparer-c-est-gagne-2025";
        var workshop = Asking.Initiative(DemoFixture.BikeWorkshop);
        var today = await Wire.ExplainAsync(workshop, Last);
        Assert.Contains(today.Criteria, result => result is { Criterion: Criterion.Dates, Outcome: Outcome.NotMet });
        Assert.DoesNotContain(Last, (await Wire.SuggestOneAsync(MatchCategory.Funding, workshop)).Matches.Select(match => match.Candidate));

        try
        {
            server.Clock.GoTo(2025, 6, 30);
            Assert.Contains(Last, (await Wire.SuggestOneAsync(MatchCategory.Funding, workshop)).Matches.Select(match => match.Candidate));

            // The day is that of Paris: 22:30 UTC on 30 June is already July there.
            server.Clock.Now = new DateTimeOffset(2025, 6, 30, 22, 30, 0, TimeSpan.Zero);
            Assert.DoesNotContain(Last, (await Wire.SuggestOneAsync(MatchCategory.Funding, workshop)).Matches.Select(match => match.Candidate));
        }
        finally
        {
            server.Clock.Now = SettableClock.Start;
        }
    }

    [Fact]
    [Trait("seed", "003-12")]
    [Trait("seed", "003-14")]
    public async Task ExplainMatch_OfGeneralInterestAndNature_IsAGateWhereACallAsksForIt()
    {
        var made = await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
        {
            Initiative = new Initiative { Sentence = "Une entreprise collective", Commune = Samples.Angers, Nature = Nature.CollectiveEntrepreneurship, GeneralInterest = Answer.No, Holder = "actors/les-plantes-folles" },
        });
        try
        {
            Assert.Equal(Outcome.NotMet, await OutcomeAsync(made.Name, "fundingCalls/budget-participatif-d-angers", Criterion.GeneralInterest));
            Assert.Equal(Outcome.Met, await OutcomeAsync(DemoFixture.SharedGarden, "fundingCalls/budget-participatif-d-angers", Criterion.GeneralInterest));
            Assert.Equal(Outcome.NotMet, await OutcomeAsync(made.Name, "fundingCalls/graines-de-quartier", Criterion.Nature));
            Assert.Equal(Outcome.Met, await OutcomeAsync(DemoFixture.SharedGarden, "fundingCalls/graines-de-quartier", Criterion.Nature));
            Assert.Equal(Outcome.Met, await OutcomeAsync(made.Name, "fundingCalls/pret-cap-commun", Criterion.Nature));
            Assert.Equal(Outcome.NotMet, await OutcomeAsync(DemoFixture.SharedGarden, "fundingCalls/pret-cap-commun", Criterion.Nature));
        }
        finally
        {
            await Wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = made.Name });
        }

        async Task<Outcome> OutcomeAsync(string initiative, string call, Criterion criterion) =>
            (await Wire.ExplainAsync(Asking.Initiative(initiative), call)).Criteria.Single(result => result.Criterion == criterion).Outcome;
    }

    [Fact]
    [Trait("seed", "004-27")]
    public async Task SuggestMatches_OfPaidResources_NotesThePriceAndLowersNothing()
    {
        const string Paid = "resources/coaching-modele-economique";
        var cheap = (await Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.ThirdPlace))).Matches.Single(match => match.Candidate == Paid);
        Assert.Contains(cheap.Notes, note => note.Criterion == Criterion.Unspecified && note.Text.Contains("450 €", StringComparison.Ordinal));

        var undo = await new ChangeApplier(Wire).ApplyAsync(new Change { Record = Paid, Field = "price_cents", Value = "\"85000\"" });
        var dear = (await Wire.SuggestOneAsync(MatchCategory.Resource, Asking.Initiative(DemoFixture.ThirdPlace))).Matches.Single(match => match.Candidate == Paid);
        await undo();

        Assert.Contains(dear.Notes, note => note.Text.Contains("850 €", StringComparison.Ordinal));
        Assert.Equal(cheap.Score, dear.Score);
    }

    [Fact]
    [Trait("feature", "F18")]
    public async Task SuggestMatches_WithNothingThatFits_SaysWhyAndNamesTheNearest()
    {
        var own = await ServerFixture.StartAsync();
        try
        {
            var far = Samples.Actor("Loin d’ici", commune: Samples.Nantes);
            far.ServedArea.Add("COM-44109");
            var made = await own.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = far });
            var draft = Asking.Draft("Réparer les vélos ensemble", Samples.Trelaze);

            var french = await own.Wire.SuggestAsync(draft);
            var english = await own.English.SuggestAsync(draft);

            var empty = french.Groups[0].EmptyReason;
            Assert.Equal((1, 0), (french.Groups[0].ConsideredCount, french.Groups[0].EligibleCount));
            Assert.Equal((Criterion.ServedArea, made.Name, "Loin d’ici"), (empty.Criterion, empty.NearestCandidate, empty.NearestTitle));
            Assert.Contains("territoire", empty.Text, StringComparison.Ordinal);
            Assert.NotEqual(empty.Text, english.Groups[0].EmptyReason.Text);
            var change = Assert.Single(empty.Changes);
            Assert.Equal((made.Name, "served_area"), (change.Record, change.Field));

            Assert.All(french.Groups.Skip(1), group =>
            {
                Assert.Equal((0, Criterion.Unspecified, string.Empty), (group.ConsideredCount, group.EmptyReason.Criterion, group.EmptyReason.NearestCandidate));
                Assert.NotEmpty(group.EmptyReason.Text);
            });

            await new ChangeApplier(own.Wire).ApplyAsync(change);
            Assert.Equal(made.Name, Assert.Single((await own.Wire.SuggestOneAsync(MatchCategory.Partner, draft)).Matches).Candidate);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
