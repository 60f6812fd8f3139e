using System.Globalization;
using System.Text;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>The plans as text to read: with <c>CITIZENNETWORK_WRITE_PLANS=1</c> the tests replace the committed ones.</summary>
internal static class PlanReport
{
    public static void Begin(StringBuilder report, Statement statement, string? exception)
    {
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {statement.Name}").AppendLine();
        if (exception is not null)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"May read everything: {exception}.").AppendLine();
        }
    }

    public static void Indent(StringBuilder report, string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
        }
    }

    public static void Write(string engine, string title, StringBuilder report)
    {
        if (Environment.GetEnvironmentVariable("CITIZENNETWORK_WRITE_PLANS") is "1")
        {
            var path = Path.Combine(Repository.Root, "tests", "CitizenNetwork.Benchmarks", "results", $"explain-{engine}.md");
            File.WriteAllText(path, $"# Plans of the statements on {title}\n{report}");
        }
    }
}
