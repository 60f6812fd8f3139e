using System.Globalization;
using System.Text;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>No statement becomes slow because the tables grow: looked up in PostgreSQL's own plans over a million rows.</summary>
[Collection(nameof(PostgresPlanTests))]
public sealed class PostgresPlanTests
{
    /// <summary>Pages of a statement about few rows: the depth of the indexes that it reads and writes.</summary>
    private const int FixedPages = 200;

    /// <summary>Pages of each further row: its own and those of its entries in the indexes.</summary>
    private const int PagesPerRow = 12;

    [Fact]
    public void EachStatement_OfPostgres_HasASample() =>
        Assert.Equal(Statement.Without("Sqlite").Select(statement => statement.Name).Order(StringComparer.Ordinal), Sample.Postgres.Select(sample => sample.Statement).Order(StringComparer.Ordinal));

    [SkippableFact]
    public async Task EachStatement_OnAMillionRows_LooksAtAFewOnly()
    {
        await using var large = await LargePostgres.CreateAsync();
        var statements = Statement.Without("Sqlite").ToDictionary(statement => statement.Name, StringComparer.Ordinal);
        StringBuilder report = new();
        List<string> faults = [];
        foreach (var sample in Sample.Postgres)
        {
            var statement = statements[sample.Statement];
            var generic = await PostgresPlan.OfAsync(large.Connection, statement, sample, generic: true);
            var custom = await PostgresPlan.OfAsync(large.Connection, statement, sample, generic: false);
            Describe(report, statement, sample, generic, custom);
            foreach (var plan in (PostgresPlan[])[generic, custom])
            {
                if (sample.Exception is null && plan.Scanned.Exists(LargePostgres.LargeTables.Contains))
                {
                    faults.Add($"{statement.Name} reads a large table from end to end:\n{plan.Text}");
                }

                if (plan.Rows > sample.Rows || plan.Pages > FixedPages + (PagesPerRow * sample.Rows))
                {
                    faults.Add($"{statement.Name} looks at {plan.Rows} rows and {plan.Pages} pages, not at {sample.Rows} rows at most:\n{plan.Text}");
                }
            }
        }

        PlanReport.Write("postgresql", "PostgreSQL, a million rows", report);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static void Describe(StringBuilder report, Statement statement, Sample sample, PostgresPlan generic, PostgresPlan custom)
    {
        PlanReport.Begin(report, statement, sample.Exception);
        report.AppendLine(CultureInfo.InvariantCulture, $"{generic.Rows:N0} rows looked at, {generic.Pages:N0} pages touched:").AppendLine();
        PlanReport.Indent(report, generic.Text);
        if (custom.Text != generic.Text)
        {
            report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Planned for these values, {custom.Rows:N0} rows, {custom.Pages:N0} pages:").AppendLine();
            PlanReport.Indent(report, custom.Text);
        }
    }
}

/// <summary>Runs alone: its large transactions would hold back the feeds that other tests read.</summary>
[CollectionDefinition(nameof(PostgresPlanTests), DisableParallelization = true)]
public sealed class PostgresPlansAlone;
