using System.Text;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Matching.Text;

/// <summary>One word that counts.</summary>
/// <param name="Term">Its stem without accents: what is compared.</param>
/// <param name="Word">The word in lower case with its accents: what is shown.</param>
public readonly record struct Token(string Term, string Word);

/// <summary>
/// Cuts French text into comparable words: elision dropped (l'atelier), stop words dropped, stemmed with accents, then
/// folded, so that « vélos » meets « VELO ».
/// </summary>
public static class FrenchAnalysis
{
    /// <summary>Shorter words say nothing.</summary>
    private const int MinLength = 2;

    /// <summary>Up to this length a final s belongs to the word: bus, bois, avis.</summary>
    private const int MinPluralLength = 4;

    /// <summary>The words that count, in the order of the text.</summary>
    public static IEnumerable<Token> Tokens(string text)
    {
        var lower = text.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        var start = 0;
        for (var i = 0; i <= lower.Length; i++)
        {
            if (i < lower.Length && char.IsLetterOrDigit(lower[i]))
            {
                continue;
            }

            var word = lower[start..i];
            var isElided = i < lower.Length && lower[i] is '\'' or '’' && FrenchStopWords.IsElided(word);
            start = i + 1;
            if (!isElided && IsWorthKeeping(word))
            {
                yield return new Token(TermOf(word), word);
            }
        }
    }

    private static string TermOf(string word)
    {
        var stem = TextFolding.Fold(FrenchStemmer.Stem(word));

        // The stemmer keeps the s of « vélos », for fear of « repas »: both lose it here, always, so nothing is told apart wrongly.
        return stem.Length > MinPluralLength && stem[^1] == 's' && "aiou".Contains(stem[^2], StringComparison.Ordinal) ? stem[..^1] : stem;
    }

    private static bool IsWorthKeeping(string word) =>
        word.Length >= MinLength && !word.All(char.IsDigit) && !FrenchStopWords.Contains(word);
}
