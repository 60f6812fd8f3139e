using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>How PostgreSQL ran one statement.</summary>
internal sealed partial class PostgresPlan
{
    private const int TimeoutMilliseconds = 5_000;

    private readonly StringBuilder _text = new();

    private PostgresPlan(JsonElement root)
    {
        Walk(root, 0);
    }

    /// <summary>Tables that were read from end to end.</summary>
    public List<string> Scanned { get; } = [];

    /// <summary>Rows that scans looked at, those that a filter dropped included.</summary>
    public double Rows { get; private set; }

    /// <summary>Pages touched, of tables and indexes: an index that is walked without use shows here.</summary>
    public double Pages { get; private set; }

    /// <summary>One line a node.</summary>
    public string Text => _text.ToString();

    /// <summary>Runs a statement as the driver does, with a plan for these values or with the one for any values, and undoes it.</summary>
    public static async Task<PostgresPlan> OfAsync(NpgsqlConnection connection, Statement statement, Sample sample, bool generic)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var types = string.Join(", ", sample.Parameters.Select(parameter => parameter.Type));
        var values = string.Join(", ", sample.Parameters.Select(parameter => $"{parameter.Value}::{parameter.Type}"));
        var text = Named().Replace(statement.Text, found => $"${Place(sample, found.Value)}");
        await ExecuteAsync(connection, $"SET LOCAL plan_cache_mode = {(generic ? "force_generic_plan" : "force_custom_plan")}");
        await ExecuteAsync(connection, $"PREPARE reviewed {(types.Length > 0 ? $"({types})" : "")} AS {text}");
        await using NpgsqlCommand explain = new($"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE reviewed {(values.Length > 0 ? $"({values})" : "")}", connection);
        using var answer = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
        PostgresPlan plan = new(answer.RootElement[0].GetProperty("Plan"));
        await transaction.RollbackAsync();
        await ExecuteAsync(connection, "DEALLOCATE reviewed");
        return plan;
    }

    private static int Place(Sample sample, string name)
    {
        var place = sample.Parameters.ToList().FindIndex(parameter => parameter.Name == name);
        return place >= 0 ? place + 1 : throw new InvalidOperationException($"{sample.Statement} has a parameter {name} that its sample does not give.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private void Walk(JsonElement node, int depth)
    {
        var type = Said(node, "Node Type");
        var table = Said(node, "Relation Name");
        if (type == "Seq Scan")
        {
            Scanned.Add(table);
        }

        // A node counts what is below it, but the root does not count what a WITH writes.
        Pages = Math.Max(Pages, Number(node, "Shared Hit Blocks") + Number(node, "Shared Read Blocks"));
        var loops = Number(node, "Actual Loops");
        var rows = Number(node, "Actual Rows") * loops;
        var dropped = (Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")) * loops;
        if (type.EndsWith("Scan", StringComparison.Ordinal) && table.Length > 0)
        {
            Rows += rows + dropped;
        }

        _text.Append(' ', depth * 2).Append(type == "ModifyTable" ? Said(node, "Operation") : type);
        Append(" using ", Said(node, "Index Name"));
        Append(" on ", table.Length > 0 ? table : Said(node, "CTE Name"));
        Append(" by ", Said(node, "Index Cond"));
        Append(" where ", Said(node, "Filter"));
        _text.AppendLine(CultureInfo.InvariantCulture, $": {rows:N0} rows{(dropped > 0 ? $", {dropped:N0} dropped" : "")}");
        foreach (var child in node.TryGetProperty("Plans", out var children) ? children.EnumerateArray() : [])
        {
            Walk(child, depth + 1);
        }
    }

    private void Append(string word, string value) => _text.Append(value.Length > 0 ? word + value : "");

    private static string Said(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    [GeneratedRegex(@"(?<!:)@\w+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Named();
}
