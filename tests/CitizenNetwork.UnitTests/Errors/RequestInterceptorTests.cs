using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Errors;

public sealed class RequestInterceptorTests
{
    private const string Damaged = "V\uFFFDlo";
    private const int FromANewerClient = 99;

    [Fact]
    public async Task UnaryServerHandler_RightRequest_GoesOn()
    {
        V1.CreateActorRequest request = new() { Actor = new V1.Actor { DisplayName = "Vélo Été 🚲", Kind = V1.ActorKind.TradeUnion, Roles = { V1.ActorRole.Host } } };
        Assert.Same(request, await Send(request));
    }

    [Fact]
    public async Task UnaryServerHandler_EmptyRequest_GoesOn() => await Send(new V1.CreateInitiativeRequest());

    [Fact]
    public async Task UnaryServerHandler_DamagedTexts_AreAllNamed() => Assert.Equal(
        [
            "initiative.sentence InvalidText",
            "initiative.themes[1] InvalidText",
            "initiative.needs[1].title InvalidText",
            "initiative.needs[1].quantity.unit InvalidText",
            "request_id InvalidText",
        ],
        await Told(new V1.CreateInitiativeRequest
        {
            Initiative = new V1.Initiative
            {
                Sentence = Damaged,
                Themes = { "food", Damaged },
                Needs = { new V1.Need { Title = "Salle" }, new V1.Need { Title = Damaged, Quantity = new V1.Quantity { Amount = 1, Unit = Damaged } } },
            },
            RequestId = Damaged,
        }));

    [Fact]
    public async Task UnaryServerHandler_UnknownNumbers_AreAllNamed() => Assert.Equal(
        [
            "resource.kind UnknownEnumValue",
            "resource.access_conditions[0].kind UnknownEnumValue",
            "resource.open_to_kinds[1] UnknownEnumValue",
        ],
        await Told(new V1.CreateResourceRequest
        {
            Resource = new V1.Resource
            {
                Kind = (V1.ResourceKind)FromANewerClient,
                AccessConditions = { new V1.AccessCondition { Kind = (V1.AccessCondition.Types.Kind)(-1) } },
                OpenToKinds = { V1.ActorKind.Company, (V1.ActorKind)FromANewerClient },
            },
        }));

    [Fact]
    public async Task UnaryServerHandler_UnknownNumber_TellsTheKnownNames()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(new V1.CreateActorRequest { Actor = new V1.Actor { EssBasis = (V1.EssBasis)FromANewerClient } }));
        var violation = Assert.Single(refused.Refusal.Violations);
        Assert.Equal(["99", "ESS_BASIS_BY_STATUS, ESS_BASIS_COMMERCIAL, ESS_BASIS_ESUS, ESS_BASIS_DECLARED, ESS_BASIS_NONE"], violation.Data.Select(datum => datum.Value));
        Assert.Equal(RefusalCode.InvalidFields, refused.Refusal.Code);
    }

    [Fact]
    public async Task UnaryServerHandler_BytesThatAreNotUtf8_AreRefusedAsTheyArrive()
    {
        // display_name (2) of actor (1) in CreateActorRequest, three bytes of Latin-1.
        var request = V1.CreateActorRequest.Parser.ParseFrom([0x0A, 0x05, 0x12, 0x03, (byte)'a', 0xE9, (byte)'b']);
        Assert.Equal(["actor.display_name InvalidText"], await Told(request));
    }

    [Fact]
    public async Task UnaryServerHandler_MaskAndOneof_AreWalkedToo()
    {
        Assert.Equal(["update_mask.paths[0] InvalidText"], await Told(new V1.UpdateActorRequest { UpdateMask = new FieldMask { Paths = { Damaged } } }));
        Assert.Equal(["subject.initiative InvalidText"], await Told(new V1.SuggestMatchesRequest { Subject = new V1.MatchSubject { Initiative = Damaged } }));
        Assert.Equal(["subject.draft.sentence InvalidText", "subject.draft.holder_kind UnknownEnumValue"], await Told(new V1.SuggestMatchesRequest
        {
            Subject = new V1.MatchSubject { Draft = new V1.Draft { Sentence = Damaged, HolderKind = (V1.ActorKind)FromANewerClient } },
        }));
    }

    [Fact]
    public async Task UnaryServerHandler_MoreThanAnybodyReads_StopsAtTheLimit()
    {
        V1.CreateInitiativeRequest request = new() { Initiative = new V1.Initiative { Themes = { Enumerable.Repeat(Damaged, 10_000) } } };
        Assert.Equal(Violations.Max, (await Told(request)).Count);
    }

    private static async Task<IReadOnlyList<string>> Told<T>(T request)
        where T : class, IMessage
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Send(request));
        return [.. refused.Refusal.Violations.Select(violation => $"{violation.Field} {violation.Code}")];
    }

    private static Task<T> Send<T>(T request)
        where T : class, IMessage =>
        new RequestInterceptor().UnaryServerHandler(request, new CallContext(), (given, _) => Task.FromResult(given));
}
