using System.Collections.Concurrent;
using System.Text;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Matching.Text;

/// <summary>One word that counts.</summary>
/// <param name="Term">Its stem without accents: what is compared.</param>
/// <param name="Word">The word in lower case with its accents: what is shown.</param>
public sealed record Token(string Term, string Word);

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

    /// <summary>Words remembered with their stems, so that records share them and no word is stemmed twice; of more, the rest is analysed anew.</summary>
    private const int MaxRemembered = 300_000;

    // Null: a word that does not count.
    private static readonly ConcurrentDictionary<string, Token?> s_known = new(StringComparer.Ordinal);
    private static int s_remembered;

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

            var (from, length) = (start, i - start);
            start = i + 1;
            if (length < MinLength || (i < lower.Length && lower[i] is '\'' or '’' && FrenchStopWords.IsElided(lower.Substring(from, length))))
            {
                continue;
            }

            if (TokenOf(lower.AsSpan(from, length)) is { } token)
            {
                yield return token;
            }
        }
    }

    private static Token? TokenOf(ReadOnlySpan<char> span)
    {
        if (s_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(span, out var known))
        {
            return known;
        }

        var word = span.ToString();
        var token = IsWorthKeeping(word) ? new Token(TermOf(word), word) : null;
        if (Volatile.Read(ref s_remembered) < MaxRemembered && s_known.TryAdd(word, token))
        {
            Interlocked.Increment(ref s_remembered);
        }

        return token;
    }

    private static string TermOf(string word)
    {
        var stem = TextFolding.Fold(FrenchStemmer.Stem(word));

        // The stemmer keeps the s of « vélos », for fear of « repas »: both lose it here, always, so nothing is told apart wrongly.
        return stem.Length > MinPluralLength && stem[^1] == 's' && "aiou".Contains(stem[^2], StringComparison.Ordinal) ? stem[..^1] : stem;
    }

    private static bool IsWorthKeeping(string word) =>
        !word.All(char.IsDigit) && !FrenchStopWords.Contains(word);
}
