using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Actors;

/// <summary>The register of actors through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class ActorMethodsTests(ServerFixture server) : StandardMethodsTests<Actor>(server, new ActorConcept())
{
    /// <summary>Most records that a page holds.</summary>
    private const int MostOfAPage = 200;

    [Theory]
    [Trait("seed", "000-1")]
    [Trait("seed", "002-3")]
    [Trait("feature", "F1")]
    [MemberData(nameof(Kinds))]
    public async Task CreateActor_OfEveryKind_NeedsNoLegalNumber(ActorKind kind)
    {
        var made = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor($"De type {kind}", kind) });

        Assert.Equal((kind, string.Empty, string.Empty), (made.Kind, made.Siren, made.Rna));
        Assert.Contains(made, (await Wire.Actors.ListActorsAsync(new ListActorsRequest { Kinds = { kind }, PageSize = MostOfAPage })).Actors);
    }

    public static TheoryData<ActorKind> Kinds() => new(Enum.GetValues<ActorKind>().Where(kind => kind != ActorKind.Unspecified));

    [Fact]
    [Trait("seed", "002-3")]
    [Trait("feature", "F2")]
    public async Task CreateActor_InformalCollective_BearsAnInitiativeAndOffersAResource()
    {
        var collective = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Collectif sans statut", ActorKind.InformalCollective) });

        var initiative = await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative { Sentence = "Une envie de quartier", Commune = Samples.Angers, Holder = collective.Name } });
        var resource = await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Un coin de garage", owner: collective.Name) });

        Assert.Equal((collective.Name, collective.Name), (initiative.Holder, resource.Owner));
    }

    [Fact]
    [Trait("feature", "F3")]
    public async Task CreateActor_WithFrenchIdentifiers_ChecksThem()
    {
        var made = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Identified("732829320", "W491234567") });
        Assert.Equal(("732829320", "W491234567"), (made.Siren, made.Rna));

        var (french, english) = await Server.AssertRefusedAsync(
            async wire => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Identified("732829321", "491234567") }),
            "actor.siren",
            "actor.rna");

        Assert.Contains("devrait être 0 et non 1", french["actor.siren"], StringComparison.Ordinal);
        Assert.Contains("W491234567", english["actor.rna"], StringComparison.Ordinal);

        static Actor Identified(string siren, string rna)
        {
            var actor = Samples.Actor("Avec des numéros");
            actor.Siren = siren;
            actor.Rna = rna;
            return actor;
        }
    }

    [Fact]
    [Trait("feature", "F4")]
    public async Task CreateActor_OfTheSocialEconomy_KeepsTheBasisApartFromTheKind()
    {
        var company = Samples.Actor("Entreprise agréée", ActorKind.Company);
        company.EssBasis = EssBasis.Esus;

        var made = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = company });

        Assert.Equal((ActorKind.Company, EssBasis.Esus), (made.Kind, made.EssBasis));
    }

    [Fact]
    [Trait("seed", "003-19")]
    public async Task CreateActor_SupportStructure_SaysWhomItServes()
    {
        var structure = Samples.Actor("Appui aux fondations", ActorKind.SupportStructure);
        structure.ServesKinds.Add([ActorKind.Association, ActorKind.LocalAuthority, ActorKind.Foundation]);

        var made = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = structure });

        Assert.Equal(structure.ServesKinds, made.ServesKinds);
    }

    [Fact]
    [Trait("feature", "F13")]
    public async Task Actor_ThatAsks_CanOfferToo()
    {
        var actor = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Demande et donne") });

        await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative { Sentence = "Il demande une salle", Commune = Samples.Angers, Holder = actor.Name } });
        await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Il prête un vélo", ResourceKind.Vehicle, actor.Name) });
        await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("Il donne un peu", actor.Name) });
        await Wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = Samples.HostingOffer("Il porte", actor.Name) });

        Assert.Single((await Wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest { Holder = actor.Name })).Initiatives);
        Assert.Single((await Wire.Resources.ListResourcesAsync(new ListResourcesRequest { Owner = actor.Name })).Resources);
        Assert.Single((await Wire.FundingCalls.ListFundingCallsAsync(new ListFundingCallsRequest { Funder = actor.Name })).FundingCalls);
        Assert.Single((await Wire.HostingOffers.ListHostingOffersAsync(new ListHostingOffersRequest { Host = actor.Name })).HostingOffers);
    }

    [Fact]
    public async Task ListActors_ByPerimeter_WalksUpFromTheCommune()
    {
        var trelaze = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("À Trélazé", commune: Samples.Trelaze) });
        var saumur = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("À Saumur", commune: Samples.Saumur) });
        var nantes = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("À Nantes", commune: Samples.Nantes) });

        Assert.Equal([trelaze.Name], await FoundAsync("COM-49353"));
        Assert.Equal([trelaze.Name], await FoundAsync("EPCI-244900015"));
        Assert.Equal([trelaze.Name, saumur.Name], await FoundAsync("DEP-49"));
        Assert.Equal([trelaze.Name, saumur.Name, nantes.Name], await FoundAsync("REG-52"));
        Assert.Equal([trelaze.Name, saumur.Name, nantes.Name], await FoundAsync("PAYS-99100"));
        Assert.Empty(await FoundAsync("DEP-79"));

        async Task<IEnumerable<string>> FoundAsync(string perimeter)
        {
            List<Actor> found = [];
            await Pages.AllAsync(token => Concept.ListAsync(Wire, MostOfAPage, token, perimeter), page => page.Items, page => page.Next, found);
            return new[] { trelaze.Name, saumur.Name, nantes.Name }.Where(name => found.Exists(actor => actor.Name == name));
        }
    }

    [Fact]
    public async Task ListActors_ByKinds_ReturnsThoseAlone()
    {
        await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Une mutuelle", ActorKind.Mutual) });
        await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Un syndicat", ActorKind.TradeUnion) });

        var found = (await Wire.Actors.ListActorsAsync(new ListActorsRequest { Kinds = { ActorKind.Mutual, ActorKind.TradeUnion }, PageSize = MostOfAPage })).Actors;

        Assert.Equal([ActorKind.Mutual, ActorKind.TradeUnion], found.Select(actor => actor.Kind).Distinct().Order());
    }

    [Fact]
    public async Task ListActors_MoreThanAPageHolds_CutsAtFiftyAndTwoHundred()
    {
        for (var made = 0; made <= MostOfAPage; made += 10)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Un parmi d’autres") }).ResponseAsync));
        }

        Assert.Equal(50, (await Concept.ListAsync(Wire)).Items.Count);
        Assert.Equal(MostOfAPage, (await Concept.ListAsync(Wire, 1000)).Items.Count);
    }
}
