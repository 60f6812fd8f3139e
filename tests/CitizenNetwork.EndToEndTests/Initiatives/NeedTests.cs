using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Initiatives;

/// <summary>Needs and a coordinator's choices through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class NeedTests(ServerFixture server)
{
    private Wire Wire => server.Wire;

    [Fact]
    [Trait("seed", "000-3")]
    [Trait("feature", "F11")]
    public async Task RegisterNeed_WithQuantityPeriodAndPlace_KeepsThemAndOpens()
    {
        var initiative = await NewAsync();
        Need need = new()
        {
            Kind = NeedKind.WelcomePlace,
            Expression = ExpressionKind.Expectation,
            Title = "Un lieu pour douze",
            Description = "Le samedi",
            Themes = { "repair" },
            Quantity = new Quantity { Amount = 12, Unit = "personne" },
            Period = new Period { StartDate = "2027-01-01", EndDate = "2027-06-30" },
            Urgency = Urgency.High,
            Commune = Samples.Trelaze,
        };

        var changed = await Wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = initiative.Name, Need = need, NeedId = "un-lieu-pour-douze" });

        (need.Name, need.State) = ($"{initiative.Name}/needs/un-lieu-pour-douze", Need.Types.State.Open);
        Assert.Equal(need, Assert.Single(changed.Needs));
        Assert.Equal(changed, await GetAsync(initiative));
    }

    [Fact]
    public async Task RegisterNeed_SentAgain_AddsOneNeed()
    {
        var initiative = await NewAsync();
        RegisterNeedRequest request = new() { Parent = initiative.Name, Need = Samples.Need(NeedKind.Room, "Une salle"), NeedId = "salle-du-soir", RequestId = Samples.NewRequestId() };

        var first = await Wire.Initiatives.RegisterNeedAsync(request);
        var again = await Wire.Initiatives.RegisterNeedAsync(request);

        Assert.Equal(first.ToByteString(), again.ToByteString());
        Assert.Equal($"{initiative.Name}/needs/salle-du-soir", Assert.Single((await GetAsync(initiative)).Needs).Name);
        request.RequestId = string.Empty;
        await server.AssertRefusedAsync(StatusCode.AlreadyExists, "ALREADY_EXISTS", async wire => await wire.Initiatives.RegisterNeedAsync(request));
    }

    [Fact]
    public async Task RegisterNeed_WithManyWrongFields_NamesThemAll()
    {
        var initiative = await NewAsync();
        Need wrong = new()
        {
            Description = "Sans type ni titre",
            Themes = { "licornes" },
            Quantity = new Quantity { Amount = 0 },
            AmountCents = -5,
            Period = new Period { StartDate = "2027-02-30", EndDate = "demain" },
            Commune = "COM-99999",
        };

        await server.AssertRefusedAsync(
            async wire => await wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = initiative.Name, Need = wrong, NeedId = "À+B", RequestId = "x" }),
            "need.kind",
            "need.title",
            "need.themes[0]",
            "need.quantity.amount",
            "need.quantity.unit",
            "need.amount_cents",
            "need.period.start_date",
            "need.period.end_date",
            "need.commune",
            "need_id",
            "request_id");
    }

    [Fact]
    [Trait("seed", "000-3")]
    public async Task QualifyNeed_OfOneField_ChangesThatOneAlone()
    {
        var initiative = await NewAsync(Samples.Need(NeedKind.Funding, "De quoi démarrer"));
        Need wanted = new() { Name = initiative.Needs[0].Name, Kind = NeedKind.Funding, Title = "Ne doit pas passer", AmountCents = 120_000 };

        var changed = await Wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = wanted, UpdateMask = Samples.Mask("amount_cents") });

        Assert.Equal(("De quoi démarrer", 120_000L), (changed.Needs[0].Title, changed.Needs[0].AmountCents));
        await server.AssertRefusedAsync(
            async wire => await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = wanted, UpdateMask = Samples.Mask("state", "name", "couleur") }),
            "update_mask.paths[0]",
            "update_mask.paths[1]",
            "update_mask.paths[2]");
        await server.AssertRefusedAsync(StatusCode.Aborted, "STALE_ETAG", async wire => await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = wanted, Etag = initiative.Etag }));
    }

    [Fact]
    public async Task QualifyNeed_OfNoNeed_IsNotFound()
    {
        var initiative = await NewAsync();
        Need wanted = new() { Name = $"{initiative.Name}/needs/absent", Kind = NeedKind.Room, Title = "Absent" };

        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = wanted }));
        wanted.Name = "initiatives/x/needs/y";
        await server.AssertRefusedAsync(async wire => await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = wanted }), "need.name");
    }

    [Theory]
    [Trait("feature", "F11")]
    [InlineData(Need.Types.State.Met)]
    [InlineData(Need.Types.State.Withdrawn)]
    public async Task CloseNeed_OnceOpen_IsClosedForGood(Need.Types.State state)
    {
        var initiative = await NewAsync(Samples.Need(NeedKind.Room, "Une salle"), Samples.Need(NeedKind.Skill, "Une main"));
        var name = initiative.Needs[0].Name;

        var changed = await Wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = name, State = state, Etag = initiative.Etag });

        Assert.Equal([state, Need.Types.State.Open], changed.Needs.Select(need => need.State));
        await server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = name, State = state }));
        await server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = new Need { Name = name, Kind = NeedKind.Room, Title = "Plus tard" } }));
    }

    [Fact]
    public async Task CloseNeed_WithoutAClosedState_NamesIt()
    {
        var initiative = await NewAsync(Samples.Need(NeedKind.Room, "Une salle"));

        await server.AssertRefusedAsync(async wire => await wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = initiative.Needs[0].Name, State = Need.Types.State.Open }), "state");
    }

    [Fact]
    public async Task PinCandidate_WithAMessage_StandsFirstInMatchesUntilUnpinned()
    {
        var owner = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Loin des mots", commune: Samples.Nantes) })).Name;
        var last = (await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Sans aucun rapport", ResourceKind.DialogueSpace, owner, Samples.Nantes) })).Name;
        var initiative = await NewAsync(Samples.Need(NeedKind.Vehicle, "Un camion"));
        Assert.NotEqual(last, (await BestAsync(initiative)).Candidate);
        server.Clock.Now = SettableClock.Start;

        var pinned = await Wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = last, Message = "Ils se connaissent", Author = "La coordination" } });
        var best = await BestAsync(initiative);

        Assert.Equal(last, best.Candidate);
        Assert.Equal(("Ils se connaissent", "La coordination", SettableClock.Start), (best.Pin.Message, best.Pin.Author, best.Pin.CreateTime.ToDateTimeOffset()));
        Assert.Equal(best.Pin, Assert.Single(pinned.Pins));

        Assert.Empty((await Wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = initiative.Name, Candidate = last })).Pins);
        Assert.NotEqual(last, (await BestAsync(initiative)).Candidate);
        await server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = initiative.Name, Candidate = last }));
    }

    [Fact]
    public async Task PinCandidate_ThatAGateRefuses_IsNotSuggestedButExplained()
    {
        var quiet = Samples.Actor("Ne veut pas être sollicité");
        quiet.DoNotSolicit = true;
        var name = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = quiet })).Name;
        var initiative = await NewAsync();
        await Wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = name, Author = "La coordination" } });

        var group = (await Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = initiative.Name }, Categories = { MatchCategory.Partner }, PageSize = 50 })).Groups.Single();
        var explanation = await Wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Initiative = initiative.Name }, Candidate = name });

        Assert.DoesNotContain(name, group.Matches.Select(match => match.Candidate));
        Assert.False(explanation.Eligible);
        Assert.Equal("La coordination", explanation.Match.Pin.Author);
    }

    [Fact]
    public async Task PinCandidate_OfWrongFields_NamesThem()
    {
        var initiative = await NewAsync();

        await server.AssertRefusedAsync(async wire => await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name }), "pin.candidate", "pin.author");
        await server.AssertRefusedAsync(
            async wire => await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = "resources/personne-ne-la-connait", Author = "Moi", Message = new string('m', 501) } }),
            "pin.candidate",
            "pin.message");
        await server.AssertRefusedAsync(async wire => await wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = "initiatives/a+b", Candidate = "initiatives/a-b-c" }), "name", "candidate");
        await server.AssertRefusedAsync(async wire => await wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = initiative.Name }), "candidate");
    }

    [Fact]
    public async Task PinCandidate_OverTheLimit_IsRefused()
    {
        var initiative = await NewAsync();
        var names = await Task.WhenAll(Enumerable.Range(0, 21).Select(async i => (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor($"Choisi {i}") })).Name));
        foreach (var name in names[..20])
        {
            await Wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = name, Author = "Moi" } });
        }

        await server.AssertRefusedAsync(async wire => await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = names[20], Author = "Moi" } }), "pin");
    }

    private async Task<Initiative> NewAsync(params Need[] needs) =>
        await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative { Sentence = "Une initiative avec ses besoins", Commune = Samples.Angers, Needs = { needs } } });

    private async Task<Initiative> GetAsync(Initiative initiative) => await Wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = initiative.Name });

    private async Task<Match> BestAsync(Initiative initiative) =>
        (await Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = initiative.Name }, Categories = { MatchCategory.Resource } })).Groups.Single().Matches[0];
}
