using System.Text.RegularExpressions;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>What people and scripts read of the command line is what it does.</summary>
public sealed partial class ReferenceTests
{
    private const int TimeoutMilliseconds = 1_000;

    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "cli.md"));

    [Fact]
    public async Task Document_OfTheCommandLine_IsThatOfTheTable()
    {
        var run = await Citizennet.RunAsync(string.Empty, string.Empty, "reference", "--lang", "en");

        Assert.Equal(0, run.Code);
        Assert.Equal(run.Output, Document);
    }

    /// <summary>The names that scripts go by, read from the document alone: a field that is renamed or goes breaks them.</summary>
    [Fact]
    public void Schemas_OfTheDocument_AreTheContracts()
    {
        var told = SchemaLine().Matches(Document).ToDictionary(
            match => match.Groups["message"].Value,
            match => FieldName().Matches(match.Groups["fields"].Value).Select(field => field.Groups["name"].Value).ToList(),
            StringComparer.Ordinal);

        Assert.Equal(ActorsReflection.Descriptor.MessageTypes.Single(type => type.Name == "Actor").Fields.InFieldNumberOrder().Select(field => field.JsonName), told["Actor"]);
        Assert.All(["Caller", "SuggestMatchesResponse", "ExplainMatchResponse", "SimulateRankingResponse", "Need", "Key", "Member"], name => Assert.Contains(name, told.Keys));
        Assert.Equal(["principal", "grants"], told["Caller"]);
        Assert.Equal(["role", "place"], told["Grant"]);
        Assert.Equal(["keyId", "source", "label", "administrator", "createTime"], told["Key"].Take(5));
    }

    [SkippableTheory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task Completion_OfEachShell_IsReadByIt(string shell, string check)
    {
        await RequireAsync(shell);
        var read = await ShellAsync($"citizennet completion {shell} > script && {shell} {check} script");

        Assert.Equal((0, string.Empty), (read.Code, read.Error));
    }

    [SkippableTheory]
    [InlineData("citizennet act", "actors")]
    [InlineData("citizennet actors ed", "edit")]
    [InlineData("citizennet --lang en members inv", "invite")]
    [InlineData("citizennet actors add --display-n", "--display-name")]
    [InlineData("citizennet actors add --kind yo", "youth-group")]
    public async Task Completion_InFish_CompletesWordsOptionsAndValues(string typed, string completed)
    {
        await RequireAsync("fish");
        var run = await ShellAsync($"citizennet completion fish > script && fish -c 'source script; complete -C \"{typed}\"'");

        Assert.Equal(0, run.Code);
        Assert.Equal([completed], run.Lines.Select(line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("citizennet act", "actors")]
    [InlineData("citizennet actors ed", "edit")]
    [InlineData("citizennet --lang en members inv", "invite")]
    [InlineData("citizennet actors add --display-n", "--display-name")]
    [InlineData("citizennet actors add --kind yo", "youth-group")]
    [InlineData("citizennet export actors --format geo", "geojson")]
    [InlineData("citizennet needs edit x --urgency h", "high")]
    public async Task Completion_InBash_CompletesWordsOptionsAndValues(string typed, string completed)
    {
        var run = await ShellAsync($"source <(citizennet completion bash); COMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _citizennet; printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        Assert.Equal(0, run.Code);
        Assert.Equal([completed], run.Lines);
    }

    private static async Task RequireAsync(string shell) => Skip.If((await ShellAsync($"command -v {shell}")).Code != 0, $"There is no {shell} here.");

    private static async Task<CliRun> ShellAsync(string line)
    {
        var folder = Directory.CreateTempSubdirectory("citizennet-completion-").FullName;
        var run = await Citizennet.ShellAsync(folder, new Dictionary<string, string>(StringComparer.Ordinal), line);
        Directory.Delete(folder, recursive: true);
        return run;
    }

    [GeneratedRegex(@"^- \*\*(?<message>[\w.]+)\*\*: (?<fields>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex SchemaLine();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex FieldName();
}
