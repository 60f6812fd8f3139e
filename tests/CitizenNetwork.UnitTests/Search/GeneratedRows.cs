using System.Collections.Frozen;
using System.Collections.Immutable;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.UnitTests.Perimeters;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>
/// Records of all France, overseas included, and what is asked of them; the same for the same seed. Some lie at the centre of
/// their commune, as records without a position do, so that many are equally near; a few lie at the ends of the Earth.
/// </summary>
internal sealed class GeneratedRows(int seed)
{
    /// <summary>A word of so many records at most is in none of the lists of frequent words.</summary>
    private const int RareWords = 400;

    private static readonly string[] s_words =
    [
        "atelier", "vélo", "jardin", "partagé", "quartier", "jeunes", "repas", "culture", "musique", "entraide", "compost", "logement", "débat", "école", "marché", "réparation",
        "théâtre", "bibliothèque", "cuisine", "couture", "bricolage", "énergie", "solaire", "forêt", "rivière", "mémoire", "cinéma", "danse", "peinture", "potager",
    ];

    private static readonly string[] s_themes = ["mobility", "culture", "food", "housing", "health", "youth", "digital", "citizenship"];

    private static readonly GeoPoint[] s_centres =
        [.. CommittedTable.Value.All.Where(one => one is { Kind: PerimeterKind.Commune, Centre: not null }).OrderBy(one => one.Code.Value, StringComparer.Ordinal).Select(one => one.Centre!.Value)];

    private static readonly GeoPoint[] s_ends =
        [new(90, 0), new(-90, 12), new(0, 180), new(0, -180), new(-17.7, 179.99), new(-17.7, -179.99), new(89.99, 45), new(0, 0)];

    private readonly Random _random = new(seed);

    /// <summary>A space in which every word has a place of its own choosing; nothing was learned.</summary>
    public static TextSpace Space { get; } = MakeSpace();

    public List<NearbyRow> Rows(int count) => [.. Enumerable.Range(0, count).Select(i => Row($"resources/r-{i}"))];

    public NearbyRow Row(string name) => new(name, name, Point(), Some(s_themes, 3), AnalysedText.Of(Words(3), string.Empty, Words(5)));

    public NearbyQuery Query() => new(
        MatchCategory.Resource,
        _random.Next(4) == 0 ? One(s_ends) : Point(),
        _random.Next(8) switch { 0 => 0, 1 => 20_000_000, 2 => 1_100_000, 3 => _random.Next(2_000), _ => _random.Next(300_000) },
        _random.Next(2) == 0 ? [] : Some(s_themes, 2),
        _random.Next(5) switch { 0 or 1 => string.Empty, 2 => RareWord(), 3 => Words(3), _ => $"introuvable {RareWord()}" },
        _random.Next(3) == 0 ? SearchOrder.Text : SearchOrder.Distance,
        _random.Next(5) == 0 ? _random.Next(200) : 0,
        1 + _random.Next(50));

    private GeoPoint Point()
    {
        var centre = s_centres[_random.Next(s_centres.Length)];
        return _random.Next(50) == 0 ? One(s_ends)
            : _random.Next(3) == 0 ? One(s_centres.AsSpan(0, 20))
            : new GeoPoint(centre.Latitude + ((_random.NextDouble() - 0.5) / 10), centre.Longitude + ((_random.NextDouble() - 0.5) / 10));
    }

    /// <summary>The first words most often.</summary>
    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => _random.Next(10) == 0 ? RareWord() : s_words[(int)(s_words.Length * Math.Pow(_random.NextDouble(), 3))]));

    private string RareWord() => $"zx{(char)('a' + _random.Next(20))}{(char)('a' + _random.Next(RareWords / 20))}q";

    private ImmutableArray<string> Some(string[] all, int most) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => One(all)).Distinct()];

    private T One<T>(ReadOnlySpan<T> all) => all[_random.Next(all.Length)];

    private static TextSpace MakeSpace()
    {
        Random random = new(7);
        var terms = s_words.SelectMany(FrenchAnalysis.Tokens).Select(token => token.Term).Distinct().Select((term, row) => (term, row)).ToFrozenDictionary(entry => entry.term, entry => entry.row);
        return new TextSpace(terms, [.. Enumerable.Range(0, terms.Count * TextSpace.Dimensions).Select(_ => (random.NextSingle() * 2) - 1)]);
    }
}
