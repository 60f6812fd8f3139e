using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.UnitTests.Matching.Text;

/// <summary>
/// Texts of a town: bikes are spoken of in two ways that never meet in one text but share their neighbours (guidon, pneu,
/// selle…), beside gardens, music and meals with words of their own.
/// </summary>
internal static class SmallCorpus
{
    private static readonly string[][] s_fields =
    [
        ["guidon", "pneu", "selle", "pédale", "chaîne", "freins", "roue", "antivol"],
        ["semis", "compost", "tomates", "arrosage", "terreau", "plantes", "récolte", "serre"],
        ["concert", "guitare", "chorale", "scène", "piano", "orchestre", "danse", "spectacle"],
        ["cuisine", "soupe", "recette", "légumes", "four", "dessert", "table", "convives"],
    ];

    private static readonly string[][] s_ways = [["atelier vélo", "réparation cycles"], ["jardin partagé", "potager collectif"], ["musique amateur", "fête populaire"], ["repas solidaire", "cantine bénévole"]];

    public static IReadOnlyList<string> Titles(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var field = i % s_fields.Length;
                var words = s_fields[field].OrderBy(_ => random.Next()).Take(4);
                return $"{s_ways[field][random.Next(2)]} {string.Join(' ', words)}";
            }),
        ];
    }

    public static IReadOnlyList<AnalysedText> Texts(int count = 240, int seed = 5) => [.. Titles(count, seed).Select(Text)];

    public static AnalysedText Text(string title) => AnalysedText.Of(title, string.Empty, string.Empty);

    public static QueryTerm[] Query(string words) => [.. FrenchAnalysis.Tokens(words).Select(token => new QueryTerm(token.Term, 1, token.Word))];
}
