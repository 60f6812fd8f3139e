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
    /// Score that is worth one half: what one word gives that a single record of the category bears, once, in a title of
    /// average length.
    /// </summary>
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
}
