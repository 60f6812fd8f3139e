using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Errors;

/// <summary>Every bad input that a caller can be expected to send: the right status, every wrong field, both languages, nothing changed.</summary>
[Collection(RecordsServer.Name)]
public sealed class BadInputTests(ServerFixture server)
{
    private const string Actors = "citizennetwork.v1.ActorsService";

    private Wire Wire => server.Wire;

    [Fact]
    public async Task UnknownNames_OfOwnersAndMembers_AreNamed()
    {
        var actor = Samples.Actor("Membre d’inconnus");
        actor.Memberships.Add(["actors/inconnu-un", ServerFixture.Owner, "actors/inconnu-deux"]);

        await server.AssertRefusedAsync(wire => CreateAsync(wire, actor), "actor.memberships[0]", "actor.memberships[2]");
        await server.AssertRefusedAsync(async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("À personne", owner: "actors/personne-de-connu") }), "resource.owner");
        await server.AssertRefusedAsync(async wire => await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("De personne", "actors/personne-de-connu") }), "funding_call.funder");
        await server.AssertRefusedAsync(async wire => await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = Samples.HostingOffer("Par personne", "actors/personne-de-connu") }), "hosting_offer.host");
        await server.AssertRefusedAsync(
            async wire => await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative { Sentence = "Par des inconnus", Commune = Samples.Angers, Holder = "actors/inconnu-un", HostedBy = "actors/inconnu-deux" } }),
            "initiative.holder",
            "initiative.hosted_by");
    }

    [Fact]
    public async Task UnknownTheme_OfARecord_IsNamedWithThePossibleOnes()
    {
        var actor = Samples.Actor("Thème inventé");
        actor.Themes.Add(["mobility", "licornes"]);

        var (french, _) = await server.AssertRefusedAsync(wire => CreateAsync(wire, actor), "actor.themes[1]");

        Assert.Contains("licornes", french["actor.themes[1]"], StringComparison.Ordinal);
        Assert.Contains("solidarity", french["actor.themes[1]"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Majuscule")]
    [InlineData("1-commence-par-un-chiffre")]
    [InlineData("ab")]
    [InlineData("a+b-c")]
    [InlineData("accentué")]
    [InlineData("avec espace")]
    [InlineData("deux/morceaux")]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-123456789-1234")]
    public async Task MalformedId_OnCreate_IsNamed(string id)
    {
        var (french, english) = await server.AssertRefusedAsync(async wire => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Identifiant faux"), ActorId = id }), "actor_id");

        Assert.Contains("[a-z][a-z0-9-]{2,62}", french["actor_id"], StringComparison.Ordinal);
        Assert.Contains(id, english["actor_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlusInAnId_WhereverANameStands_IsNamed()
    {
        await server.AssertRefusedAsync(async wire => await wire.Actors.GetActorAsync(new GetActorRequest { Name = "actors/49007+1" }), "name");
        await server.AssertRefusedAsync(async wire => await wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = "actors/a+b" }), "name");
        await server.AssertRefusedAsync(async wire => await wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = "initiatives/a-b-c/needs/d+e", State = Need.Types.State.Met }), "name");
        await server.AssertRefusedAsync(async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Plus", owner: "actors/a+b"), ResourceId = "c+d" }), "resource.owner", "resource_id");
        await server.AssertRefusedAsync(async wire => await wire.Resources.ListResourcesAsync(new ListResourcesRequest { Owner = "actors/a+b" }), "owner");
        await server.AssertRefusedAsync(
            async wire => await wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Initiative = "initiatives/a+b" }, Candidate = "resources/c+d" }),
            "subject.initiative",
            "candidate");
    }

    [Fact]
    public async Task MissingRequiredFields_OfEveryConcept_AreAllNamed()
    {
        await server.AssertRefusedAsync(wire => CreateAsync(wire, new Actor()), "actor.display_name", "actor.kind", "actor.commune");
        await server.AssertRefusedAsync(async wire => await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative() }), "initiative.sentence", "initiative.commune");
        await server.AssertRefusedAsync(async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource() }), "resource.owner", "resource.kind", "resource.title", "resource.commune");
        await server.AssertRefusedAsync(
            async wire => await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = new FundingCall() }),
            "funding_call.funder",
            "funding_call.kind",
            "funding_call.title",
            "funding_call.eligible_area");
        await server.AssertRefusedAsync(
            async wire => await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = new HostingOffer() }),
            "hosting_offer.host",
            "hosting_offer.title",
            "hosting_offer.acts",
            "hosting_offer.served_area",
            "hosting_offer.capacity");
        await server.AssertRefusedAsync(async wire => await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest()), "subject");
        await server.AssertRefusedAsync(async wire => await wire.Matching.ExplainMatchAsync(new ExplainMatchRequest()), "subject", "candidate");
        await server.AssertRefusedAsync(
            async wire => await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Draft = new Draft() } }),
            "subject.draft.sentence",
            "subject.draft.commune");
    }

    [Fact]
    public async Task SeveralWrongFields_OfOneRecord_AreAllNamedAtOnce()
    {
        Actor actor = new()
        {
            DisplayName = new string('n', 151),
            Description = new string('d', 5_001),
            Themes = { "licornes" },
            Commune = "COM-00000",
            ServedArea = { "DEP-49", "DEP-999" },
            Siren = "12",
            Rna = "W1",
            Roles = { ActorRole.Host, ActorRole.Host },
            ServesKinds = { ActorKind.Unspecified },
            UsefulPhases = { Phase.Emergence, Phase.Emergence },
            Memberships = { "sans-collection" },
        };

        await server.AssertRefusedAsync(
            async wire => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, ActorId = "É", RequestId = "12" }),
            "actor.display_name",
            "actor.description",
            "actor.kind",
            "actor.themes[0]",
            "actor.commune",
            "actor.served_area[1]",
            "actor.siren",
            "actor.rna",
            "actor.roles[1]",
            "actor.serves_kinds[0]",
            "actor.useful_phases[1]",
            "actor.memberships[0]",
            "actor_id",
            "request_id");
    }

    [Theory]
    [InlineData("COM-4935", "Trélazé (COM-49353)")]
    [InlineData("Trelaze", "Trélazé (COM-49353)")]
    [InlineData("COM-Angerz", "Angers (COM-49007)")]
    [InlineData("49800", "Trélazé (COM-49353)")]
    [InlineData("DEP-49", "")]
    public async Task UnknownCommune_OfARecord_IsOfferedTheNearestNames(string typed, string offered)
    {
        var (french, english) = await server.AssertRefusedAsync(wire => CreateAsync(wire, Samples.Actor("Commune fausse", commune: typed)), "actor.commune");

        Assert.Contains(typed, french["actor.commune"], StringComparison.Ordinal);
        Assert.Contains(offered, french["actor.commune"], StringComparison.Ordinal);
        Assert.Contains(offered, english["actor.commune"], StringComparison.Ordinal);
        Assert.Matches(@"\(COM-\w{5}\), .+\(COM-\w{5}\), .+\(COM-\w{5}\)", french["actor.commune"]);
    }

    [Fact]
    public async Task AmountsBelowZero_OrReversed_AreNamed()
    {
        var call = Samples.FundingCall("Montants faux");
        (call.MinAmountCents, call.MaxAmountCents, call.EnvelopeCents, call.CoFundingPercent) = (-1, -2, -3, -4);
        call.Effort = new Effort { Pages = -1, Documents = -1, DecisionDays = -1, PaymentDays = -1 };
        var reversed = Samples.FundingCall("Montants à l’envers");
        (reversed.MinAmountCents, reversed.MaxAmountCents) = (200_000, 100_000);
        var price = Samples.Resource("Prix faux");
        (price.Cost, price.PriceCents) = (Cost.Paid, -1);

        await server.AssertRefusedAsync(
            async wire => await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call }),
            "funding_call.min_amount_cents",
            "funding_call.max_amount_cents",
            "funding_call.envelope_cents",
            "funding_call.co_funding_percent",
            "funding_call.effort.pages",
            "funding_call.effort.documents",
            "funding_call.effort.decision_days",
            "funding_call.effort.payment_days");
        var (french, _) = await server.AssertRefusedAsync(async wire => await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = reversed }), "funding_call.max_amount_cents");
        Assert.Contains("000 €", french["funding_call.max_amount_cents"], StringComparison.Ordinal);
        await server.AssertRefusedAsync(async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = price }), "resource.price_cents");
    }

    [Fact]
    public async Task DatesReversedOrMalformed_InEveryPeriod_AreNamed()
    {
        Period reversed = new() { StartDate = "2026-12-31", EndDate = "2026-01-01" };
        var call = Samples.FundingCall("Dates à l’envers");
        call.Opening = reversed;
        var offer = Samples.HostingOffer("Dates à l’envers");
        offer.Opening = reversed;
        var resource = Samples.Resource("Dates fausses");
        resource.Availability = new Period { StartDate = "31/12/2026", EndDate = "2026-02-29" };

        var (french, english) = await server.AssertRefusedAsync(async wire => await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call }), "funding_call.opening.end_date");
        Assert.Contains("31 décembre 2026", french["funding_call.opening.end_date"], StringComparison.Ordinal);
        Assert.Contains("31 December 2026", english["funding_call.opening.end_date"], StringComparison.Ordinal);
        await server.AssertRefusedAsync(async wire => await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = offer }), "hosting_offer.opening.end_date");
        await server.AssertRefusedAsync(
            async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = resource }),
            "resource.availability.start_date",
            "resource.availability.end_date");
    }

    [Fact]
    public async Task StaleEtag_OfAnUpdate_IsAbortedWithBothVersions()
    {
        var made = await CreateAsync(Wire, Samples.Actor("Lu puis changé"));
        await Wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = made.Name, Description = "Entre-temps" }, UpdateMask = Samples.Mask("description") });

        var (french, english) = await server.AssertRefusedAsync(
            StatusCode.Aborted,
            "STALE_ETAG",
            async wire => await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("display_name") }));

        Assert.Contains("relisez-le", french.Message!.Message, StringComparison.Ordinal);
        Assert.Equal(("1", "2"), (english.Info!.Metadata["value1"], english.Info.Metadata["value2"]));
    }

    [Fact]
    public async Task UnknownEnumNumbers_OfANewerClient_AreNamedWithTheKnownValues()
    {
        var actor = Samples.Actor("Valeurs du futur", (ActorKind)99);
        actor.Roles.Add([ActorRole.Host, (ActorRole)77]);

        var (french, english) = await server.AssertRefusedAsync(wire => CreateAsync(wire, actor), "actor.kind", "actor.roles[1]");

        Assert.Contains("99", french["actor.kind"], StringComparison.Ordinal);
        Assert.Contains("ACTOR_KIND_TRADE_UNION", english["actor.kind"], StringComparison.Ordinal);
        await server.AssertRefusedAsync(
            async wire => await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Draft = new Draft { Sentence = "Une envie", Commune = Samples.Angers, HolderKind = (ActorKind)99 } }, Categories = { (MatchCategory)9 } }),
            "subject.draft.holder_kind",
            "categories[0]");
    }

    [Fact]
    public async Task PageToken_OfAnotherQuery_IsNamed()
    {
        await CreateAsync(Wire, Samples.Actor("Sur deux pages"));
        var token = (await Wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 1 })).NextPageToken;

        await server.AssertRefusedAsync(async wire => await wire.Actors.ListActorsAsync(new ListActorsRequest { PageToken = token, Kinds = { ActorKind.Company } }), "page_token");
        await server.AssertRefusedAsync(async wire => await wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageToken = token, Owner = ServerFixture.Owner }), "page_token");
        await server.AssertRefusedAsync(async wire => await wire.Actors.ListActorsAsync(new ListActorsRequest { PageToken = new string('A', 100_000), PageSize = -1, Perimeter = "DEP-999" }), "page_token", "page_size", "perimeter");
    }

    [Fact]
    public async Task InvalidUtf8_InTexts_IsNamedField()
    {
        var inner = Message(writer =>
        {
            Text(writer, 2, [0x42, 0xC3, 0x28, 0x43]);
            Number(writer, 3, (int)ActorKind.Association);
            Text(writer, 5, [0xFF]);
            Text(writer, 6, "mobility"u8.ToArray());
            Text(writer, 6, [0xE2, 0x82]);
            Text(writer, 7, "COM-49007"u8.ToArray());
        });
        var request = Message(writer =>
        {
            Text(writer, 1, inner);
            Text(writer, 2, "octets-abimes"u8.ToArray());
        });

        await server.AssertRefusedAsync(wire => wire.RawAsync(Actors, "CreateActor", request), "actor.display_name", "actor.description", "actor.themes[1]");
        await server.AssertRefusedAsync(wire => wire.RawAsync(Actors, "GetActor", Message(writer => Text(writer, 1, [0x80]))), "name");
    }

    [Fact]
    public async Task UnknownFields_OfANewerClient_AreLeftAside()
    {
        var request = Message(writer =>
        {
            Text(writer, 1, Samples.Actor("D’un client plus récent").ToByteArray());
            Text(writer, 900, "nouveau"u8.ToArray());
        });

        var made = Actor.Parser.ParseFrom(await Wire.RawAsync(Actors, "CreateActor", request));

        Assert.Equal("D’un client plus récent", made.DisplayName);
    }

    [Fact]
    public async Task BytesThatAreNoMessage_AreNoDefect()
    {
        var before = await Wire.EverythingAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Wire.RawAsync(Actors, "CreateActor", [0x0A, 0xFF, 0xFF, 0xFF, 0x0F, 0x01]));

        // grpc-dotnet answers a request that it cannot parse with UNKNOWN or INTERNAL; it reaches no service.
        Assert.Contains(refusal.StatusCode, new[] { StatusCode.Internal, StatusCode.Unknown, StatusCode.InvalidArgument });
        Assert.Equal(before, await Wire.EverythingAsync());
    }

    [Fact]
    public async Task TenMebibytes_InOneMessage_AreResourceExhaustedWithTheLimit()
    {
        var before = await Wire.EverythingAsync();
        var actor = Samples.Actor("Trop long");
        actor.Description = new string('d', 10 * 1024 * 1024);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(Wire, actor));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("exceeds the maximum configured message size", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(before, await Wire.EverythingAsync());
    }

    [CitizenNetwork.Testing.EmbeddedFact]
    public async Task TenMebibytes_InOneMessage_AreToldTheLimit()
    {
        var actor = Samples.Actor("Trop long");
        actor.Description = new string('d', 10 * 1024 * 1024);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(Wire, actor));

        Assert.Contains("Limit: 4194304 bytes", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(300_000)]
    public async Task VeryLongValues_OfWrongFields_AreToldShort(int length)
    {
        var typed = new string('z', length);

        var (french, _) = await server.AssertRefusedAsync(
            async wire => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Valeurs longues", commune: typed), ActorId = typed, RequestId = typed }),
            "actor.commune",
            "actor_id",
            "request_id");

        Assert.All(french.Violations, violation => Assert.InRange(violation.Description.Length, 1, 800));
    }

    private static async Task<Actor> CreateAsync(Wire wire, Actor actor) => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream writer = new(stream, leaveOpen: true))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static void Text(CodedOutputStream writer, int field, byte[] bytes)
    {
        writer.WriteTag(field, WireFormat.WireType.LengthDelimited);
        writer.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static void Number(CodedOutputStream writer, int field, int number)
    {
        writer.WriteTag(field, WireFormat.WireType.Varint);
        writer.WriteInt32(number);
    }
}
