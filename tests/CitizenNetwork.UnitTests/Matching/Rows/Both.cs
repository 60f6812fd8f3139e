using System.Text.Json;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.Rows;

/// <summary>Asks the columns and, candidate by candidate, the exhaustive evaluation; both have to say the same, to the last bit.</summary>
internal static class Both
{
    public static Matcher Fast { get; } = new(Territories, Themes);

    public static Matcher Exhaustive { get; } = new(Territories, Themes) { IsExhaustive = true };

    public static void AgreeOn(CatalogueView view, MatchQuery query) =>
        Assert.Equal(Written(Exhaustive.Suggest(view, query)), Written(Fast.Suggest(view, query)));

    public static void AgreeOn(CatalogueView view, MatchQuery query, string candidate) =>
        Assert.Equal(Written(Exhaustive.Explain(view, query, candidate)), Written(Fast.Explain(view, query, candidate)));

    /// <summary>Asks for a first page of every category, a later one, and explanations.</summary>
    public static void AgreeOnAll(CatalogueView view, GeneratedWorld world, DateOnly day)
    {
        var (asker, preferences) = world.MakeQuestion(view);
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            MatchQuery query = new(asker, preferences, category, 0, 10, day);
            AgreeOn(view, query);
            AgreeOn(view, query with { Skip = world.Number(400), Take = world.Number(20) });
        }

        AgreeOn(view, new MatchQuery(asker, preferences, MatchCategory.Partner, 0, 0, day), world.AnyCandidate());
    }

    // Counts are tuples, whose parts are fields.
    private static readonly JsonSerializerOptions s_json = new() { IncludeFields = true };

    private static string Written<T>(T answer) => JsonSerializer.Serialize(answer, s_json);
}
