using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Text;

/// <summary>A term that is looked for.</summary>
/// <param name="Term">The term.</param>
/// <param name="Weight">What it counts, 0 to 1: words of a title more than those of a description.</param>
/// <param name="Word">The first word of the asker that has this term, for the reason's sentence.</param>
internal readonly record struct QueryTerm(string Term, double Weight, string Word);

/// <summary>
/// BM25F (Robertson and Zaragoza, « The Probabilistic Relevance Framework », 2009): term counts of the fields are added
/// up, weighed and normalised by the field's length, before they saturate.
/// </summary>
internal static class Bm25F
{
    /// <summary>Count at which a term has given half of what it can.</summary>
    private const double Saturation = 1.2;

    private const double TitleWeight = 2.5;
    private const double TagsWeight = 1.5;
    private const double DescriptionWeight = 1.0;

    /// <summary>
    /// score / (score + c), where c is what one word gives that a single record of the category bears, once, in a title of
    /// average length: sharing as much as one such word is worth one half. Also gives the shared words that the record itself
    /// writes, strongest first; null when nothing is shared at all.
    /// </summary>
    public static (double Value, ImmutableArray<string>? Shared) Value(ImmutableArray<QueryTerm> query, AnalysedText text, TextStatistics statistics, int shown)
    {
        var score = 0.0;
        List<(double Part, TermCount Found)> parts = [];
        foreach (var term in query)
        {
            if (text.Find(term.Term) is { } found)
            {
                var part = term.Weight * statistics.Rarity(term.Term) * Saturated(Frequency(found, text, statistics));
                score += part;
                parts.Add((part, found));
            }
        }

        if (parts.Count == 0)
        {
            return (0, null);
        }

        return (
            score / (score + Half(statistics)),
            [.. parts.Where(part => part.Found.Title + part.Found.Description > 0).OrderByDescending(part => part.Part).ThenBy(part => part.Found.Word, StringComparer.Ordinal).Take(shown).Select(part => part.Found.Word)]);
    }

    /// <summary>Share of the query's words that the text holds, rare ones counting more; null when the query has no word.</summary>
    public static double? Coverage(ImmutableArray<QueryTerm> query, AnalysedText text, TextStatistics statistics)
    {
        double all = 0, found = 0;
        foreach (var term in query)
        {
            var weight = term.Weight * statistics.Rarity(term.Term);
            all += weight;
            found += text.Find(term.Term) is null ? 0 : weight;
        }

        return all > 0 ? found / all : null;
    }

    /// <summary>Score that is worth one half.</summary>
    public static double Half(TextStatistics statistics) => statistics.GreatestRarity * Saturated(TitleWeight);

    /// <summary>Count of a term, fields added up; the divisors are those of <see cref="Divisor"/> for the text's lengths.</summary>
    public static double Frequency(int title, int tags, int description, double titleDivisor, double tagsDivisor, double descriptionDivisor) =>
        (TitleWeight * title / titleDivisor) + (TagsWeight * tags / tagsDivisor) + (DescriptionWeight * description / descriptionDivisor);

    /// <summary>What the counts of a field are divided by when it has so many words.</summary>
    public static double Divisor(TextField field, int words, TextStatistics statistics)
    {
        var effect = field switch { TextField.Title => 0.5, TextField.Tags => 0.3, _ => 0.75 };
        var average = statistics.AverageLength(field);
        return 1 - effect + (effect * (average > 0 ? words / average : 1));
    }

    public static double Saturated(double frequency) => frequency / (Saturation + frequency);

    private static double Frequency(TermCount count, AnalysedText text, TextStatistics statistics) => Frequency(
        count.Title,
        count.Tags,
        count.Description,
        Divisor(TextField.Title, text.Title, statistics),
        Divisor(TextField.Tags, text.Tags, statistics),
        Divisor(TextField.Description, text.Description, statistics));
}
