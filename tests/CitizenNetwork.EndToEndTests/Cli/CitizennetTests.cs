using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CitizenNetwork.EndToEndTests.Export;
using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>The first verbs of the command line, run as programs of their own against a server.</summary>
[Collection(DemoServer.Name)]
public sealed class CitizennetTests(DemoFixture server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-").FullName;

    private string Address => server.Server.GrpcAddress.ToString();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Status_OfAServer_SaysWhatItSays()
    {
        var french = await RunAsync("status");
        var english = await RunAsync("status", "--lang", "en");
        var json = await RunAsync("status", "--json");

        Assert.Equal((0, 0, 0), (french.Code, english.Code, json.Code));
        Assert.Contains("Base de données\tsqlite", french.Lines);
        Assert.Contains("Database\tsqlite", english.Lines);
        var status = JsonParser.Default.Parse<GetStatusResponse>(json.Output);
        Assert.Contains(FormattableString.Invariant($"actors\t{status.Collections[0].Records}"), french.Lines);
        Assert.DoesNotContain('\u001b', french.Output);
    }

    [Fact]
    public async Task Get_OfARecord_ShowsItsFields()
    {
        var wire = await server.Wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = DemoFixture.BikeWorkshop });

        var plain = await RunAsync("get", DemoFixture.BikeWorkshop);
        var json = await RunAsync("get", DemoFixture.BikeWorkshop, "--json");

        Assert.Equal((0, 0), (plain.Code, json.Code));
        Assert.Contains($"name\t{wire.Name}", plain.Lines);
        Assert.Contains($"sentence\t{wire.Sentence}", plain.Lines);
        Assert.Contains($"themes\t{string.Join(", ", wire.Themes)}", plain.Lines);
        Assert.Equal(wire, JsonParser.Default.Parse<Initiative>(json.Output));
    }

    [Fact]
    public async Task List_OfACollectionOfSeveralPages_ShowsTheFirstOrAll()
    {
        var own = await ServerFixture.StartAsync();
        foreach (var i in Enumerable.Range(0, 120))
        {
            await own.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor($"Numéro {i}"), ActorId = $"a{i:000}" });
        }

        var address = own.Server.GrpcAddress.ToString();
        var first = await Citizennet.RunAsync(address, own.Key, "list", "actors");
        var all = await Citizennet.RunAsync(address, own.Key, "list", "actors", "--all");
        var json = await Citizennet.RunAsync(address, own.Key, "list", "actors", "--all", "--json");
        await own.DisposeAsync();

        Assert.Equal(100, first.Lines.Count);
        Assert.Contains("--all", first.Error, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"actors/a{i:000}\tNuméro {i}"), all.Lines);
        Assert.Empty(all.Error);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"Numéro {i}"), json.Lines.Select(line => JsonParser.Default.Parse<Actor>(line).DisplayName));
    }

    [Theory]
    [InlineData("actors")]
    [InlineData("fundingCalls")]
    [InlineData("hostingOffers")]
    [InlineData("initiatives")]
    [InlineData("resources")]
    public async Task List_OfEachCollection_NamesRecordsThatGetShows(string collection)
    {
        var list = await RunAsync("list", collection);

        Assert.Equal(0, list.Code);
        Assert.All(list.Lines, line => Assert.Matches($"^{collection}/[a-z0-9-]+\t.+$", line));
        Assert.Equal(0, (await RunAsync("get", list.Lines[0].Split('\t')[0])).Code);
    }

    [Fact]
    public async Task Match_OfAnInitiative_SaysWhoAndWhy()
    {
        var wire = await server.Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = Asking.Initiative(DemoFixture.BikeWorkshop) });

        var plain = await RunAsync("match", DemoFixture.BikeWorkshop);
        var hosts = await RunAsync("match", DemoFixture.BikeWorkshop, "--category", "host", "--lang", "en");
        var json = await RunAsync("match", DemoFixture.BikeWorkshop, "--json");

        Assert.Equal(wire, JsonParser.Default.Parse<SuggestMatchesResponse>(json.Output));
        Assert.Equal(wire.Groups.Sum(group => Math.Max(1, group.Matches.Count)), plain.Lines.Count);
        var best = wire.Groups[0].Matches[0];
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Partenaires\t{best.Score:0.00}\t{best.Candidate}\t{best.Title}\t{best.Reasons[0].Text}"), plain.Lines[0], StringComparison.Ordinal);
        Assert.All(hosts.Lines, line => Assert.StartsWith("Hosting\t", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_OfEveryKind_AreSaidWithTheirExitCode()
    {
        AssertFails(2, "Aucun enregistrement", await RunAsync("get", "actors/personne"));
        AssertFails(2, "No record", await RunAsync("get", "actors/personne", "--lang", "en"));
        AssertFails(2, "\n  INITIATIVE (subject.initiative): ", await RunAsync("match", "initiatives/UNE"));
        AssertFails(1, "machins", await RunAsync("list", "machins"));
        AssertFails(1, "love", await RunAsync("match", DemoFixture.BikeWorkshop, "--category", "love"));
        AssertFails(1, "localhost:x", await RunAsync("status", "--server", "localhost:x"));
        AssertFails(4, "x-api-key", await Citizennet.RunAsync(Address, "cn_nobody_00", "list", "actors"));
        AssertFails(4, "administrateur", await Citizennet.RunAsync(Address, server.Key, "status"));
        AssertFails(1, "caractère", await RunAsync("status", "--key", "clé"));
        using TcpListener unused = new(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        AssertFails(3, "ne répond pas", await RunAsync("status", "--server", $"http://127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Backup_ThatFails_LeavesWhatWasThere()
    {
        var file = Path.Combine(_folder, "nuit.gz");
        await File.WriteAllTextAsync(file, "d’hier");

        Assert.Equal(4, (await Citizennet.RunAsync(Address, server.Key, "backup", file)).Code);
        Assert.Equal("d’hier", await File.ReadAllTextAsync(file));
        Assert.Equal(1, (await RunAsync("backup", Path.Combine(_folder, "nulle-part", "nuit.gz"))).Code);
        Assert.Equal(["nuit.gz"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));

        var done = await RunAsync("backup", file);
        Assert.Equal(0, done.Code);
        Assert.Contains(new FileInfo(file).Length.ToString(CultureInfo.InvariantCulture), done.Output, StringComparison.Ordinal);
        Assert.Equal(["nuit.gz"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("feature", "F70")]
    public async Task Export_OfACollection_WritesWhatTheServiceSends()
    {
        var file = Path.Combine(_folder, "acteurs.csv");
        var wire = await server.Wire.ExportAsync(ExportFormat.Csv, "actors", "DEP-49");

        var saved = await RunAsync("export", "actors", "--format", "csv", "--perimeter", "DEP-49", file);
        var printed = await RunAsync("export", "actors", "--format", "csv", "--perimeter", "DEP-49", "--lang", "en");

        Assert.Equal((0, 0), (saved.Code, printed.Code));
        Assert.Equal(wire.Bytes, await File.ReadAllBytesAsync(file));
        Assert.Equal(wire.Text.TrimStart('\uFEFF'), printed.Output.TrimStart('\uFEFF'));
        Assert.Empty(saved.Output);
        Assert.Contains($"écrits : {wire.Report.Records} ;", saved.Error, StringComparison.Ordinal);
        Assert.Contains($"written: {wire.Report.Records};", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ThatFails_LeavesWhatWasThere()
    {
        var file = Path.Combine(_folder, "agenda.ics");
        await File.WriteAllTextAsync(file, "d’hier");

        AssertFails(2, "fundingCalls, hostingOffers, initiatives, resources", await RunAsync("export", "actors", "--format", "icalendar", file));
        AssertFails(2, "perimeter", await RunAsync("export", "actors", "--format", "csv", "--perimeter", "DEP-ZZ", file));
        AssertFails(1, "machins", await RunAsync("export", "machins", "--format", "csv", file));
        AssertFails(1, "papier", await RunAsync("export", "actors", "--format", "papier", file));
        AssertFails(1, "--format", await RunAsync("export", "actors", file));
        AssertFails(1, "nulle-part", await RunAsync("export", "actors", "--format", "csv", Path.Combine(_folder, "nulle-part", "f.csv")));
        Assert.Equal("d’hier", await File.ReadAllTextAsync(file));
        Assert.Equal(["agenda.ics"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("fr", "Codes de sortie")]
    [InlineData("en", "Exit codes")]
    public async Task Help_InEachLanguage_NamesEveryVerbAndTheExitCodes(string language, string codes)
    {
        var help = await RunAsync("--help", "--lang", language);

        Assert.Equal(0, help.Code);
        Assert.All(["status", "backup", "get", "list", "match", "export", "actors", "members", "login", "--server", "--key", codes], word => Assert.Contains(word, help.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(server.AdministratorKey, help.Output, StringComparison.Ordinal);
    }

    private static void AssertFails(int code, string says, CliRun run)
    {
        Assert.True(code == run.Code, $"{run.Code}: {run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] arguments) => Citizennet.RunAsync(Address, server.AdministratorKey, arguments);
}
