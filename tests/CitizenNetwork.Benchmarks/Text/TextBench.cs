using System.Globalization;
using System.Text;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Benchmarks.Text.Q4;
using CitizenNetwork.Benchmarks.Text.Served;

namespace CitizenNetwork.Benchmarks.Text;

/// <summary><c>bench text</c>: target Q4, which call or theme a title belongs to, by the matcher and by yardsticks of the same run.</summary>
internal static class TextBench
{
    private const string Variable = "CITIZENNETWORK_DATA";

    /// <summary>The table; null, with a word on standard error, where there is no data.</summary>
    public static async Task<string?> RunAsync(BenchSettings settings)
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
        text.AppendLine().AppendLine("Through the service: one fold, its known projects registered with their calls by gRPC, its titles asked as drafts by SuggestMatches.").AppendLine();
        text.AppendLine("| what, fold 0 | questions | naive Bayes, top 1 | in process | by gRPC | by gRPC less naive Bayes | top 3 in process | by gRPC | other orders |").AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        await AddServedAsync(settings, text, "fonds-vert, call of 14", TitledProject.FondsVert(data));
        await AddServedAsync(settings, text, "Paris, theme of 11", TitledProject.Paris(data));
        return text.ToString();
    }

    private static async Task AddServedAsync(BenchSettings settings, StringBuilder text, string name, IReadOnlyList<TitledProject> all)
    {
        if (!settings.Wants($"{name}: by gRPC"))
        {
            return;
        }

        var projects = settings.Quick ? all.Where((_, place) => place % 10 == 0).ToList() : all;
        List<string> answers = [.. projects.Select(project => project.Answer).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<TitledProject> known = [.. projects.Where(project => project.Fold != 0)], asked = [.. projects.Where(project => project.Fold == 0)];
        var inProcess = asked.Select(project => project.Title).Select(new FundedBefore(known, answers).Learn().Order).ToList();
        var bayes = asked.Select(project => project.Title).Select(new NaiveBayes(known, answers, 1).Order).ToList();
        var served = await ServedFold.AskAsync(known, [.. asked.Select(project => project.Title)], answers);
        var others = Enumerable.Range(0, asked.Count).Count(i => !served[i].SequenceEqual(inProcess[i], StringComparer.Ordinal));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {asked.Count} | {First(bayes, 1):F4} | {First(inProcess, 1):F4} | {First(served, 1):F4} | {First(served, 1) - First(bayes, 1):+0.0000;-0.0000} | {First(inProcess, 3):F4} | {First(served, 3):F4} | {others} |");
        Console.WriteLine(line);
        text.AppendLine(line);

        double First(IReadOnlyList<IReadOnlyList<string>> orders, int among) =>
            (double)Enumerable.Range(0, asked.Count).Count(i => orders[i].Take(among).Contains(asked[i].Answer, StringComparer.Ordinal)) / asked.Count;
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
