using System.Globalization;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.Matching.Vectors;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>
/// The queries of <see cref="MatchBench"/> in the order of the texts' vectors, against pgvector: the same rows, the same vectors
/// of 64 numbers, the same filters.
/// </summary>
internal sealed class VectorVariant(Table table, MatchSide ours, VectorSide theirs, TextSpace space)
{
    /// <summary>Products that differ by no more may stand in another order: each side adds up 64 numbers in its own.</summary>
    private const double Rounding = 1e-5;

    /// <summary>Measures it, or says why not.</summary>
    public static async Task RunAsync(BenchSettings settings, Table table, MatchSide ours, NearbyQuery[] queries)
    {
        await using var theirs = await VectorSide.OpenAsync(ours.Themes);
        if (theirs is null)
        {
            Say(table, $"pgvector not present: the order by vectors is not compared.");
            return;
        }

        ours.Learn();
        if (ours.View.TextModel.Space is not { } space)
        {
            Say(table, $"Nothing was learned from so few texts: the order by vectors is not compared.");
            return;
        }

        var none = new float[TextSpace.Dimensions];
        await theirs.LoadAsync(ours.View.ResourceShelf.Records.Select(record => (record.Nearby!, string.Join(' ', record.Text.Terms.Select(term => term.Word)), record.Text.In(space) ?? none)));
        VectorVariant variant = new(table, ours, theirs, space);
        NearbyQuery[] asked = [.. queries.Select(query => query with { Order = SearchOrder.Text }).Where(query => variant.Sought(query) is not null)];
        await variant.CompareAsync(asked);
        await variant.MeasureAsync(settings, asked);
    }

    /// <exception cref="InvalidOperationException">An answer differs by more than rounding.</exception>
    private async Task CompareAsync(NearbyQuery[] queries)
    {
        var turned = 0;
        foreach (var query in queries)
        {
            var sought = Sought(query)!;
            List<Likeness> mine = [.. (await FindAsync(0, query)).Records.Select(record => new Likeness(record.Name, ExactDot.Of(sought, ours.View.ResourceShelf.Find(record.Name)!.Text.In(space) ?? new float[TextSpace.Dimensions])))];
            var other = await theirs.FindAsync(query, sought);
            turned += mine.Zip(other).Count(pair => pair.First.Name != pair.Second.Name);

            // The same product at each place; another id only where another row has the same product, within rounding.
            if (mine.Count != other.Count || mine.Zip(other).Any(pair => Math.Abs(pair.First.Value - pair.Second.Value) > Rounding))
            {
                throw new InvalidOperationException($"Other rows for {query}: {string.Join(' ', mine)} instead of {string.Join(' ', other)}.");
            }
        }

        Say(table, $"By vectors: {queries.Length} queries gave the same products in the same order on both sides; at {turned} places rows whose products are equal within {Rounding:0.#####} stood in another order.");
    }

    private async Task MeasureAsync(BenchSettings settings, NearbyQuery[] queries)
    {
        var sought = Array.ConvertAll(queries, query => Sought(query)!);
        var yardstick = table.Row("yardstick: by vectors, PostgreSQL with pgvector, 8 concurrent", "queries/s");
        (TableRow Row, int Callers, Func<int, int, Task> Call)[] rows =
        [
            (yardstick, 8, (caller, turn) => theirs.FindAsync(queries[Place(caller, turn)], sought[Place(caller, turn)])),
            (table.Row("by vectors, by gRPC, one caller", "queries/s").Against(yardstick), 1, (caller, turn) => FindAsync(caller, queries[Place(caller, turn)])),
            (table.Row($"by vectors, by gRPC, {MatchBench.Callers} concurrent", "queries/s").Against(yardstick), MatchBench.Callers, (caller, turn) => FindAsync(caller, queries[Place(caller, turn)])),
        ];
        foreach (var (_, callers, call) in rows)
        {
            await ClosedLoop.RunAsync(callers, settings.WarmUp, call);
        }

        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (row, callers, call) in rows)
            {
                row.Add(await ClosedLoop.RunAsync(callers, row == yardstick ? settings.Duration * 3 : settings.Duration, call));
                row.Report();
            }
        }

        int Place(int caller, int turn) => ((caller * 37) + turn) % queries.Length;
    }

    private Task<V1.SearchNearbyResponse> FindAsync(int caller, NearbyQuery query) => ours.FindAsync(caller, query);

    private float[]? Sought(NearbyQuery query) => NearbySearch.TermsOf(query.Text) is { } terms ? space.Of(terms.AsSpan()) : null;

    private static void Say(Table table, FormattableString text)
    {
        table.Note(text.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
