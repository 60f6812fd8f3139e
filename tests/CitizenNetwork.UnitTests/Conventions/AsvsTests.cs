using System.Text.RegularExpressions;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>deploy/asvs.md claims what tests show: each of them exists, and no row claims anything without one.</summary>
public sealed partial class AsvsTests
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Rows with a test, of some 180; fewer: the table is not read as it is written.</summary>
    private const int FewestShown = 80;

    private static readonly string[] s_unshown = ["Exception: ", "Not applicable: "];

    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "asvs.md"));

    [Fact]
    public void Tests_ThatTheTableNames_Exist()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        var named = Test().Matches(Document).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();

        Assert.True(named.Count > FewestShown / 2);
        Assert.All(named, test => Assert.Contains(sources[test.Class], source => IsTest(source, test.Method)));
    }

    [Fact]
    public void Rows_OfTheTable_AreEachShownExceptedOrNotApplicable()
    {
        var rows = Document.Split('\n').Where(line => line.StartsWith("| V", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();
        var chapters = Document.Split('\n').Where(line => line.StartsWith("## V", StringComparison.Ordinal)).ToList();

        Assert.Equal(Enumerable.Range(1, 17).Select(number => $"V{number}"), chapters.Select(line => line.Split(' ')[1]));
        Assert.Equal(rows.Count, rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, row =>
        {
            Assert.Equal(3, row.Length);
            Assert.Matches(Numbers(), row[0]);
            Assert.True(s_unshown.Any(row[2].StartsWith) != Test().IsMatch(row[2].Split(' ')[0]), $"{row[0]} is shown by {row[2]}");
        });
        Assert.InRange(rows.Count(row => Test().IsMatch(row[2].Split(' ')[0])), FewestShown, rows.Count);
    }

    // A method with the attribute of a test somewhere in the lines before it.
    private static bool IsTest(string source, string method)
    {
        var at = source.IndexOf($" {method}(", StringComparison.Ordinal);
        return at > 0 && Attribute().IsMatch(source[Math.Max(0, source.LastIndexOf("\n\n", at, StringComparison.Ordinal))..at]);
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex Test();

    [GeneratedRegex(@"^V\d+\.\d+\.\d+( to V\d+\.\d+\.\d+)?$", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\[(Skippable|Embedded)?(Fact|Theory)\b", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex Attribute();
}
