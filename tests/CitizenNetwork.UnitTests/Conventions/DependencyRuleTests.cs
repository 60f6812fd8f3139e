using System.Text.RegularExpressions;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>The dependency rule of the architecture, read from the project files themselves.</summary>
public sealed partial class DependencyRuleTests
{
    private const string Prefix = "CitizenNetwork.";
    private const int TimeoutMilliseconds = 5_000;

    /// <summary>Who may refer to whom; a project that is not here needs a line here first.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Matching"] = ["Domain"],
        ["Contracts"] = ["Domain"],
        ["Grains"] = ["Contracts", "Domain"],
        ["Storage"] = ["Contracts", "Domain"],
        ["Protocol"] = [],
        ["Server"] = ["Domain", "Matching", "Contracts", "Grains", "Storage", "Protocol"],
        ["Web"] = ["Protocol"],
        ["Cli"] = ["Protocol"],
    };

    private static readonly string[] s_written = ["src", "tests", "protos", "deploy"];

    public static TheoryData<string> Sources => [.. OfProduct().Select(project => project.Name[Prefix.Length..])];

    [Theory]
    [MemberData(nameof(Sources))]
    public void ProjectReferences_OfEachProject_FollowTheRule(string name)
    {
        Assert.True(s_allowed.ContainsKey(name), $"The dependency rule does not know {name}.");
        var referred = Project.Named(Prefix + name).Projects;
        Assert.Empty(referred.Except(s_allowed[name].Select(allowed => Prefix + allowed)));
        Assert.Equal(referred.Count, referred.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void ProjectReferences_ThroughOthers_FollowTheRuleToo(string name)
    {
        var all = OfProduct().ToDictionary(project => project.Name, StringComparer.Ordinal);
        HashSet<string> reached = [];
        Walk(all[Prefix + name]);
        Assert.Empty(reached.Except(s_allowed[name].Select(allowed => Prefix + allowed)));

        void Walk(Project project)
        {
            foreach (var next in project.Projects.Where(next => reached.Add(next) && all.ContainsKey(next)))
            {
                Walk(all[next]);
            }
        }
    }

    [Fact]
    public void Domain_Packages_AreTheSerializationAttributesAndNodaTimeOnly()
    {
        var domain = Project.Named("CitizenNetwork.Domain");

        // OrleansPart stands for the package that brings the attributes.
        Assert.Equal("sdk", domain.OrleansPart);
        Assert.Null(domain.GrpcPart);
        Assert.Empty(domain.Packages.Except(["NodaTime"]));
        Assert.Empty(domain.Xml.Descendants("FrameworkReference"));
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Matching")]
    [InlineData("Contracts")]
    [InlineData("Grains")]
    [InlineData("Storage")]
    public void Protobuf_OutsideTheEdge_IsNotReferred(string name)
    {
        var project = Project.Named(Prefix + name);
        Assert.Null(project.GrpcPart);
        Assert.DoesNotContain(project.Packages, package => package.StartsWith("Google.", StringComparison.Ordinal) || package.StartsWith("Grpc.", StringComparison.Ordinal));
        Assert.All(project.Sources, path => Assert.DoesNotContain("Google.Protobuf", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Matching")]
    public void PureProjects_Sources_AskNoClockNoFileAndNoRandomness(string name) =>
        Assert.All(
            Project.Named(Prefix + name).Sources,
            path => Assert.False(ImpureCall().IsMatch(File.ReadAllText(path)), $"{Project.Relative(path)} is not pure: {ImpureCall().Match(File.ReadAllText(path)).Value}"));

    [Fact]
    public void Namespaces_OfSources_HideNoLibraryNamespace()
    {
        foreach (var path in OfProduct().Concat(Project.Below("tests")).SelectMany(project => project.Sources))
        {
            foreach (Match match in NamespaceLine().Matches(File.ReadAllText(path)))
            {
                var segments = match.Groups["name"].Value.Split('.');
                if (segments[0] == "CitizenNetwork")
                {
                    Assert.Empty(segments.Intersect(["Console", "Grpc", "Orleans"]));
                }
            }
        }
    }

    [Fact]
    public void Solution_OfEveryProject_HoldsIt()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "CitizenNetwork.sln")).Replace('\\', '/');
        Assert.All(Project.Below("src").Concat(Project.Below("tests")), project => Assert.Contains($"\"{project.RelativePath}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_OfTheRepository_DoNotMentionWhatLiesBesideIt()
    {
        // Written in two parts, or this file would be the first to offend. Only .ci/run may know that folder.
        var beside = ".." + "/shared";
        string[] extensions = [".cs", ".csproj", ".props", ".targets", ".json", ".proto", ".resx", ".yaml", ".yml", ".sql", ".js", ".py", ".md"];
        foreach (var path in s_written.SelectMany(folder => Project.Files(Path.Combine(Repository.Root, folder), "*"))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(path => extensions.Contains(Path.GetExtension(path))))
        {
            Assert.False(File.ReadAllText(path).Contains(beside, StringComparison.Ordinal), $"{Project.Relative(path)} mentions {beside}.");
        }
    }

    private static IEnumerable<Project> OfProduct() =>
        Project.Below("src").Where(project => project.Name.StartsWith(Prefix, StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bTimeProvider\b|\bFile\.|\bDirectory\.|\bRandom\.Shared\b|new Random\(|Guid\.NewGuid|\bStopwatch\b|\bEnvironment\.", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex ImpureCall();
}
