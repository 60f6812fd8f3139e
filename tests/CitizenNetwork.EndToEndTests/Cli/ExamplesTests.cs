using System.Text;
using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>What the help shows works: its examples, one after the other, against a server with the demo network.</summary>
public sealed class ExamplesTests : IAsyncLifetime
{
    private const string Csv = "Identifiant;Nom de la structure;Commune;Code postal;Adresse\n1;Le Jardin des Fendeurs;Trélazé;49800;3 rue des Fendeurs\n";
    private const string Actor = """{"displayName":"Les Brodeuses","kind":"ACTOR_KIND_INFORMAL_COLLECTIVE","commune":"COM-49007"}""";

    private readonly DemoFixture _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-examples-").FullName;

    /// <summary>The commands with their examples, from the reference, which is made of the same table as the help.</summary>
    private static IEnumerable<(string Command, string Example)> Examples
    {
        get
        {
            var command = string.Empty;
            var isExample = false;
            foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "deploy", "cli.md")))
            {
                isExample = line == "Examples:" || (isExample && (line.Length == 0 || line[0] == ' '));
                if (line.StartsWith("## ", StringComparison.Ordinal))
                {
                    command = line[3..];
                }
                else if (isExample && line.StartsWith("    ", StringComparison.Ordinal))
                {
                    yield return (command, line.Trim());
                }
            }
        }
    }

    private Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["CITIZENNET_SERVER"] = _server.Server.GrpcAddress.ToString(),
        ["CITIZENNET_KEY"] = string.Empty,
        ["XDG_CONFIG_HOME"] = Path.Combine(_folder, ".config"),
    };

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Examples_OfEveryCommandInTheirOrder_AreDone()
    {
        // What the examples find in the folder: a key, and the files of the people who follow them.
        await File.WriteAllTextAsync(Path.Combine(_folder, "cle.txt"), _server.AdministratorKey + "\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "annuaire.csv"), Csv);
        await File.WriteAllTextAsync(Path.Combine(_folder, "acteur.json"), Actor);

        StringBuilder failed = new();
        var count = 0;
        foreach (var (command, example) in Examples)
        {
            var before = Directory.GetFiles(_folder);
            var run = await Citizennet.ShellAsync(_folder, Variables, example);
            var written = run.Output.Length + Directory.GetFiles(_folder).Except(before).Sum(path => new FileInfo(path).Length);
            if (run.Code != 0 || written == 0 || !example.Contains($"citizennet {command}", StringComparison.Ordinal))
            {
                failed.AppendLine(FormattableString.Invariant($"{example}: code {run.Code}, {written} characters. {run.Error}"));
            }

            count++;
        }

        Assert.True(failed.Length == 0, failed.ToString());
        Assert.InRange(count, 60, 200);
    }
}
