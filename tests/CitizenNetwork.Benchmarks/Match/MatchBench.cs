using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>
/// <c>bench match</c>: targets P2 and P3, what lies within some kilometres, of a theme, with any of two words, the nearest 50
/// first; by this service and by PostgreSQL with PostGIS and French full text over the same rows. The ids of every query are
/// compared.
/// </summary>
internal static class MatchBench
{
    /// <summary>Who asks at once.</summary>
    public const int Callers = 64;

    private const int Best = 50;
    private const int Queries = 500;
    private const int Seed = 20_261_125;

    private static readonly int[] s_connections = [8, Callers];

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench match");
        await using var ours = await MatchSide.StartAsync();
        var loading = Stopwatch.GetTimestamp();
        await ours.LoadAsync(new GeneratedPlaces(ours.Territories, ours.Themes, Seed), settings.RowsOrMillion);
        Say(table, $"{settings.RowsOrMillion:N0} places entered the catalogue in {Stopwatch.GetElapsedTime(loading).TotalSeconds:N0} s; the index has {ours.View.ResourceShelf.Nearby.Settled().Parts.Length} segments.");

        await using var theirs = await PostgisSide.OpenAsync(ours.Themes);
        var words = MatchVocabulary.Words;
        if (theirs is not null)
        {
            loading = Stopwatch.GetTimestamp();
            await theirs.LoadAsync(Rows(ours));
            words = await SameWordsAsync(table, ours, theirs);
            Say(table, $"{await theirs.DescribeAsync()} The same rows were loaded and indexed there in {Stopwatch.GetElapsedTime(loading).TotalSeconds:N0} s.");
        }

        GeneratedPlaces asked = new(ours.Territories, ours.Themes, Seed + 1);
        var queries = Enumerable.Range(0, settings.Quick ? 50 : Queries).Select(_ => asked.Query(words, Best)).ToArray();
        await CompareAsync(table, ours, theirs, queries);
        await MeasureAsync(settings, table, ours, theirs, queries);
        await VectorVariant.RunAsync(settings, table, ours, queries);
        return table;
    }

    private static async Task MeasureAsync(BenchSettings settings, Table table, MatchSide ours, PostgisSide? theirs, NearbyQuery[] queries)
    {
        List<(TableRow Row, int Callers, Func<int, int, Task> Call)> rows = [];
        TableRow? best = null;
        foreach (var connections in theirs is null ? [] : s_connections)
        {
            var row = table.Row($"{(best is null ? "yardstick: " : "")}PostgreSQL by Npgsql, {connections} concurrent", "queries/s");
            best ??= row;
            rows.Add((row, connections, (caller, turn) => theirs!.FindAsync(Query(caller, turn))));
        }

        rows.Add((Against(table.Row("in process, one caller", "queries/s")), 1, FindInProcess));
        rows.Add((Against(table.Row("by gRPC, one caller", "queries/s")), 1, (caller, turn) => ours.FindAsync(caller, Query(caller, turn))));
        rows.Add((Against(table.Row($"by gRPC, {Callers} concurrent", "queries/s")), Callers, (caller, turn) => ours.FindAsync(caller, Query(caller, turn))));
        rows.RemoveAll(row => !settings.Wants(row.Row.Name));
        foreach (var (_, callers, call) in rows)
        {
            await ClosedLoop.RunAsync(callers, settings.WarmUp, call);
        }

        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (row, callers, call) in rows)
            {
                // A query there takes up to a second when others wait beside it.
                row.Add(await ClosedLoop.RunAsync(callers, row.Name.Contains("PostgreSQL", StringComparison.Ordinal) ? settings.Duration * 3 : settings.Duration, call));
                row.Report();
            }
        }

        Task FindInProcess(int caller, int turn)
        {
            NearbySearch.Find(ours.View, Query(caller, turn));
            return Task.CompletedTask;
        }

        NearbyQuery Query(int caller, int turn) => queries[((caller * 37) + turn) % queries.Length];

        TableRow Against(TableRow row) => best is null ? row : row.Against(best);
    }

    /// <exception cref="InvalidOperationException">An answer differs.</exception>
    private static async Task CompareAsync(Table table, MatchSide ours, PostgisSide? theirs, NearbyQuery[] queries)
    {
        List<int> totals = [];
        foreach (var query in queries)
        {
            var found = await ours.FindAsync(0, query);
            totals.Add(found.TotalCount);
            var expected = theirs is null ? NearbySearch.Find(ours.View, query).Found.Select(one => one.Name) : await theirs.FindAsync(query);
            if (!found.Records.Select(record => record.Name).SequenceEqual(expected))
            {
                throw new InvalidOperationException($"Other ids for {query}: {string.Join(' ', found.Records.Select(record => record.Name))} instead of {string.Join(' ', expected)}.");
            }
        }

        totals.Sort();
        Say(table, $"{queries.Length} queries gave the same ids in the same order on both sides; they find {totals[totals.Count / 2]:N0} places in the median, {totals[^1]:N0} at most.");
    }

    /// <summary>
    /// The words whose stems tell the same words of all texts apart on both sides: here accents do not count, there they do,
    /// and the lists of stop words differ.
    /// </summary>
    private static async Task<string[]> SameWordsAsync(Table table, MatchSide ours, PostgisSide theirs)
    {
        var all = Texts(ours).SelectMany(text => text.Terms.Select(term => term.Word)).Concat(MatchVocabulary.Words).Distinct().ToArray();
        var lexemes = await theirs.LexemesAsync(all);
        var pairs = all.Select((word, i) => (Word: word, Term: FrenchAnalysis.Tokens(word).FirstOrDefault()?.Term ?? string.Empty, Lexeme: lexemes[i])).ToList();
        var byTerm = pairs.ToLookup(pair => pair.Term);
        var byLexeme = pairs.ToLookup(pair => pair.Lexeme);
        var known = pairs.ToDictionary(pair => pair.Word);
        var same = MatchVocabulary.Words.Where(word => byTerm[known[word].Term].ToHashSet().SetEquals(byLexeme[known[word].Lexeme])).ToArray();
        Say(table, $"Looked for are {same.Length} of {MatchVocabulary.Words.Length} words, those that both stemmers tell apart from all {all.Length:N0} words of the texts alike.");
        return same;
    }

    private static IEnumerable<AnalysedText> Texts(MatchSide ours) => ours.View.ResourceShelf.Records.Select(record => record.Text);

    private static IEnumerable<(NearbyRow Row, string Words)> Rows(MatchSide ours) =>
        ours.View.ResourceShelf.Records.Select(record => (record.Nearby!, string.Join(' ', record.Text.Terms.Select(term => term.Word))));

    private static void Say(Table table, FormattableString text)
    {
        table.Note(text.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
