using System.Collections.Immutable;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Text;

/// <summary>Parts of a record's text, weighed differently.</summary>
internal enum TextField
{
    Title = 0,
    Tags = 1,
    Description = 2,
}

/// <summary>How often a term occurs in each field of one record.</summary>
/// <param name="Term">The term.</param>
/// <param name="Word">The first word of the record that has this term, for the reason's sentence.</param>
/// <param name="Title">Occurrences in the title.</param>
/// <param name="Tags">Occurrences in the words of kinds and themes.</param>
/// <param name="Description">Occurrences in the description.</param>
internal readonly record struct TermCount(string Term, string Word, int Title, int Tags, int Description)
{
    public int In(TextField field) => field switch
    {
        TextField.Title => Title,
        TextField.Tags => Tags,
        _ => Description,
    };
}

/// <summary>A record's text, analysed once when it enters the catalogue so that no query analyses it again.</summary>
internal sealed class AnalysedText
{
    // Its place in the space that was asked for last: remembered, so that a query computes none.
    private volatile Placed? _placed;

    private AnalysedText(ImmutableArray<TermCount> terms, ImmutableArray<int> lengths)
    {
        Terms = terms;
        Lengths = lengths;
    }

    /// <summary>Terms in ordinal order.</summary>
    public ImmutableArray<TermCount> Terms { get; }

    /// <summary>Words of each field, by <see cref="TextField"/>.</summary>
    public ImmutableArray<int> Lengths { get; }

    public static AnalysedText Of(string title, string tags, string description)
    {
        SortedDictionary<string, TermCount> terms = new(StringComparer.Ordinal);

        // Tags last: a word that people will read is one that the record itself writes.
        var (inTitle, inDescription, inTags) = (Count(TextField.Title, title), Count(TextField.Description, description), Count(TextField.Tags, tags));
        ImmutableArray<int> lengths = [inTitle, inTags, inDescription];
        return new AnalysedText([.. terms.Values], lengths);

        int Count(TextField field, string text)
        {
            var length = 0;
            foreach (var (term, word) in FrenchAnalysis.Tokens(text))
            {
                var count = terms.TryGetValue(term, out var known) ? known : new TermCount(term, word, 0, 0, 0);
                terms[term] = field switch
                {
                    TextField.Title => count with { Title = count.Title + 1 },
                    TextField.Tags => count with { Tags = count.Tags + 1 },
                    _ => count with { Description = count.Description + 1 },
                };
                length++;
            }

            return length;
        }
    }

    /// <summary>Where it lies in a space; null when the space knows none of its words.</summary>
    public float[]? In(TextSpace space)
    {
        var placed = _placed;
        if (placed?.Space != space.Key)
        {
            _placed = placed = new Placed(space.Key, space.Of(this));
        }

        return placed.Place;
    }

    public TermCount? Find(string term)
    {
        int low = 0, high = Terms.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Terms[middle].Term, term);
            if (order == 0)
            {
                return Terms[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private sealed record Placed(object Space, float[]? Place);
}
