using System.Net;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Server.Transport;

namespace CitizenNetwork.UnitTests.Hosting;

/// <summary>What a start makes of its command line and environment.</summary>
public sealed class SettingsReaderTests : IDisposable
{
    private const string Password = "motdepasse-secret";
    private const string Right = $"Host=localhost;Database=citizennetwork;Username=citizennetwork;Password={Password}";

    private static readonly string[] s_files = ["server.pem", "server.key", "authorities.pem", "clients.json"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_OfNothing_GivesTheDefaults()
    {
        var settings = Read([]);

        Assert.Equal(new ServerSettings("data", 5080, 5081), settings);
        Assert.Equal(IPAddress.Loopback, settings.Listen);
        Assert.Equal(LogFormat.Text, settings.LogFormat);
        Assert.False(settings.IsGrpcPortGiven || settings.IsHttpPortGiven);
    }

    [Fact]
    public void Read_OfEverythingInTheEnvironment_TakesIt()
    {
        var config = Path.Combine(_folder.FullName, "config.json");
        File.WriteAllText(config, """{ "Orleans": {}, /* as the host reads it */ }""");
        var key = Path.Combine(_folder.FullName, "key");

        var settings = Read(new()
        {
            ["CITIZENNETWORK_DATA_FOLDER"] = _folder.FullName,
            ["CITIZENNETWORK_DATABASE"] = Right,
            ["CITIZENNETWORK_LISTEN"] = "::",
            ["CITIZENNETWORK_GRPC_PORT"] = "6080",
            ["CITIZENNETWORK_HTTP_PORT"] = "0",
            ["CITIZENNETWORK_CONFIG"] = config,
            ["CITIZENNETWORK_LOG_FORMAT"] = "json",
            ["CITIZENNETWORK_FIRST_KEY_FILE"] = key,
        });

        Assert.Equal(
            new ServerSettings(_folder.FullName, 6080, 0, config)
            {
                Postgres = Right,
                Listen = IPAddress.IPv6Any,
                IsGrpcPortGiven = true,
                IsHttpPortGiven = true,
                LogFormat = LogFormat.Json,
                FirstKeyFile = key,
            },
            settings);
    }

    [Fact]
    public void Read_OfAnOption_WinsOverTheEnvironment()
    {
        var settings = Read(new() { ["CITIZENNETWORK_DATA_FOLDER"] = "from-environment", ["CITIZENNETWORK_GRPC_PORT"] = "wrong", ["CITIZENNETWORK_HTTP_PORT"] = "7001" }, ("--data", "from-option"), ("--grpc-port", "7000"));

        Assert.Equal(("from-option", 7000, 7001), (settings.DataFolder, settings.GrpcPort, settings.HttpPort));
    }

    [Fact]
    public void Read_OfEmptyVariables_TakesThemAsNotGiven() =>
        Assert.Equal(new ServerSettings("data", 5080, 5081), Read(KnownSettings.All.ToDictionary(setting => setting.Variable, _ => string.Empty)));

    [Theory]
    [InlineData("CITIZENNETWORK_GRPC_PORT", "abc")]
    [InlineData("CITIZENNETWORK_GRPC_PORT", "-1")]
    [InlineData("CITIZENNETWORK_GRPC_PORT", "65536")]
    [InlineData("CITIZENNETWORK_GRPC_PORT", " 80")]
    [InlineData("CITIZENNETWORK_HTTP_PORT", "5081.0")]
    [InlineData("CITIZENNETWORK_LISTEN", "localhost")]
    [InlineData("CITIZENNETWORK_LISTEN", "1")]
    [InlineData("CITIZENNETWORK_LISTEN", "127.0.0.1:80")]
    [InlineData("CITIZENNETWORK_LISTEN", "[::]:80")]
    [InlineData("CITIZENNETWORK_LISTEN", "300.0.0.1")]
    [InlineData("CITIZENNETWORK_LOG_FORMAT", "JSON")]
    [InlineData("CITIZENNETWORK_LOG_FORMAT", "xml")]
    [InlineData("CITIZENNETWORK_CONFIG", "no/such/file.json")]
    [InlineData("CITIZENNETWORK_CONFIG", "{folder}")]
    [InlineData("CITIZENNETWORK_CONFIG", "{file}")]
    [InlineData("CITIZENNETWORK_CONFIG", "{array}")]
    [InlineData("CITIZENNETWORK_DATA_FOLDER", "{file}")]
    [InlineData("CITIZENNETWORK_DATABASE_FILE", "no/such/file")]
    [InlineData("CITIZENNETWORK_DATABASE_FILE", "{folder}")]
    [InlineData("CITIZENNETWORK_DATABASE_FILE", "{file}")]
    [InlineData("CITIZENNETWORK_OIDC_ISSUER", "http://issuer.example")]
    [InlineData("CITIZENNETWORK_OIDC_ISSUER", "issuer.example")]
    [InlineData("CITIZENNETWORK_OIDC_METADATA", "file:///etc/passwd")]
    [InlineData("CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM", "roles")]
    [InlineData("CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM", "=admin")]
    [InlineData("CITIZENNETWORK_TLS_CERTIFICATE", "no/such/file")]
    [InlineData("CITIZENNETWORK_TLS_KEY", "{folder}")]
    [InlineData("CITIZENNETWORK_TLS_CLIENT_AUTHORITIES", "no/such/file")]
    [InlineData("CITIZENNETWORK_TLS_CLIENTS", "no/such/file")]
    [InlineData("CITIZENNETWORK_FIRST_KEY_FILE", "no/such/folder/key")]
    [InlineData("CITIZENNETWORK_FIRST_KEY_FILE", "{folder}")]
    public void Read_OfAWrongValue_NamesItAndWhatIsRight(string variable, string pattern)
    {
        var (file, array) = (Path.Combine(_folder.FullName, "file"), Path.Combine(_folder.FullName, "array.json"));
        File.WriteAllText(file, "neither JSON nor a connection string");
        File.WriteAllText(array, "[]");
        var value = pattern.Replace("{folder}", _folder.FullName, StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal).Replace("{array}", array, StringComparison.Ordinal);

        var message = WrongIn(new() { [variable] = value }).Split('\n', StringSplitOptions.TrimEntries).First(line => line.StartsWith($"{variable} is \"", StringComparison.Ordinal));

        Assert.Equal($"{variable} is \"{value}\": it must be {KnownSettings.All.Single(setting => setting.Variable == variable).Right}.", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-equals-sign-" + Password)]
    [InlineData($"Host=localhost;Password={Password}")]
    [InlineData($"Database=citizennetwork;Password={Password}")]
    [InlineData($"postgres://citizennetwork:{Password}@localhost/citizennetwork")]
    public void Read_OfAWrongConnectionString_NeverRepeatsIt(string text)
    {
        var file = Path.Combine(_folder.FullName, "database");
        File.WriteAllText(file, text);
        var messages = new[] { WrongIn(new() { ["CITIZENNETWORK_DATABASE_FILE"] = file }), text.Length == 0 ? string.Empty : WrongIn(new() { ["CITIZENNETWORK_DATABASE"] = text }) };

        Assert.Contains("must be", messages[0], StringComparison.Ordinal);
        Assert.All(messages, message => Assert.DoesNotContain(Password, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfTheConnectionStringInAFile_TakesItWithoutItsLineEnd()
    {
        var file = Path.Combine(_folder.FullName, "database");
        File.WriteAllText(file, Right + "\n");

        var settings = Read(new() { ["CITIZENNETWORK_DATABASE_FILE"] = file });

        Assert.Equal(Right, settings.Postgres);
        Assert.DoesNotContain(Password, settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfTheConnectionStringTwice_NamesBoth()
    {
        var file = Path.Combine(_folder.FullName, "database");
        File.WriteAllText(file, Right);

        Assert.Equal("CITIZENNETWORK_DATABASE and CITIZENNETWORK_DATABASE_FILE are both given: keep one of them.", WrongIn(new() { ["CITIZENNETWORK_DATABASE"] = Right, ["CITIZENNETWORK_DATABASE_FILE"] = file }));
    }

    [Fact]
    public void Read_OfTlsAndTokens_TakesThem()
    {
        string[] files = [.. s_files.Select(name => Path.Combine(_folder.FullName, name))];
        Array.ForEach(files, file => File.WriteAllText(file, "x"));

        var settings = Read(new()
        {
            ["CITIZENNETWORK_TLS_CERTIFICATE"] = files[0],
            ["CITIZENNETWORK_TLS_KEY"] = files[1],
            ["CITIZENNETWORK_TLS_CLIENT_AUTHORITIES"] = files[2],
            ["CITIZENNETWORK_TLS_CLIENTS"] = files[3],
            ["CITIZENNETWORK_OIDC_ISSUER"] = "https://issuer.example/anjou/",
            ["CITIZENNETWORK_OIDC_AUDIENCE"] = "citizennetwork",
            ["CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM"] = "roles=a=b",
        });

        Assert.Equal(new TlsSettings(files[0], files[1], files[2], files[3]), settings.Tls);
        Assert.Equal(new TokenSettings("https://issuer.example/anjou/", "citizennetwork", new Uri("https://issuer.example/anjou/.well-known/openid-configuration"), new TokenClaim("roles", "a=b")), settings.Tokens);
        Assert.Equal(
            new Uri("http://127.0.0.1:9/meta"),
            Read(new() { ["CITIZENNETWORK_OIDC_ISSUER"] = "https://issuer.example", ["CITIZENNETWORK_OIDC_AUDIENCE"] = "x", ["CITIZENNETWORK_OIDC_METADATA"] = "http://127.0.0.1:9/meta" }).Tokens!.Metadata);
    }

    [Theory]
    [InlineData("CITIZENNETWORK_TLS_CERTIFICATE", "CITIZENNETWORK_TLS_KEY")]
    [InlineData("CITIZENNETWORK_TLS_KEY", "CITIZENNETWORK_TLS_CERTIFICATE")]
    [InlineData("CITIZENNETWORK_TLS_CLIENT_AUTHORITIES", "CITIZENNETWORK_TLS_CLIENTS")]
    [InlineData("CITIZENNETWORK_TLS_CLIENTS", "CITIZENNETWORK_TLS_CLIENT_AUTHORITIES")]
    [InlineData("CITIZENNETWORK_OIDC_ISSUER", "CITIZENNETWORK_OIDC_AUDIENCE")]
    [InlineData("CITIZENNETWORK_OIDC_AUDIENCE", "CITIZENNETWORK_OIDC_ISSUER")]
    [InlineData("CITIZENNETWORK_OIDC_METADATA", "CITIZENNETWORK_OIDC_ISSUER")]
    [InlineData("CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM", "CITIZENNETWORK_OIDC_ISSUER")]
    public void Read_OfHalfOfAPair_NamesTheOther(string given, string missing)
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "x");

        Assert.Contains($"{given} is given without {missing}: ", WrongIn(new() { [given] = given.Contains("TLS", StringComparison.Ordinal) ? file : given.EndsWith("CLAIM", StringComparison.Ordinal) ? "a=b" : "https://issuer.example" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfOnePortForBoth_NamesBoth() =>
        Assert.Equal("--grpc-port and CITIZENNETWORK_HTTP_PORT are both 6000: they must differ.", WrongIn(new() { ["CITIZENNETWORK_HTTP_PORT"] = "6000" }, ("--grpc-port", "6000")));

    [Fact]
    public void Read_OfManyWrongValues_NamesAllInOneMessage()
    {
        var message = WrongIn(
            new()
            {
                ["CITIZENNETWORK_DATABASE"] = "wrong",
                ["CITIZENNETWORK_DATABASE_FILE"] = "no/such/file",
                ["CITIZENNETWORK_LISTEN"] = "everywhere",
                ["CITIZENNETWORK_GRPC_PORT"] = "grpc",
                ["CITIZENNETWORK_HTTP_PORT"] = "http",
                ["CITIZENNETWORK_CONFIG"] = "no/such/file.json",
                ["CITIZENNETWORK_LOG_FORMAT"] = "xml",
                ["CITIZENNETWORK_FIRST_KEY_FILE"] = "no/such/folder/key",
                ["CITIZENNETWORK_TLS_CERTIFICATE"] = "no/such/file",
                ["CITIZENNETWORK_TLS_KEY"] = "no/such/file",
                ["CITIZENNETWORK_TLS_CLIENT_AUTHORITIES"] = "no/such/file",
                ["CITIZENNETWORK_TLS_CLIENTS"] = "no/such/file",
                ["CITIZENNETWORK_OIDC_ISSUER"] = "http://issuer.example",
                ["CITIZENNETWORK_OIDC_METADATA"] = "ftp://issuer.example",
                ["CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM"] = "admin",
            },
            ("--data", string.Empty));

        var lines = message.Split('\n');
        Assert.Equal("18 settings are wrong:", lines[0]);
        Assert.Equal(19, lines.Length);

        // Any text is right for the audience: that it is missing is told of the issuer.
        Assert.All(KnownSettings.All.Where(setting => setting != KnownSettings.OidcAudience), setting => Assert.Contains(lines, line => line.StartsWith($"  {setting.Variable} ", StringComparison.Ordinal) || line.StartsWith($"  {setting.Option ?? setting.Variable} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Unknown_OfATypo_NamesTheNearestSetting()
    {
        var warnings = SettingsReader.Unknown(new Dictionary<string, string>
        {
            ["CITIZENNETWORK_GRPCPORT"] = "1",
            ["CITIZENNETWORK_LOGFORMAT"] = "json",
            ["CITIZENNETWORK_LISTEN"] = "::",
            ["CITIZENNETWORK_DATA"] = "of the tests",
            ["CITIZEN"] = "not ours",
        });

        Assert.Equal(
            [
                "CITIZENNETWORK_GRPCPORT is no setting and is ignored; the nearest one is CITIZENNETWORK_GRPC_PORT.",
                "CITIZENNETWORK_LOGFORMAT is no setting and is ignored; the nearest one is CITIZENNETWORK_LOG_FORMAT.",
            ],
            warnings);
    }

    private static ServerSettings Read(Dictionary<string, string> environment, params (string Option, string Value)[] options) =>
        SettingsReader.Read(environment, setting => options.Where(given => given.Option == setting.Option).Select(given => given.Value).SingleOrDefault());

    private static string WrongIn(Dictionary<string, string> environment, params (string Option, string Value)[] options) =>
        Assert.Throws<WrongSettingsException>(() => Read(environment, options)).Message;
}
