using System.Runtime.Versioning;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>Who one is, kept on the machine for oneself alone.</summary>
[Collection(RecordsServer.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class LoginTests(ServerFixture server) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-login-").FullName;

    private string Address => server.Server.GrpcAddress.ToString();

    private string Kept => Path.Combine(_folder, "citizennet", "login.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Login_AskingForServerAndKey_KeepsThemForTheUserAlone()
    {
        var login = await RunAsync($"{Address}\n{server.AdministratorKey}\n", "login");

        Assert.True(login.Code == 0, login.Error);
        Assert.Contains("Vous\tkeys/operator", login.Lines);
        Assert.Contains("Rôle\tplatform-administrator", login.Lines);
        Assert.DoesNotContain(server.AdministratorKey, login.Output + login.Error, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Kept));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Kept)!));

        var who = await RunAsync(string.Empty, "whoami", "--json");
        Assert.Equal("keys/operator", Caller.Parser.ParseJson(who.Output).Principal);
        Assert.Equal(0, (await RunAsync(string.Empty, "status")).Code);

        Assert.Equal(0, (await RunAsync(string.Empty, "logout")).Code);
        Assert.False(File.Exists(Kept));
        Assert.Equal(1, (await RunAsync(string.Empty, "keys", "list", "--server", "nulle-part")).Code);
        Assert.Equal(4, (await RunAsync(string.Empty, "keys", "list", "--server", Address)).Code);
    }

    [Fact]
    public async Task Login_WithAKeyThatOpensNothing_KeepsNothing()
    {
        foreach (var (input, code) in new[] { ("cn_personne_00", 4), ("un.faux.jeton", 4), ("clé", 1), (string.Empty, 1) })
        {
            var login = await RunAsync(input + "\n", "login", "--server", Address);
            Assert.True(login.Code == code, $"{input}: {login.Code} {login.Error}");
        }

        Assert.False(File.Exists(Kept));
    }

    [Fact]
    public async Task Login_OfAnotherServer_IsNotShownToThisOne()
    {
        Write("https://autre.exemple.fr", server.AdministratorKey);

        var who = await RunAsync(string.Empty, "whoami", "--json", "--server", Address);

        Assert.Equal((0, string.Empty), (who.Code, Caller.Parser.ParseJson(who.Output).Principal));
    }

    [Fact]
    public async Task Login_ThatOthersCanRead_IsNotUsed()
    {
        Write(Address, server.AdministratorKey);
        File.SetUnixFileMode(Kept, OwnerOnly | UnixFileMode.GroupRead);

        var who = await RunAsync(string.Empty, "whoami");

        Assert.Equal(1, who.Code);
        Assert.Contains("chmod 600", who.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(string.Empty, "logout")).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"server\":\"http://127.0.0.1:1\"}")]
    [InlineData("{\"server\":\"ftp://x\",\"credential\":\"cn_a_b\"}")]
    public async Task Login_ThatIsBroken_IsSaidWithWhatToDo(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        await File.WriteAllTextAsync(Kept, content);
        File.SetUnixFileMode(Kept, OwnerOnly);

        var who = await RunAsync(string.Empty, "whoami");

        Assert.Equal(1, who.Code);
        Assert.Contains("citizennet login", who.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_TwoAtOnce_AreNotGuessedAt()
    {
        var run = await RunAsync(string.Empty, "whoami", "--server", Address, "--key", "cn_a_b", "--token", "a.b.c");

        Assert.Equal(1, run.Code);
        Assert.Contains("--token", run.Error, StringComparison.Ordinal);
    }

    private void Write(string address, string credential)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        File.WriteAllText(Kept, JsonSerializer.Serialize(new { server = address, credential }));
        File.SetUnixFileMode(Kept, OwnerOnly);
    }

    private Task<CliRun> RunAsync(string input, params string[] arguments) => Citizennet.RunAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = _folder, ["CITIZENNET_SERVER"] = string.Empty, ["CITIZENNET_KEY"] = string.Empty, ["CITIZENNET_TOKEN"] = string.Empty },
        input,
        arguments);
}
