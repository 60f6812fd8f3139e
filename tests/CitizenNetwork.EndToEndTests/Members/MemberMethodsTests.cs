using CitizenNetwork.EndToEndTests.Access;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Members;

/// <summary>Who joins what, how rights are given and taken, and how far they reach.</summary>
[Trait("feature", "F5")]
[Trait("seed", "001-4")]
[Trait("seed", "003-8")]
public sealed class MemberMethodsTests : IAsyncLifetime
{
    private TwoNetworks _world = null!;

    private Wire Coordinator => _world.Roles["coordinator"];

    public async Task InitializeAsync()
    {
        _world = await TwoNetworks.StartAsync();
        await _world.AddSouthAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Invitation_Taken_GivesRightsAtOnceAndIsOver()
    {
        var invited = await Coordinator.Members.CreateMemberAsync(new CreateMemberRequest
        {
            Member = new Member { Parent = TwoNetworks.North, DisplayName = "Une animatrice", Standings = { MemberStanding.Officer }, Access = AccessRole.NetworkFacilitator },
        });
        Assert.Equal(Member.Types.State.Invited, invited.Member.State);
        Assert.StartsWith("inv_", invited.Invitation, StringComparison.Ordinal);
        var animator = await _world.WithAsync();
        Assert.Empty((await animator.Members.GetCallerAsync(new GetCallerRequest())).Grants);
        await Refused(StatusCode.PermissionDenied, "ROLE_REQUIRED", () => RenameAsync(animator));

        await Refused(StatusCode.FailedPrecondition, "INVITATION_OVER", async () => await animator.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation[..^1] + (invited.Invitation[^1] == '0' ? "1" : "0") }));
        var taken = await animator.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation });

        Assert.Equal(Member.Types.State.Active, taken.State);
        var grant = Assert.Single((await animator.Members.GetCallerAsync(new GetCallerRequest())).Grants);
        Assert.Equal((AccessRole.NetworkFacilitator, TwoNetworks.North), (grant.Role, grant.Place));
        await RenameAsync(animator);
        var second = await _world.WithAsync();
        await Refused(StatusCode.FailedPrecondition, "INVITATION_OVER", async () => await second.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation }));

        await Coordinator.Members.DeleteMemberAsync(new DeleteMemberRequest { Name = taken.Name });
        await Refused(StatusCode.PermissionDenied, "ROLE_REQUIRED", () => RenameAsync(animator));
    }

    [Fact]
    public async Task Invitation_OfAPartnersSystem_IsRefusedWhateverItHoldsAndStaysOpen()
    {
        var invited = await Coordinator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = TwoNetworks.North, Access = AccessRole.NetworkReader } });
        var system = _world.Roles["partner"];

        foreach (var request in new AcceptInvitationRequest[] { new() { Invitation = invited.Invitation }, new() { Invitation = "inv_rien" }, new() { Name = invited.Member.Name }, new() })
        {
            await Refused(StatusCode.PermissionDenied, "SYSTEM_KEY", async () => await system.Members.AcceptInvitationAsync(request));
        }

        Assert.Equal(Member.Types.State.Active, (await (await _world.WithAsync()).Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation })).State);
    }

    [Fact]
    public async Task Invitation_AfterItsTime_IsOver()
    {
        var invited = await Coordinator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = TwoNetworks.North, Access = AccessRole.NetworkReader } });
        var reader = await _world.WithAsync();

        _world.Server.Clock.Now += TimeSpan.FromDays(15);

        await Refused(StatusCode.FailedPrecondition, "INVITATION_OVER", async () => await reader.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation }));
    }

    [Fact]
    public async Task Actor_ThatIsNobodys_JoinsAtOnce_AnyOtherIsAsked()
    {
        var joined = await Coordinator.Members.CreateMemberAsync(Joining("actors/ouvert-a-tous"));
        Assert.Equal(Member.Types.State.Active, joined.Member.State);
        Assert.Empty(joined.Invitation);
        await Refused(StatusCode.AlreadyExists, "ALREADY_EXISTS", async () => await Coordinator.Members.CreateMemberAsync(Joining("actors/ouvert-a-tous")));

        // One far away, and one that somebody acts for.
        await _world.Administrator.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "loin-dici", Actor = Samples.Actor("Loin d’ici", commune: Samples.Nantes) });
        var own = await _world.WithAsync();
        await own.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "a-quelquun", Actor = Samples.Actor("À quelqu’un") });
        Assert.Equal(Member.Types.State.Invited, (await Coordinator.Members.CreateMemberAsync(Joining("actors/loin-dici"))).Member.State);
        var asked = await Coordinator.Members.CreateMemberAsync(Joining("actors/a-quelquun"));
        Assert.Equal(Member.Types.State.Invited, asked.Member.State);
        await Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => DescribeAsync(Coordinator, "actors/a-quelquun"));

        await Refused(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async () => await Coordinator.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Name = asked.Member.Name }));
        Assert.Equal(Member.Types.State.Active, (await own.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Name = asked.Member.Name })).State);
        await DescribeAsync(Coordinator, "actors/a-quelquun");

        await own.Members.DeleteMemberAsync(new DeleteMemberRequest { Name = asked.Member.Name });
        await Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => DescribeAsync(Coordinator, "actors/a-quelquun"));
    }

    [Fact]
    public async Task Rights_OfEachRole_ReachSoFar()
    {
        Dictionary<string, string> allowed = [];
        foreach (var (role, wire) in _world.Roles)
        {
            allowed[role] = string.Join(' ', (await Task.WhenAll(
                MayAsync("settings", async () => await wire.Networks.UpdateNetworkAsync(new UpdateNetworkRequest { Network = new Network { Name = TwoNetworks.North, Description = role }, UpdateMask = Samples.Mask("description") })),
                MayAsync("members", async () => await wire.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = TwoNetworks.North, DisplayName = role } })),
                MayAsync("records", () => DescribeAsync(wire, TwoNetworks.NorthActor)),
                MayAsync("neighbours", () => DescribeAsync(wire, "actors/nord-voisins")),
                MayAsync("others", () => DescribeAsync(wire, "actors/ouvert-a-tous")),
                MayAsync("initiative", () => RenameAsync(wire)),
                MayAsync("networks", async () => await wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { Network = Samples.Network("Un autre") })),
                MayAsync("keys", async () => await wire.Keys.ListKeysAsync(new ListKeysRequest())))).Where(right => right.Length > 0));
        }

        Assert.Equal("settings members records neighbours initiative", allowed["coordinator"]);
        Assert.Equal("records neighbours initiative", allowed["facilitator"]);
        Assert.Equal("", allowed["reader"]);
        Assert.Equal("records initiative", allowed["member"]);
        Assert.Equal("", allowed["partner"]);
        Assert.Equal("", allowed["nobody"]);
        Assert.Equal("", allowed["anonymous"]);
    }

    [Fact]
    public async Task Facilitator_RegistersInItsNetwork_AndWhoeverElse_ForItself()
    {
        var facilitator = _world.Roles["facilitator"];
        var made = await facilitator.Actors.CreateActorAsync(new CreateActorRequest { Actor = new Actor { DisplayName = "Nouveau", Kind = ActorKind.Association, Commune = Samples.Angers, Visibility = Visibility.Network } });
        Assert.Equal("Nouveau", (await _world.Roles["reader"].Actors.GetActorAsync(new GetActorRequest { Name = made.Name })).DisplayName);
        await Refused(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async () => await _world.Roles["nobody"].Actors.GetActorAsync(new GetActorRequest { Name = made.Name }));
        await Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", async () => await facilitator.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Ailleurs"), Network = TwoNetworks.South }));

        var own = await _world.WithAsync();
        var mine = await own.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("À moi") });
        await DescribeAsync(own, mine.Name);
        await own.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Ma salle", owner: mine.Name) });
        var other = await _world.WithAsync();
        await Refused(StatusCode.PermissionDenied, "ROLE_REQUIRED", () => DescribeAsync(other, mine.Name));
        await Refused(StatusCode.Unauthenticated, "API_KEY_REQUIRED", async () => await _world.Roles["anonymous"].Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Personne") }));
    }

    private static CreateMemberRequest Joining(string actor) => new() { Member = new Member { Parent = TwoNetworks.North, Actor = actor, Standings = { MemberStanding.Association } } };

    private static async Task RenameAsync(Wire wire) =>
        await wire.Initiatives.UpdateInitiativeAsync(new UpdateInitiativeRequest { Initiative = new Initiative { Name = TwoNetworks.NorthInitiative, Title = "Atelier" }, UpdateMask = Samples.Mask("title") });

    private static async Task DescribeAsync(Wire wire, string actor) =>
        await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = actor, Description = "Autrement" }, UpdateMask = Samples.Mask("description") });

    private static async Task Refused(StatusCode code, string reason, Func<Task> call) => (await WireError.OfAsync(call)).AssertIs(code, reason, "fr-FR");

    private static async Task<string> MayAsync(string right, Func<Task> call)
    {
        try
        {
            await call();
            return right;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.NotFound)
        {
            return string.Empty;
        }
    }
}
