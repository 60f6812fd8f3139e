using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>Rows in the order of their first mention; each repetition adds to them.</summary>
internal sealed class Table(string title)
{
    private readonly List<TableRow> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>The row of this name.</summary>
    public TableRow Row(string name, string unit)
    {
        var row = _rows.Find(one => one.Name == name);
        if (row is null)
        {
            row = new TableRow(name, unit);
            _rows.Add(row);
        }

        return row;
    }

    /// <summary>Says below the table what the reader must know of this run.</summary>
    public void Note(string text) => _notes.Add(text);

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}, {Platform()}, .NET {Environment.Version}, {Stack}, {(GCSettings.IsServerGC ? "server" : "workstation")} garbage collection.");
        text.AppendLine("Median of the repetitions; the range is their smallest and largest.").AppendLine();
        text.AppendLine("| what | median | range | unit | p50 µs | p99 µs | bytes a call | CPU µs a call | to the yardstick |");
        text.AppendLine("|---|--:|--:|---|--:|--:|--:|--:|--:|");
        foreach (var row in _rows.Where(row => row.Value.Values.Count > 0))
        {
            var ratio = row.Yardstick is { } yardstick ? row.Value.Over(yardstick.Value).Text() : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Value.Text()} | {row.Value.Spread()} | {row.Unit} | {row.P50.Text()} | {row.P99.Text()} | {row.Bytes.Text()} | {row.Cpu.Text()} | {ratio} |");
        }

        foreach (var note in _notes)
        {
            text.AppendLine().AppendLine(note);
        }

        return text.ToString();
    }

    private static string Platform() => OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : RuntimeInformation.OSDescription;

#if STACK_OFFICIAL
    private const string Stack = "Stack=official";
#else
    private const string Stack = "Stack=embedded";
#endif
}

/// <summary>One figure of a table, with what belongs to it.</summary>
internal sealed class TableRow(string name, string unit)
{
    public string Name { get; } = name;

    public string Unit { get; } = unit;

    public Series Value { get; } = new();

    public Series P50 { get; } = new();

    public Series P99 { get; } = new();

    public Series Bytes { get; } = new();

    /// <summary>Microseconds of processor time a call: says the same whoever else is busy.</summary>
    public Series Cpu { get; } = new();

    /// <summary>The row of the same run that this one is divided by.</summary>
    public TableRow? Yardstick { get; private set; }

    public TableRow Against(TableRow yardstick)
    {
        Yardstick = yardstick;
        return this;
    }

    public void Add(LoopResult result, double otherBytes = 0, double otherCpu = 0)
    {
        Value.Add(result.PerSecond);
        P50.Add(result.P50);
        P99.Add(result.P99);
        Bytes.Add(result.BytesPerCall + otherBytes);
        Cpu.Add(result.CpuPerCall + otherCpu);
    }

    /// <summary>Says on the console that it was measured: a bench of a minute should not look dead.</summary>
    public void Report() => Console.WriteLine($"{Name}: {Value.Values[^1].ToString("N1", CultureInfo.InvariantCulture)} {Unit}");
}
