using System.Collections.Immutable;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Security;
using Microsoft.Extensions.DependencyInjection;
using AccessRole = CitizenNetwork.Domain.Access.AccessRole;
using Grant = CitizenNetwork.Domain.Access.Grant;
using Visibility = CitizenNetwork.Protocol.V1.Visibility;

namespace CitizenNetwork.EndToEndTests.Access;

/// <summary>A territory with two networks, each with records of every kind that the other must not see.</summary>
internal sealed class TwoNetworks : IAsyncDisposable
{
    public const string North = "networks/nord";
    public const string South = "networks/ssud";
    public const string NorthActor = "actors/nord-collectif";
    public const string NorthInitiative = "initiatives/nord-atelier";

    /// <summary>Stands in every text of the south that is not public, and nowhere else.</summary>
    public const string Marker = "zzmarque";

    /// <summary>Stands in every name of what is not public in the south.</summary>
    public const string Ids = "ssud";

    private TwoNetworks(ServerFixture server) => Server = server;

    public ServerFixture Server { get; }

    public Wire Administrator => Server.With(Server.AdministratorKey);

    /// <summary>Clients of each role, by what it is.</summary>
    public Dictionary<string, Wire> Roles { get; } = [];

    /// <summary>Names of what is not public in the south.</summary>
    public ImmutableArray<string> SouthNames { get; private set; } = [];

    /// <param name="postgres">Connection string; null: on SQLite.</param>
    public static async Task<TwoNetworks> StartAsync(string? postgres = null)
    {
        TwoNetworks world = new(await ServerFixture.StartAsync(postgres: postgres));
        var wire = world.Administrator;
        await wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { NetworkId = "nord", Network = Samples.Network("Réseau du nord") });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "nord-collectif", Actor = Samples.Actor("Collectif du nord"), Network = North });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "ouvert-a-tous", Actor = Samples.Actor("Association ouverte") });
        await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
        {
            InitiativeId = "nord-atelier",
            Initiative = new Initiative
            {
                Sentence = "Nous réparons des vélos ensemble.",
                Commune = Samples.Angers,
                Holder = NorthActor,
                Visibility = Visibility.Network,
                Needs = { Samples.Need(NeedKind.Room, "Une salle"), Samples.Need(NeedKind.Funding, "Un peu d’argent"), Samples.Need(NeedKind.Partner, "Des voisins"), Samples.Need(NeedKind.LegalHosting, "Un portage") },
            },
        });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "nord-voisins", Actor = Of(Samples.Actor("Voisins du nord"), Visibility.Network), Network = North });
        await wire.Resources.CreateResourceAsync(new CreateResourceRequest { ResourceId = "nord-salle", Resource = Samples.Resource("Salle du nord", owner: "actors/nord-voisins") });
        foreach (var (role, grants) in new (string, Grant[])[]
        {
            ("coordinator", [new(AccessRole.NetworkCoordinator, North)]),
            ("facilitator", [new(AccessRole.NetworkFacilitator, North)]),
            ("reader", [new(AccessRole.NetworkReader, North)]),
            ("member", [new(AccessRole.ActorMember, NorthActor)]),
            ("partner", [new(AccessRole.PartnerSystem, "partenaire-nord")]),
            ("nobody", []),
        })
        {
            world.Roles[role] = await world.WithAsync(grants);
        }

        world.Roles["anonymous"] = world.Server.With(string.Empty);
        return world;
    }

    /// <summary>Clients with a key of these roles.</summary>
    public async Task<Wire> WithAsync(params Grant[] grants) => Server.With(await KeyAsync(grants));

    /// <summary>A key with these roles.</summary>
    public async Task<string> KeyAsync(params Grant[] grants) => (await Server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync([.. grants], "test", null)).Key;

    /// <summary>What only the south may see: records of every kind, private or of its network, with people in them.</summary>
    public async Task AddSouthAsync()
    {
        var wire = Administrator;
        await wire.Networks.CreateNetworkAsync(new CreateNetworkRequest { NetworkId = "ssud", Network = new Network { DisplayName = $"Réseau {Marker}", Perimeter = { Samples.MaineEtLoire }, Visibility = Visibility.Network } });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "ssud-collectif", Network = South, Actor = Of(Samples.Actor($"Collectif {Marker}"), Visibility.Network) });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "ssud-voisine", Network = South, Actor = Samples.Actor($"Voisine {Marker}", ActorKind.Individual) });
        await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = "ssud-discret", Network = South, Actor = Of(Samples.Actor($"Discret {Marker}"), Visibility.Private) });
        foreach (var (id, visibility) in new[] { ("ssud-atelier", Visibility.Network), ("ssud-secret", Visibility.Private), ("ssud-ouvert", Visibility.Public) })
        {
            await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
            {
                InitiativeId = id,
                Initiative = new Initiative
                {
                    Sentence = $"Nous réparons des vélos {Marker}.",
                    Commune = Samples.Angers,
                    Holder = "actors/ssud-collectif",
                    Visibility = visibility,
                    Needs = { Samples.Need(NeedKind.Room, $"Une salle {Marker}"), Samples.Need(NeedKind.Funding, $"De l’argent {Marker}") },
                },
            });
        }

        await wire.Resources.CreateResourceAsync(new CreateResourceRequest { ResourceId = "ssud-salle", Resource = Of(Samples.Resource($"Salle {Marker}", owner: "actors/ssud-collectif"), Visibility.Public) });
        await wire.Resources.CreateResourceAsync(new CreateResourceRequest { ResourceId = "ssud-cave", Resource = Of(Samples.Resource($"Cave {Marker}", owner: "actors/ouvert-a-tous"), Visibility.Private) });
        await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCallId = "ssud-appel", FundingCall = Samples.FundingCall($"Appel {Marker}", "actors/ssud-collectif") });
        await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOfferId = "ssud-portage", HostingOffer = Samples.HostingOffer($"Portage {Marker}", "actors/ssud-collectif") });
        await wire.Members.CreateMemberAsync(new CreateMemberRequest { MemberId = "ssud-animatrice", Member = new Member { Parent = South, DisplayName = $"Une personne {Marker}", Access = Protocol.V1.AccessRole.NetworkFacilitator, Principal = "users/quelquun" } });

        // What the north sees names what it does not: an open association is a member of the south's collective, and has it pinned.
        var open = await wire.Actors.GetActorAsync(new GetActorRequest { Name = "actors/ouvert-a-tous" });
        open.Memberships.Add("actors/ssud-collectif");
        await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = open });
        await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = NorthInitiative, Pin = new Pin { Candidate = "resources/ssud-salle", Author = "Admin", Message = "à voir" } });

        var members = await wire.Members.ListMembersAsync(new ListMembersRequest { Parent = South });
        SouthNames =
        [
            South, "actors/ssud-collectif", "actors/ssud-voisine", "actors/ssud-discret", "initiatives/ssud-atelier", "initiatives/ssud-secret", "initiatives/ssud-ouvert",
            "resources/ssud-salle", "resources/ssud-cave", "fundingCalls/ssud-appel", "hostingOffers/ssud-portage", .. members.Members.Select(member => member.Name),
        ];
    }

    public ValueTask DisposeAsync() => new(Server.DisposeAsync());

    private static Actor Of(Actor actor, Visibility visibility)
    {
        actor.Visibility = visibility;
        return actor;
    }

    private static Resource Of(Resource resource, Visibility visibility)
    {
        resource.Visibility = visibility;
        return resource;
    }
}
