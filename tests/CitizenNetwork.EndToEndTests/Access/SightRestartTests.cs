using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using AccessRole = CitizenNetwork.Domain.Access.AccessRole;
using Grant = CitizenNetwork.Domain.Access.Grant;

namespace CitizenNetwork.EndToEndTests.Access;

/// <summary>A server that starts on what is stored takes all records at once: who sees what is as it was when they came one by one.</summary>
[Trait("feature", "F5")]
public sealed class SightRestartTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sight_OfEveryCallerAfterARestart_IsThatFromBefore(bool onPostgres)
    {
        await using var schema = onPostgres ? await TestPostgres.CreateAsync() : null;
        var world = await TwoNetworks.StartAsync(schema?.ConnectionString);
        await world.AddSouthAsync();
        Dictionary<string, string> keys = new(StringComparer.Ordinal)
        {
            ["anonymous"] = string.Empty,
            ["administrator"] = world.Server.AdministratorKey,
            ["north"] = await world.KeyAsync(new Grant(AccessRole.NetworkReader, TwoNetworks.North)),
            ["south"] = await world.KeyAsync(new Grant(AccessRole.NetworkReader, TwoNetworks.South)),
            ["member"] = await world.KeyAsync(new Grant(AccessRole.ActorMember, "actors/ssud-discret")),
            ["invited"] = await world.KeyAsync(),
            ["left"] = await world.KeyAsync(),
        };

        // Rights that the records of members give: one that is still one, and one that is not any more.
        await JoinAsync(world, keys["invited"], AccessRole.NetworkFacilitator);
        await world.Administrator.Members.DeleteMemberAsync(new DeleteMemberRequest { Name = await JoinAsync(world, keys["left"], AccessRole.NetworkReader) });
        Dictionary<string, string> before = [];
        foreach (var (who, key) in keys)
        {
            before[who] = await SeenAsync(world.Server.With(key));
        }

        // They do not all see the same, or nothing would be shown.
        Assert.Equal(WithoutCaller(before["south"]), WithoutCaller(before["invited"]));
        Assert.Equal(keys.Count - 1, before.Values.Select(WithoutCaller).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("ssud", before["left"], StringComparison.Ordinal);
        await world.Server.StopAsync();

        await using (var server = await CitizenNetworkServer.StartAsync(new ServerSettings(world.Server.DataFolder, 0, 0) { Postgres = schema?.ConnectionString }))
        {
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            foreach (var (who, key) in keys)
            {
                Assert.Equal(before[who], await SeenAsync(Wire.On(channel, key, string.Empty)));
            }
        }

        await world.DisposeAsync();
    }

    /// <summary>Invites into the south; the name of the member.</summary>
    private static async Task<string> JoinAsync(TwoNetworks world, string key, AccessRole role)
    {
        var invited = await world.Administrator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = TwoNetworks.South, Access = (Protocol.V1.AccessRole)role } });
        return (await world.Server.With(key).Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation })).Name;
    }

    /// <summary>Who a caller is, on the first line, then all that it sees.</summary>
    private static async Task<string> SeenAsync(Wire wire)
    {
        StringBuilder seen = new();
        seen.Append(await wire.Members.GetCallerAsync(new GetCallerRequest())).Append('\n')
            .AppendJoin('\n', (await wire.Actors.ListActorsAsync(new ListActorsRequest())).Actors)
            .AppendJoin('\n', (await wire.Initiatives.ListInitiativesAsync(new ListInitiativesRequest())).Initiatives)
            .AppendJoin('\n', (await wire.Resources.ListResourcesAsync(new ListResourcesRequest())).Resources)
            .AppendJoin('\n', (await wire.FundingCalls.ListFundingCallsAsync(new ListFundingCallsRequest())).FundingCalls)
            .AppendJoin('\n', (await wire.HostingOffers.ListHostingOffersAsync(new ListHostingOffersRequest())).HostingOffers)
            .AppendJoin('\n', (await wire.Networks.ListNetworksAsync(new ListNetworksRequest())).Networks);
        foreach (var network in new[] { TwoNetworks.North, TwoNetworks.South })
        {
            seen.Append(await SaidAsync(async () => (await wire.Members.ListMembersAsync(new ListMembersRequest { Parent = network })).Members.ToString()))
                .Append(await SaidAsync(async () => (await wire.Networks.GetCoverageAsync(new GetCoverageRequest { Name = network, Level = TerritoryKind.Departement })).ToString()));
        }

        return seen.ToString();
    }

    private static string WithoutCaller(string seen) => seen[seen.IndexOf('\n', StringComparison.Ordinal)..];

    private static async Task<string> SaidAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RpcException refused)
        {
            return refused.StatusCode.ToString();
        }
    }
}
