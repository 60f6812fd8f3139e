using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Initiatives;

/// <summary>The register of initiatives through the wire: standard methods, what a bare idea needs, phases.</summary>
[Collection(RecordsServer.Name)]
public sealed class InitiativeMethodsTests(ServerFixture server) : StandardMethodsTests<Initiative>(server, new InitiativeConcept())
{
    [Fact]
    [Trait("seed", "004-8")]
    [Trait("feature", "F10")]
    public async Task CreateInitiative_OfASentenceAndACommune_AlreadyGetsMatches()
    {
        await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Salle polyvalente") });

        var made = await CreateAsync(Samples.Initiative("Réparer les objets du quartier plutôt que les jeter"));
        var answer = await Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = made.Name } });

        Assert.Equal((Phase.Emergence, SubState.Idea), (made.Phase, made.SubState));
        Assert.NotEmpty(answer.Groups.Single(group => group.Category == MatchCategory.Resource).Matches);
        Assert.NotEmpty(answer.Groups.Single(group => group.Category == MatchCategory.Partner).Matches);
    }

    [Theory]
    [Trait("seed", "004-8")]
    [InlineData(SubState.Desire)]
    [InlineData(SubState.Idea)]
    [InlineData(SubState.Proposal)]
    public async Task CreateInitiative_BeforeBeingAProject_KeepsItsSubState(SubState state)
    {
        var initiative = Samples.Initiative("Avant d’être un projet");
        (initiative.Phase, initiative.SubState) = (Phase.Emergence, state);

        Assert.Equal(state, (await CreateAsync(initiative)).SubState);
    }

    [Theory]
    [Trait("seed", "001-2")]
    [InlineData(ActorKind.Individual)]
    [InlineData(ActorKind.InformalCollective)]
    public async Task CreateInitiative_OfAPersonOrACollective_IsBorneByIt(ActorKind kind)
    {
        var holder = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porte une idée", kind) });
        var initiative = Samples.Initiative("Une idée à plusieurs ou seul");
        initiative.Holder = holder.Name;

        var made = await CreateAsync(initiative);

        Assert.Equal(holder.Name, made.Holder);
        Assert.Equal([made], (await Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { Holder = holder.Name })).Initiatives);
    }

    [Theory]
    [Trait("seed", "003-1")]
    [Trait("seed", "003-2")]
    [InlineData(InitiativeType.SharedHousing, Motive.LocalNeed)]
    [InlineData(InitiativeType.BikeWorkshop, Motive.Passion)]
    [InlineData(InitiativeType.CulturalFestival, Motive.Both)]
    [InlineData(InitiativeType.LocalCurrency, Motive.Unspecified)]
    public async Task CreateInitiative_NonEntrepreneurial_SaysItsTypeNatureAndMotive(InitiativeType type, Motive motive)
    {
        var initiative = Samples.Initiative("Une action d’habitants");
        (initiative.Type, initiative.Nature, initiative.Motive) = (type, Nature.Citizen, motive);

        var made = await CreateAsync(initiative);

        Assert.Equal((type, Nature.Citizen, motive), (made.Type, made.Nature, made.Motive));
    }

    [Fact]
    public async Task CreateInitiative_WithPinsAndClosedNeeds_TakesNeitherFromTheCaller()
    {
        var initiative = Samples.Initiative("Avec des états imposés");
        initiative.Pins.Add(new Pin { Candidate = ServerFixture.Owner, Author = "Moi" });
        initiative.Needs.Add(new Need { Kind = NeedKind.Room, Title = "Une salle", State = Need.Types.State.Met });

        var made = await CreateAsync(initiative);

        Assert.Empty(made.Pins);
        Assert.Equal(Need.Types.State.Open, Assert.Single(made.Needs).State);
        Assert.Equal($"{made.Name}/needs/une-salle", made.Needs[0].Name);
    }

    [Fact]
    public async Task UpdateInitiative_OfPhaseNeedsAndPins_IsLeftToTheirMethods()
    {
        var made = await CreateAsync(Samples.Initiative("Chaque chose par sa méthode"));

        await Server.AssertRefusedAsync(
            wire => Concept.UpdateAsync(wire, made, Samples.Mask("phase", "sub_state", "needs", "pins")),
            "update_mask.paths[0]",
            "update_mask.paths[1]",
            "update_mask.paths[2]",
            "update_mask.paths[3]");

        var other = made.Clone();
        (other.Phase, other.SubState) = (Phase.Realisation, SubState.Running);
        Assert.Equal(Phase.Emergence, (await Concept.UpdateAsync(Wire, other, Samples.Mask("*"))).Phase);
    }

    [Fact]
    public async Task ListInitiatives_ByPerimeterAndPhase_ReturnsThoseAlone()
    {
        var holder = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Tient deux initiatives") })).Name;
        var trelaze = await CreateAsync(new Initiative { Sentence = "À Trélazé, une idée", Commune = Samples.Trelaze, Holder = holder });
        var nantes = await CreateAsync(new Initiative { Sentence = "À Nantes, une action", Commune = Samples.Nantes, Holder = holder, Phase = Phase.Realisation });

        Assert.Equal([trelaze.Name], await FoundAsync(Samples.Trelaze));
        Assert.Equal([trelaze.Name], await FoundAsync("EPCI-244900015"));
        Assert.Equal([trelaze.Name], await FoundAsync("DEP-49"));
        Assert.Equal([nantes.Name, trelaze.Name], await FoundAsync("REG-52"));
        Assert.Equal([nantes.Name], await FoundAsync("REG-52", Phase.Realisation));
        Assert.Equal([nantes.Name, trelaze.Name], await FoundAsync("REG-52", Phase.Realisation, Phase.Emergence));
        Assert.Empty(await FoundAsync("REG-52", Phase.Consolidation));

        async Task<IEnumerable<string>> FoundAsync(string perimeter, params Phase[] phases) =>
            (await Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { Holder = holder, Perimeter = perimeter, Phases = { phases } })).Initiatives.Select(initiative => initiative.Name);
    }

    [Fact]
    [Trait("feature", "F9")]
    public async Task ChangePhase_OneStepAtATime_ReachesTheEndAndComesBack()
    {
        var made = await CreateAsync(Samples.Initiative("Du début à la fin"));

        Assert.Equal(SubState.Proposal, (await MoveAsync(Wire, made.Name, Phase.Emergence, SubState.Proposal)).SubState);
        Assert.Equal(SubState.ActionPlan, (await MoveAsync(Wire, made.Name, Phase.Consolidation)).SubState);
        Assert.Equal(SubState.Running, (await MoveAsync(Wire, made.Name, Phase.Realisation)).SubState);
        Assert.Equal(SubState.Sustained, (await MoveAsync(Wire, made.Name, Phase.Realisation, SubState.Sustained)).SubState);
        Assert.Equal(Phase.Consolidation, (await MoveAsync(Wire, made.Name, Phase.Consolidation)).Phase);
        Assert.Equal(Phase.Emergence, (await MoveAsync(Wire, made.Name, Phase.Emergence)).Phase);
        Assert.Equal("7", (await Concept.GetAsync(Wire, made.Name)).Etag);
    }

    [Fact]
    [Trait("feature", "F9")]
    public async Task ChangePhase_OverAPhaseOrAfterTheEnd_IsAFailedPrecondition()
    {
        var made = await CreateAsync(Samples.Initiative("Trop vite"));

        var (french, _) = await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", wire => MoveAsync(wire, made.Name, Phase.Realisation));
        Assert.Equal(made.Name, Assert.Single(french.Precondition!.Violations).Subject);

        await MoveAsync(Wire, made.Name, Phase.Consolidation);
        await MoveAsync(Wire, made.Name, Phase.Realisation, SubState.Closed);
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", wire => MoveAsync(wire, made.Name, Phase.Realisation, SubState.Running));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", wire => MoveAsync(wire, made.Name, Phase.Consolidation));
    }

    [Fact]
    public async Task ChangePhase_OfASubStateOfAnotherPhase_NamesIt()
    {
        var made = await CreateAsync(Samples.Initiative("Un état d’ailleurs"));

        await Server.AssertRefusedAsync(wire => MoveAsync(wire, made.Name, Phase.Consolidation, SubState.Running), "sub_state");
        await Server.AssertRefusedAsync(wire => MoveAsync(wire, "initiatives/a+b", Phase.Unspecified, etag: "hier"), "name", "phase", "etag");
    }

    [Fact]
    public async Task ChangePhase_StaleOrSentAgain_KeepsTheFirst()
    {
        var made = await CreateAsync(Samples.Initiative("Une seule fois"));
        ChangePhaseRequest request = new() { Name = made.Name, Phase = Phase.Consolidation, Etag = made.Etag, RequestId = Samples.NewRequestId() };

        var first = await Wire.Initiatives.ChangePhaseAsync(request);
        await MoveAsync(Wire, made.Name, Phase.Realisation);

        Assert.Equal(first.ToByteString(), (await Wire.Initiatives.ChangePhaseAsync(request)).ToByteString());
        await Server.AssertRefusedAsync(StatusCode.Aborted, "STALE_ETAG", wire => MoveAsync(wire, made.Name, Phase.Realisation, SubState.Sustained, made.Etag));
    }

    private static async Task<Initiative> MoveAsync(Wire wire, string name, Phase phase, SubState state = SubState.Unspecified, string etag = "") =>
        await wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = name, Phase = phase, SubState = state, Etag = etag });

    private Task<Initiative> CreateAsync(Initiative initiative) => Concept.CreateAsync(Wire, initiative);
}
