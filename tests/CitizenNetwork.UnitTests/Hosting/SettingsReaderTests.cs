using System.Net;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Logging;

namespace CitizenNetwork.UnitTests.Hosting;

/// <summary>What a start makes of its command line and environment.</summary>
public sealed class SettingsReaderTests : IDisposable
{
    private const string Password = "motdepasse-secret";
    private const string Right = $"Host=localhost;Database=citizennetwork;Username=citizennetwork;Password={Password}";

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
    [InlineData("CITIZENNETWORK_FIRST_KEY_FILE", "no/such/folder/key")]
    [InlineData("CITIZENNETWORK_FIRST_KEY_FILE", "{folder}")]
    public void Read_OfAWrongValue_NamesItAndWhatIsRight(string variable, string pattern)
    {
        var (file, array) = (Path.Combine(_folder.FullName, "file"), Path.Combine(_folder.FullName, "array.json"));
        File.WriteAllText(file, "neither JSON nor a connection string");
        File.WriteAllText(array, "[]");
        var value = pattern.Replace("{folder}", _folder.FullName, StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal).Replace("{array}", array, StringComparison.Ordinal);

        var message = WrongIn(new() { [variable] = value });

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
            },
            ("--data", string.Empty));

        var lines = message.Split('\n');
        Assert.Equal("10 settings are wrong:", lines[0]);
        Assert.Equal(11, lines.Length);
        Assert.All(KnownSettings.All, setting => Assert.Contains(lines, line => line.StartsWith($"  {setting.Variable} ", StringComparison.Ordinal) || line.StartsWith($"  {setting.Option ?? setting.Variable} ", StringComparison.Ordinal)));
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
