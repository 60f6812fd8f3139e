using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
/// <param name="Token">The term, with the first word of the record that has it, for the reason's sentence.</param>
/// <param name="Title">Occurrences in the title.</param>
/// <param name="Tags">Occurrences in the words of kinds and themes.</param>
/// <param name="Description">Occurrences in the description.</param>
internal readonly record struct TermCount(Token Token, ushort Title, ushort Tags, ushort Description)
{
    public string Term => Token.Term;

    public string Word => Token.Word;
}

/// <summary>A record's text, analysed once when it enters the catalogue so that no query analyses it again.</summary>
internal sealed class AnalysedText
{
    // Words of the text that a thread is analysing: emptied for each, since making it anew costs more than the words.
    [ThreadStatic]
    private static Dictionary<string, TermCount>? s_terms;

    // Its place in the space that was asked for last: remembered, so that a query computes none.
    private volatile Placed? _placed;

    private AnalysedText(ImmutableArray<TermCount> terms, int title, int tags, int description)
    {
        Terms = terms;
        Title = title;
        Tags = tags;
        Description = description;
    }

    /// <summary>Terms in ordinal order.</summary>
    public ImmutableArray<TermCount> Terms { get; }

    /// <summary>Words of the title.</summary>
    public int Title { get; }

    /// <summary>Words of kinds and themes.</summary>
    public int Tags { get; }

    /// <summary>Words of the description.</summary>
    public int Description { get; }

    public static AnalysedText Of(string title, string tags, string description)
    {
        var terms = s_terms ??= new Dictionary<string, TermCount>(StringComparer.Ordinal);
        terms.Clear();

        // Tags last: a word that people will read is one that the record itself writes.
        var (inTitle, inDescription, inTags) = (Count(TextField.Title, title), Count(TextField.Description, description), Count(TextField.Tags, tags));
        var ordered = new TermCount[terms.Count];
        terms.Values.CopyTo(ordered, 0);
        Array.Sort(ordered, static (a, b) => string.CompareOrdinal(a.Term, b.Term));
        return new AnalysedText(ImmutableCollectionsMarshal.AsImmutableArray(ordered), inTitle, inTags, inDescription);

        int Count(TextField field, string text)
        {
            var length = 0;
            foreach (var token in FrenchAnalysis.Tokens(text))
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(terms, token.Term, out var isKnown);
                count = isKnown ? count : new TermCount(token, 0, 0, 0);
                count = field switch
                {
                    TextField.Title => count with { Title = OneMore(count.Title) },
                    TextField.Tags => count with { Tags = OneMore(count.Tags) },
                    _ => count with { Description = OneMore(count.Description) },
                };
                length++;
            }

            return length;
        }
    }

    /// <summary>Whether both hold the same words as often; then one can stand for the other.</summary>
    public bool IsSame(AnalysedText other) =>
        (Title, Tags, Description) == (other.Title, other.Tags, other.Description) && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

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

    private static ushort OneMore(ushort count) => count == ushort.MaxValue ? count : (ushort)(count + 1);

    private sealed record Placed(object Space, float[]? Place);
}
