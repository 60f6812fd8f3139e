using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Resources;

/// <summary>The register of what actors share, through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class ResourceMethodsTests(ServerFixture server) : StandardMethodsTests<Resource>(server, new ResourceConcept())
{
    [Theory]
    [Trait("seed", "000-11")]
    [MemberData(nameof(Kinds))]
    public async Task CreateResource_OfEveryKind_IsSharedInOneRegister(ResourceKind kind)
    {
        var made = await CreateAsync(Samples.Resource($"De type {kind}", kind));

        Assert.Equal((kind, ServerFixture.Owner), (made.Kind, made.Owner));
        List<Resource> listed = [];
        await Pages.AllAsync(
            async token => await Wire.Resources.ListResourcesAsync(new ListResourcesRequest { Kinds = { kind }, Owner = ServerFixture.Owner, PageSize = 200, PageToken = token }), page => page.Resources, page => page.NextPageToken, listed);
        Assert.Contains(made, listed);
    }

    public static TheoryData<ResourceKind> Kinds() => new(Enum.GetValues<ResourceKind>().Where(kind => kind != ResourceKind.Unspecified));

    [Theory]
    [Trait("seed", "004-9")]
    [InlineData(PlaceKind.SocialCentre)]
    [InlineData(PlaceKind.CulturalFacility)]
    [InlineData(PlaceKind.PublicService)]
    [InlineData(PlaceKind.WelcomeSpace)]
    public async Task CreateResource_WelcomePlace_SaysWhatItIsAndThatIdeasAreWelcome(PlaceKind kind)
    {
        var place = Samples.Resource("Un lieu prêt à accueillir", ResourceKind.WelcomePlace);
        place.PlaceKind = kind;
        place.AcceptsEmergingInitiatives = true;

        var made = await CreateAsync(place);

        Assert.Equal((kind, true), (made.PlaceKind, made.AcceptsEmergingInitiatives));
    }

    [Fact]
    [Trait("seed", "004-27")]
    public async Task CreateResource_FreeOrPaid_KeepsCostAndDetail()
    {
        var free = Samples.Resource("Gratuit");
        free.Cost = Cost.Free;
        var paid = Samples.Resource("Payant");
        (paid.Cost, paid.PriceCents, paid.CostDetail) = (Cost.Paid, 1_500, "15 € la journée");
        var both = Samples.Resource("Gratuit à quinze euros");
        (both.Cost, both.PriceCents) = (Cost.Free, 1_500);

        Assert.Equal(Cost.Free, (await CreateAsync(free)).Cost);
        var made = await CreateAsync(paid);
        Assert.Equal((Cost.Paid, 1_500L, "15 € la journée"), (made.Cost, made.PriceCents, made.CostDetail));
        await Server.AssertRefusedAsync(async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = both }), "resource.price_cents");
    }

    [Fact]
    [Trait("seed", "003-20")]
    public async Task CreateResource_ForMembers_KeepsTheFeeAndNeedsTheOrganisation()
    {
        var kept = Samples.Resource("Pour les adhérents");
        kept.AccessConditions.Add(new AccessCondition { Kind = AccessCondition.Types.Kind.Membership, Organisation = ServerFixture.Owner, FeeCents = 2_000 });
        var nobody = Samples.Resource("Pour les adhérents de personne");
        nobody.AccessConditions.Add(new AccessCondition { Kind = AccessCondition.Types.Kind.Membership });
        nobody.AccessConditions.Add(new AccessCondition { Kind = AccessCondition.Types.Kind.Other });
        nobody.AccessConditions.Add(new AccessCondition { Organisation = "actors/personne-de-connu", FeeCents = -1 });

        Assert.Equal(kept.AccessConditions, (await CreateAsync(kept)).AccessConditions);
        await Server.AssertRefusedAsync(
            async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = nobody }),
            "resource.access_conditions[0].organisation",
            "resource.access_conditions[1].detail",
            "resource.access_conditions[2].kind",
            "resource.access_conditions[2].organisation",
            "resource.access_conditions[2].fee_cents");
    }

    [Fact]
    public async Task ListResources_ByPerimeterOwnerAndKind_ReturnsThoseAlone()
    {
        var owner = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Prête beaucoup") })).Name;
        var room = await CreateAsync(Samples.Resource("Salle à Trélazé", ResourceKind.Room, owner, Samples.Trelaze));
        var van = await CreateAsync(Samples.Resource("Camion à Saumur", ResourceKind.Vehicle, owner, Samples.Saumur));
        await CreateAsync(Samples.Resource("Salle d’un autre", ResourceKind.Room, commune: Samples.Trelaze));

        Assert.Equal([room.Name], await FoundAsync(new ListResourcesRequest { Owner = owner, Perimeter = "COM-49353" }));
        Assert.Equal([room.Name], await FoundAsync(new ListResourcesRequest { Owner = owner, Perimeter = "EPCI-244900015" }));
        Assert.Equal([van.Name, room.Name], await FoundAsync(new ListResourcesRequest { Owner = owner, Perimeter = "DEP-49" }));
        Assert.Equal([van.Name, room.Name], await FoundAsync(new ListResourcesRequest { Owner = owner, Perimeter = "REG-52" }));
        Assert.Equal([van.Name], await FoundAsync(new ListResourcesRequest { Owner = owner, Kinds = { ResourceKind.Vehicle } }));
        Assert.Empty(await FoundAsync(new ListResourcesRequest { Owner = owner, Perimeter = "DEP-44" }));
    }

    private async Task<Resource> CreateAsync(Resource resource) => await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = resource });

    private async Task<IEnumerable<string>> FoundAsync(ListResourcesRequest request) => (await Wire.Resources.ListResourcesAsync(request)).Resources.Select(resource => resource.Name);
}
