using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Hosts;

/// <summary>The register of hosting offers through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class HostingOfferMethodsTests(ServerFixture server) : StandardMethodsTests<HostingOffer>(server, new HostingOfferConcept())
{
    [Fact]
    [Trait("seed", "004-18")]
    public async Task CreateHostingOffer_WithItsTerms_KeepsActsFeeCapacityAndTerritory()
    {
        var offer = Samples.HostingOffer("Portage complet", area: ["DEP-49", "COM-44109"]);
        offer.Acts.Clear();
        offer.Acts.Add([HostedAct.BankAccount, HostedAct.Insurance, HostedAct.Contract, HostedAct.Employment, HostedAct.Grants]);
        (offer.FeeBasisPoints, offer.Capacity, offer.HostedCount) = (800, 12, 4);
        offer.ExitTerms = "Un mois de préavis.";

        var made = await Wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = offer });

        (offer.Name, offer.Etag, offer.CreateTime, offer.UpdateTime) = (made.Name, made.Etag, made.CreateTime, made.UpdateTime);
        Assert.Equal(offer, made);
    }

    [Fact]
    [Trait("feature", "F54")]
    public async Task ListHostingOffers_ByPerimeterAndHost_ReturnsThoseServingIt()
    {
        var host = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porte") })).Name;
        var near = await CreateAsync("Pour l’agglomération", "EPCI-244900015");
        var wide = await CreateAsync("Pour la région", "REG-52");

        Assert.Equal([near, wide], await FoundAsync(Samples.Trelaze));
        Assert.Contains(near, await FoundAsync("EPCI-244900015"));
        Assert.Equal([wide], await FoundAsync("DEP-49"));
        Assert.Equal([wide], await FoundAsync(Samples.Nantes));
        Assert.Empty(await FoundAsync("DEP-79"));

        async Task<string> CreateAsync(string title, string area) =>
            (await Wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = Samples.HostingOffer(title, host, area) })).Name;

        async Task<IEnumerable<string>> FoundAsync(string perimeter) =>
            (await Wire.HostingOffers.ListHostingOffersAsync(new ListHostingOffersRequest { Host = host, Perimeter = perimeter })).HostingOffers.Select(offer => offer.Name);
    }

    [Fact]
    public async Task CreateHostingOffer_OutOfBounds_NamesEveryField()
    {
        var offer = Samples.HostingOffer("Hors limites");
        offer.Acts.Clear();
        offer.ServedArea.Clear();
        (offer.FeeBasisPoints, offer.Capacity, offer.HostedCount) = (3_001, 0, -1);

        await Server.AssertRefusedAsync(
            async wire => await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = offer }),
            "hosting_offer.acts",
            "hosting_offer.served_area",
            "hosting_offer.fee_basis_points",
            "hosting_offer.capacity",
            "hosting_offer.hosted_count");
    }
}
