using System.Globalization;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Name">Which bench.</param>
/// <param name="Quick">A few seconds in all: shows that everything runs, its numbers are no measurement.</param>
/// <param name="Write">Replaces the committed table.</param>
/// <param name="Only">Measures the rows whose name contains this, for profiling.</param>
/// <param name="Count">How many records a bench generates; null: its own default.</param>
internal sealed record BenchSettings(string Name, bool Quick, bool Write, string? Only, int? Count = null)
{
    /// <summary>One is enough for a smoke run; three show the noise beside the median.</summary>
    public int Repetitions => Quick ? 1 : 3;

    /// <summary>How long one row runs in one repetition.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Quick ? 0.15 : 1);

    /// <summary>How long a row runs unseen before, so that what is measured is the optimised code.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.1 : 1);

    public static BenchSettings Parse(string[] arguments)
    {
        var only = Array.IndexOf(arguments, "--only");
        var count = Array.IndexOf(arguments, "--count");
        return new(
            arguments.FirstOrDefault() ?? "",
            arguments.Contains("--quick"),
            arguments.Contains("--write"),
            only >= 0 && only + 1 < arguments.Length ? arguments[only + 1] : null,
            count >= 0 && count + 1 < arguments.Length ? int.Parse(arguments[count + 1], CultureInfo.InvariantCulture) : null);
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
