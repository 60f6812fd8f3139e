using System.Globalization;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Name">Which bench.</param>
/// <param name="Quick">A few seconds in all: shows that everything runs, its numbers are no measurement.</param>
/// <param name="Write">Replaces the committed table.</param>
/// <param name="Only">Measures the rows whose name contains this, for profiling.</param>
/// <param name="Rows">How many records there are, where a bench makes them; null: its own number.</param>
/// <param name="Seconds">How long one row runs in one repetition; null: a second.</param>
internal sealed record BenchSettings(string Name, bool Quick, bool Write, string? Only, int? Rows, double? Seconds)
{
    private const int DefaultRows = 1_000_000;
    private const int QuickRows = 20_000;

    /// <summary>Rows where the bench has no number of its own.</summary>
    public int RowsOrMillion => Rows ?? (Quick ? QuickRows : DefaultRows);

    /// <summary>One is enough for a smoke run; three show the noise beside the median.</summary>
    public int Repetitions => Quick ? 1 : 3;

    /// <summary>How long one row runs in one repetition.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds ?? (Quick ? 0.15 : 1));

    /// <summary>How long a row runs unseen before, so that what is measured is the optimised code.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.1 : 1);

    public static BenchSettings Parse(string[] arguments)
    {
        var quick = arguments.Contains("--quick");
        return new(
            arguments.FirstOrDefault() ?? "",
            quick,
            arguments.Contains("--write"),
            ValueOf("--only"),
            ValueOf("--rows") is { } rows ? int.Parse(rows, CultureInfo.InvariantCulture) : null,
            ValueOf("--seconds") is { } seconds ? double.Parse(seconds, CultureInfo.InvariantCulture) : null);

        string? ValueOf(string option) => Array.IndexOf(arguments, option) is var place and >= 0 && place + 1 < arguments.Length ? arguments[place + 1] : null;
    }

    public bool Wants(string row) => Only is null || row.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the committed tables lie: beside the sources, found from the folder the command was given in.</summary>
    public static string ResultsFolder()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var results = Path.Combine(folder.FullName, "tests", "CitizenNetwork.Benchmarks", "results");
            if (Directory.Exists(results))
            {
                return results;
            }
        }

        throw new DirectoryNotFoundException("--write: run it from within the repository.");
    }
}
