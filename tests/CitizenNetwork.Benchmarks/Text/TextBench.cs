using System.Globalization;
using System.Text;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Benchmarks.Text.Q4;

namespace CitizenNetwork.Benchmarks.Text;

/// <summary><c>bench text</c>: target Q4, which call or theme a title belongs to, by the matcher and by yardsticks of the same run.</summary>
internal static class TextBench
{
    private const string Variable = "CITIZENNETWORK_DATA";

    /// <summary>The table; null, with a word on standard error, where there is no data.</summary>
    public static string? Run(BenchSettings settings)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } data)
        {
            Console.Error.WriteLine($"{Variable} is not set: bench text needs the real data.");
            return null;
        }

        StringBuilder text = new();
        text.AppendLine("# bench text").AppendLine();
        text.AppendLine("Shares of the questions, mean of the five folds; the range is of the folds. Nothing here depends on the machine's speed.").AppendLine();
        text.AppendLine("| what | top 1 | range | top 3 | top 1 less naive Bayes |").AppendLine("|---|--:|--:|--:|--:|");
        Add(settings, text, "fonds-vert, call of 14", TitledProject.FondsVert(data));
        Add(settings, text, "Paris, theme of 11", TitledProject.Paris(data));
        return text.ToString();
    }

    private static void Add(BenchSettings settings, StringBuilder text, string name, IReadOnlyList<TitledProject> all)
    {
        // A smoke run asks about few.
        var projects = settings.Quick ? all.Where((_, place) => place % 10 == 0).ToList() : all;
        var yardstick = FiveFolds.Of(projects, (known, answers) => new NaiveBayes(known, answers, 1).Order);
        Row("yardstick: naive Bayes, Laplace", yardstick);
        Row("naive Bayes, smoothing 0.2", FiveFolds.Of(projects, (known, answers) => new NaiveBayes(known, answers, 0.2).Order));
        Row("matcher, nothing learned", FiveFolds.Of(projects, (known, answers) => new FundedBefore(known, answers).Order));
        Row("matcher, funded before", FiveFolds.Of(projects, (known, answers) => new FundedBefore(known, answers).Learn().Order));

        void Row(string what, FoldShares shares)
        {
            if (settings.Wants($"{name}: {what}"))
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"| {name}: {what} | {shares.MeanFirst:F4} | {shares.First.Min():F3}–{shares.First.Max():F3} | {shares.MeanAmongThree:F4} | {shares.MeanFirst - yardstick.MeanFirst:+0.0000;-0.0000} |");
                Console.WriteLine(line);
                text.AppendLine(line);
            }
        }
    }
}
