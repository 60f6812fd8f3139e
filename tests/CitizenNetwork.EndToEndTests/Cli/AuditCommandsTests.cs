using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>The audit trail and the rotation of keys on the command line.</summary>
public sealed class AuditCommandsTests : IAsyncLifetime
{
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-audit-").FullName;
    private ServerFixture _server = null!;

    private string File => Path.Combine(_folder, "piste.jsonl");

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        foreach (var id in new[] { "ruche", "jardin", "atelier" })
        {
            await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(id), ActorId = id });
        }

        await _server.Server.Services.GetRequiredService<AuditSealer>().SealAllAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task List_OfASubject_SaysWhoDidWhat()
    {
        var plain = await RunAsync("audit", "list", "--subject", "actors/ruche");
        var json = await RunAsync("audit", "list", "--subject", "actors/ruche", "--json");

        var entry = AuditEntry.Parser.ParseJson(Assert.Single(json.Lines));
        Assert.Equal("keys/tests", entry.Principal);
        Assert.Equal($"{entry.Number}\t{entry.Time.ToDateTimeOffset():u}\tkeys/tests\tActorsService/CreateActor\tactors/ruche\t", Assert.Single(plain.Lines));
        Assert.Equal(4, (await Citizennet.RunAsync(Address, _server.Key, "audit", "list")).Code);
    }

    [Fact]
    public async Task Export_IsVerifiedWithoutTheService_AndShowsWhatWasAltered()
    {
        var served = VerifyAuditResponse.Parser.ParseJson((await RunAsync("audit", "verify", "--json")).Output);
        Assert.True(served.Holds);
        var printed = await RunAsync("audit", "export");
        Assert.Equal(0, (await RunAsync("audit", "export", File)).Code);
        Assert.Equal(printed.Output, await System.IO.File.ReadAllTextAsync(File));

        var whole = await VerifyAsync("--json");
        Assert.Equal((0, served), (whole.Code, VerifyAuditResponse.Parser.ParseJson(whole.Output)));
        Assert.Equal(0, (await VerifyAsync("--head", served.HeadHash.ToUpperInvariant())).Code);

        var lines = printed.Lines.ToList();
        await System.IO.File.WriteAllLinesAsync(File, lines[..^1]);
        var cut = await VerifyAsync();
        Assert.Equal(0, cut.Code);
        Assert.Equal(5, (await VerifyAsync("--head", served.HeadHash)).Code);

        await System.IO.File.WriteAllLinesAsync(File, [.. lines.Select(line => line.Replace("actors/jardin", "actors/prairie", StringComparison.Ordinal))]);
        var altered = await VerifyAsync("--json");
        var wrong = lines.FindIndex(line => line.Contains("actors/jardin", StringComparison.Ordinal)) + 1;
        Assert.Equal((5, wrong), (altered.Code, VerifyAuditResponse.Parser.ParseJson(altered.Output).FirstWrongNumber));
        Assert.Contains($" {wrong} ", altered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfWhatIsNoTrail_SaysWhere()
    {
        await System.IO.File.WriteAllTextAsync(File, "{}{\n");

        var torn = await VerifyAsync();
        Assert.Equal(1, torn.Code);
        Assert.Contains($"{File}, ligne 1", torn.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Citizennet.RunAsync(Nowhere, string.Empty, "audit", "verify", "--file", Path.Combine(_folder, "rien"))).Code);
        Assert.Equal(1, (await RunAsync("audit", "verify", "--head", "00")).Code);
    }

    [Fact]
    public async Task Rotate_OfAKey_GivesASecretBesideTheOldOne_UntilThatIsRevoked()
    {
        var made = CreateKeyResponse.Parser.ParseJson((await RunAsync("keys", "create", "--source", "mairie", "--label", "Portail", "--json")).Output);

        var rotated = RotateKeyResponse.Parser.ParseJson((await RunAsync("keys", "rotate", made.Key.KeyId, "--grace-hours", "2", "--json")).Output);
        Assert.NotEqual(made.Secret, rotated.Secret);
        Assert.NotNull(rotated.Key.OldSecretExpireTime);
        Assert.Equal((0, 0), ((await WhoAmIAsync(made.Secret)).Code, (await WhoAmIAsync(rotated.Secret)).Code));

        var ended = Key.Parser.ParseJson((await RunAsync("keys", "revoke-old", made.Key.KeyId, "--yes", "--json")).Output);
        Assert.Null(ended.OldSecretExpireTime);
        Assert.Equal((4, 0), ((await WhoAmIAsync(made.Secret)).Code, (await WhoAmIAsync(rotated.Secret)).Code));
        var tooLong = await RunAsync("keys", "rotate", made.Key.KeyId, "--grace-hours", "2000000000");
        Assert.Equal(2, tooLong.Code);
        Assert.Contains("--grace-hours (grace_period.seconds)", tooLong.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("keys", "revoke-old", "personne", "--yes")).Code);
    }

    private string Address => _server.Server.GrpcAddress.ToString();

    private Task<CliRun> WhoAmIAsync(string secret) => Citizennet.RunAsync(Address, secret, "whoami");

    private Task<CliRun> VerifyAsync(params string[] arguments) => Citizennet.RunAsync(Nowhere, string.Empty, ["audit", "verify", "--file", File, .. arguments]);

    private Task<CliRun> RunAsync(params string[] arguments) => Citizennet.RunAsync(Address, _server.AdministratorKey, arguments);
}
