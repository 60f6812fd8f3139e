using System.Text;
using System.Text.RegularExpressions;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Testing;
using Npgsql;

namespace CitizenNetwork.UnitTests.Matching.Text;

/// <summary>
/// Our French words against the dictionary <c>french_stem</c> of a PostgreSQL, word by word, over the words of real data.
/// The algorithm is that of the Snowball which PostgreSQL 15 carries; later Snowballs stem some words otherwise, so the
/// version of the server stands in the message.
/// </summary>
public sealed partial class StemmerAgreementTests
{
    /// <summary>Fewer would be another corpus.</summary>
    private const int MinWords = 20_000;

    private static readonly string[] s_files =
    [
        "fonds-vert-2023/fonds-vert-2023.csv", "aides-territoires/aides-periurbain.csv", "budget-participatif-paris/bp_projets_laureats.csv",
        "acteurs-mednum/lieux-unifies.csv", "dgcl-dotations-projets/dgcl-projets-2018.csv",
    ];

    [SkippableFact]
    public async Task Stem_WordsOfRealData_IsThatOfPostgres()
    {
        var words = RealWords();
        Assert.True(words.Length >= MinWords, $"Only {words.Length} words were found.");
        var (theirs, version) = await StemsAsync(words);

        // Words that its dictionary drops have no stem there.
        var differing = words.Zip(theirs).Where(pair => pair.Second is { } stem && stem != FrenchStemmer.Stem(pair.First))
            .Select(pair => $"{pair.First}: {FrenchStemmer.Stem(pair.First)}, there {pair.Second}").ToList();

        Assert.True(differing.Count == 0, $"{differing.Count} of {words.Length} words differ from PostgreSQL {version}: {string.Join("; ", differing.Take(50))}");
        Assert.True(theirs.Count(stem => stem is not null) >= MinWords);
    }

    [SkippableFact]
    public async Task StopWords_OfPostgres_AreDroppedHereToo()
    {
        var words = RealWords();
        var (theirs, _) = await StemsAsync(words);
        var kept = words.Zip(theirs).Where(pair => pair.Second is null && FrenchAnalysis.Tokens(pair.First).Any()).Select(pair => pair.First);

        // The other way round ours are more: PostgreSQL's list has neither « les » nor what every record of the field holds.
        Assert.Empty(kept);
    }

    private static string[] RealWords()
    {
        SortedSet<string> words = new(StringComparer.Ordinal);
        foreach (var file in s_files)
        {
            var text = File.ReadAllText(Repository.RequireRealData(file.Split('/'))).Normalize(NormalizationForm.FormC).ToLowerInvariant();
            foreach (var word in Word().EnumerateMatches(text))
            {
                words.Add(text.Substring(word.Index, word.Length));
            }
        }

        return [.. words];
    }

    /// <summary>Stems in the order of the words; null for a stop word.</summary>
    private static async Task<(IReadOnlyList<string?> Stems, string Version)> StemsAsync(string[] words)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(TestPostgres.Server()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("SELECT (ts_lexize('french_stem', word))[1] FROM unnest($1::text[]) WITH ORDINALITY AS given(word, place) ORDER BY place", connection)
        {
            Parameters = { new NpgsqlParameter { Value = words } },
        };
        List<string?> stems = new(words.Length);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            stems.Add(await reader.IsDBNullAsync(0) ? null : reader.GetString(0));
        }

        return (stems, connection.PostgreSqlVersion.ToString());
    }

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Word();
}
