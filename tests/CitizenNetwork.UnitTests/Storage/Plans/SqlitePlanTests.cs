using System.Text;
using System.Text.RegularExpressions;
using CitizenNetwork.Storage.Ledger;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Testing;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>
/// As <see cref="PostgresPlanTests"/>. SQLite plans by the indexes alone, since nobody runs ANALYZE on the file: the plan
/// of an empty table is that of a full one.
/// </summary>
public sealed partial class SqlitePlanTests
{
    private const int TimeoutMilliseconds = 5_000;

    /// <summary>Statements that walk through a table or an index, each with what ends the walk.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new(StringComparer.Ordinal)
    {
        ["OutboxTable.CountWaitingSql"] = "counts the entries of an index that has the waiting messages only",
        ["PersonTable.KeysSql"] = "a restore compares every name with those that were erased",
        ["PersonTable.MessagesSqliteSql"] = "a person is looked for in everything that is stored, which no index does",
        ["PersonTable.RowsSqliteSql"] = "as PersonTable.MessagesSqliteSql",
        ["PersonTable.StatesSqliteSql"] = "as PersonTable.MessagesSqliteSql",
        ["SqliteFeed.OldSql"] = "walks from the oldest row on and ends at its limit",
    };

    /// <summary>What marks the statements of migrations, backups and restores, which are about whole tables or about none of ours.</summary>
    private static readonly string[] s_wholesale = ["schema_migration", "pg_advisory", "UPDATE feed SET epoch = ", "SELECT epoch FROM feed"];

    /// <summary>Pieces from which a backup and a restore make statements about every table.</summary>
    private static readonly string[] s_pieces = ["SELECT ", "SELECT COUNT(*) FROM (SELECT 1 FROM ", "INSERT INTO "];

    [Fact]
    public async Task EachStatement_OfSqlite_SearchesByAnIndex()
    {
        await using SqliteEngine engine = new();
        await using var connection = await OpenAsync(engine);
        StringBuilder report = new();
        HashSet<string> scanning = [];
        foreach (var statement in Statement.Without("Postgres"))
        {
            var plan = await PlanAsync(connection, statement.Text);
            PlanReport.Begin(report, statement, s_exceptions.GetValueOrDefault(statement.Name));
            PlanReport.Indent(report, plan.Length > 0 ? plan : "writes by its key");
            if (plan.Split('\n').Any(line => Scan().Match(line) is { Success: true } scan && LargePostgres.LargeTables.Contains(scan.Groups["table"].Value)))
            {
                scanning.Add(statement.Name);
            }
        }

        PlanReport.Write("sqlite", "SQLite", report);
        Assert.Equal(s_exceptions.Keys.Order(StringComparer.Ordinal), scanning.Order(StringComparer.Ordinal));
    }

    /// <summary>An index of the right grain and kind is not enough: it would walk through all of the grain's past.</summary>
    [Fact]
    public async Task OpenRows_OfSqlite_ComeByTheIndexThatHasNoOthers()
    {
        await using SqliteEngine engine = new();
        await using var connection = await OpenAsync(engine);
        Assert.Contains("USING INDEX ledger_open", await PlanAsync(connection, LedgerTable.OpenSql), StringComparison.Ordinal);
    }

    [Fact]
    public void EachLiteral_OfTheStorage_IsReviewedOrWholesale()
    {
        var reviewed = Statement.Without("Sqlite").Concat(Statement.Without("Postgres")).Select(statement => statement.Text).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(Statement.Literals().Intersect(reviewed));
        Assert.DoesNotContain(Statement.Literals().Except(reviewed).Except(s_pieces), text => !Array.Exists(s_wholesale, part => text.Contains(part, StringComparison.Ordinal)));
    }

    private static async Task<SqliteConnection> OpenAsync(SqliteEngine engine)
    {
        await (await engine.OpenAsync(TimeProvider.System)).DisposeAsync();
        SqliteConnection connection = new($"Data Source={Path.Combine(engine.Folder, SqliteDatabase.FileName)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<string> PlanAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var name in Named().Matches(sql).Select(found => found.Value).Distinct(StringComparer.Ordinal))
        {
            command.Parameters.AddWithValue(name, "");
        }

        await using var reader = await command.ExecuteReaderAsync();
        StringBuilder plan = new();
        while (await reader.ReadAsync())
        {
            plan.Append(reader.GetString(3)).Append('\n');
        }

        return plan.ToString();
    }

    [GeneratedRegex(@"[@$]\w+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Named();

    [GeneratedRegex(@"\bSCAN (?<table>\w+)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Scan();
}
