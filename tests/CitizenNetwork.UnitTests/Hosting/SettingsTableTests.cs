using System.Text.RegularExpressions;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Hosting;

/// <summary>The settings that people read of are those that the code knows.</summary>
public sealed partial class SettingsTableTests
{
    private const int TimeoutMilliseconds = 1_000;

    [Fact]
    public void Table_OfTheDocument_IsThatOfTheCode()
    {
        var written = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "settings.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(KnownSettings.All.Select(Row), written);
    }

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/Dockerfile")]
    [InlineData("README.md")]
    public void Files_ThatNameSettings_NameOnesThatExist(string path)
    {
        var named = Name().Matches(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(KnownSettings.All.Select(setting => setting.Variable)).Except(KnownSettings.OfTests));
    }

    private static string Row(Setting setting) =>
        $"| `{setting.Variable}` | {Code(setting.Option)} | {Code(setting.Default)} | {setting.Right} | {setting.Meaning} |";

    private static string Code(string? value) => string.IsNullOrEmpty(value) ? "—" : $"`{value}`";

    [GeneratedRegex("CITIZENNETWORK_[A-Z_]+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Name();
}
