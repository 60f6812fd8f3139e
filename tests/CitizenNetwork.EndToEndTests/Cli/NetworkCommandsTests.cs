using System.Globalization;
using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>A network on the command line: its weights, its members, its keys, and what it answers.</summary>
[Collection(RecordsServer.Name)]
public sealed class NetworkCommandsTests(ServerFixture server)
{
    [Fact]
    public async Task Weights_ThatAreEdited_AreVersionsAndCanBeTriedBefore()
    {
        var network = await AddNetworkAsync();

        var tried = await RunAsync("simulate", network, "--weights", "partner:distance=0.9", "--json");
        Assert.Equal(1, SimulateRankingResponse.Parser.ParseJson(tried.Output).WeightsVersion);
        Assert.Equal(0, (await RunAsync("networks", "edit", network, "--weights", "partner:distance=0.5,host:need-fit=0.25")).Code);

        var versions = (await RunAsync("networks", "weights", network)).Lines;
        Assert.Equal(2, versions.Count);
        Assert.StartsWith("2\t", versions[0], StringComparison.Ordinal);
        Assert.EndsWith("\toperator\tpartner:distance=0.5, host:need-fit=0.25", versions[0], StringComparison.Ordinal);
        Assert.EndsWith("\tpar défaut", versions[1], StringComparison.Ordinal);
        var wrong = await RunAsync("simulate", network, "--weights", "partner:charme=1");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("distance", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_ThatAreInvited_TakeTheInvitationWithTheirOwnKey()
    {
        var network = await AddNetworkAsync();
        var source = Samples.NewId("partenaire");
        var made = CreateKeyResponse.Parser.ParseJson((await RunAsync("keys", "create", "--source", source, "--label", "Partenaire", "--json")).Output);
        Assert.StartsWith($"{made.Key.KeyId}\t{source}\tPartenaire\t", Assert.Single((await RunAsync("keys", "list", "--source", source)).Lines), StringComparison.Ordinal);

        var invited = await RunAsync("members", "invite", network, "--display-name", "Awa", "--access", "network-facilitator", "--standings", "officer");
        Assert.True(invited.Code == 0, invited.Error);
        var invitation = Assert.Single(invited.Lines);
        Dictionary<string, string> asGuest = new(StringComparer.Ordinal) { ["CITIZENNET_SERVER"] = Address, ["CITIZENNET_KEY"] = server.Key };
        var accepted = await Citizennet.RunAsync(asGuest, invitation + "\n", "members", "accept", "-");
        Assert.True(accepted.Code == 0, accepted.Error);
        Assert.Equal(2, (await Citizennet.RunAsync(asGuest, invitation + "\n", "members", "accept", "-")).Code);

        var member = Assert.Single((await RunAsync("members", "list", network)).Lines).Split('\t');
        Assert.Equal(("Awa", "network-facilitator", "active"), (member[1], member[3], member[4]));
        var who = Caller.Parser.ParseJson((await Citizennet.RunAsync(asGuest, string.Empty, "whoami", "--json")).Output);
        Assert.Contains(who.Grants, grant => grant.Role == AccessRole.NetworkFacilitator && grant.Place == network);

        Assert.Equal(0, (await RunAsync("members", "edit", member[0], "--access", "network-reader")).Code);
        Assert.Equal(0, (await RunAsync("members", "remove", member[0], "--yes")).Code);
        Assert.Empty((await RunAsync("members", "list", network)).Lines);
        Assert.Equal(0, (await RunAsync("keys", "revoke", made.Key.KeyId, "--yes")).Code);
        Assert.Equal(4, (await Citizennet.RunAsync(Address, made.Secret, "whoami")).Code);
    }

    [Fact]
    public async Task Explain_OfACandidate_SaysWhatTheServiceSays()
    {
        var actor = (await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Candidat"), ActorId = Samples.NewId("candidat") })).Name;
        var initiative = (await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Réparer des vélos ensemble") })).Name;
        var wire = await server.Wire.ExplainAsync(Asking.Initiative(initiative), actor);

        var plain = await RunAsync("explain", initiative, actor);
        var json = await RunAsync("explain", initiative, actor, "--json");

        Assert.Equal(wire, ExplainMatchResponse.Parser.ParseJson(json.Output));
        Assert.Equal(wire.Text, plain.Lines[0]);
        Assert.Contains(plain.Lines, line => line == $"not-oneself\tmet\t{wire.Criteria.Single(criterion => criterion.Criterion == Criterion.NotOneself).Text}");
        var reason = wire.Match.Reasons[0];
        Assert.Contains(plain.Lines, line => line.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\t{reason.Contribution:0.00}\t{reason.Text}"), StringComparison.Ordinal));
    }

    private string Address => server.Server.GrpcAddress.ToString();

    private async Task<string> AddNetworkAsync()
    {
        var id = Samples.NewId("reseau");
        var run = await RunAsync("networks", "add", "--id", id, "--display-name", "Réseau d’essai", "--perimeter", "DEP-49");
        Assert.True(run.Code == 0, run.Error);
        return $"networks/{id}";
    }

    private Task<CliRun> RunAsync(params string[] arguments) => Citizennet.RunAsync(Address, server.AdministratorKey, arguments);
}
