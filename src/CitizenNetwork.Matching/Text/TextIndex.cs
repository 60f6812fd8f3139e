using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Text;

/// <summary>
/// Which of some neighbouring rows hold a term, and how often. A row whose counts do not fit a <see cref="Posting"/> is left
/// out: <see cref="Holds"/> says so, and its text has to be read. Immutable.
/// </summary>
internal sealed class TextIndex
{
    /// <summary>Most rows of one index: what a posting can name.</summary>
    public const int MaxRows = 2_048;

    private readonly int[] _hashes;
    private readonly string[] _terms;
    private readonly int[] _starts;
    private readonly Posting[] _postings;
    private readonly ulong[] _holds;
    private readonly TextLengths[] _lengths;

    private TextIndex(int[] hashes, string[] terms, int[] starts, Posting[] postings, ulong[] holds, TextLengths[] lengths)
    {
        _hashes = hashes;
        _terms = terms;
        _starts = starts;
        _postings = postings;
        _holds = holds;
        _lengths = lengths;
    }

    public static TextIndex Empty { get; } = new([], [], [0], [], new ulong[MaxRows / 64], []);

    /// <param name="texts">Text of each row; null: an empty row.</param>
    public static TextIndex Of(ReadOnlySpan<AnalysedText?> texts)
    {
        Dictionary<string, int> places = [];
        List<int> counts = [];
        var holds = new ulong[MaxRows / 64];
        var lengths = new TextLengths[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts[row] is { } text && Posting.Fits(text) && TextLengths.Of(text) is { } fitting)
            {
                holds[row >> 6] |= 1UL << (row & 63);
                lengths[row] = fitting;
                foreach (var term in text.Terms)
                {
                    ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, term.Term, out var isKnown);
                    if (!isKnown)
                    {
                        place = counts.Count;
                        counts.Add(0);
                    }

                    counts[place]++;
                }
            }
        }

        var terms = new string[places.Count];
        var hashes = new int[places.Count];
        var order = new int[places.Count];
        foreach (var (term, place) in places)
        {
            terms[place] = term;
            hashes[place] = HashOf(term);
            order[place] = place;
        }

        Array.Sort(hashes, order);
        var starts = new int[places.Count + 1];
        var ends = new int[places.Count];
        for (var i = 0; i < order.Length; i++)
        {
            starts[i + 1] = starts[i] + counts[order[i]];
            ends[order[i]] = starts[i];
        }

        var postings = new Posting[starts[^1]];
        for (var row = 0; row < texts.Length; row++)
        {
            if ((holds[row >> 6] & (1UL << (row & 63))) != 0)
            {
                foreach (var term in texts[row]!.Terms)
                {
                    postings[ends[places[term.Term]]++] = new Posting(row, term);
                }
            }
        }

        return new TextIndex(hashes, Array.ConvertAll(order, place => terms[place]), starts, postings, holds, lengths);
    }

    public static int HashOf(string term) => string.GetHashCode(term, StringComparison.Ordinal);

    /// <summary>Bits of the rows that it holds.</summary>
    public ReadOnlySpan<ulong> Holds => _holds;

    public TextLengths LengthsOf(int row) => _lengths[row];

    /// <summary>The rows that hold a term, in their order.</summary>
    /// <param name="term">The term.</param>
    /// <param name="hash">Its <see cref="HashOf"/>.</param>
    public ReadOnlySpan<Posting> Find(string term, int hash)
    {
        var place = _hashes.AsSpan().BinarySearch(hash);
        if (place < 0)
        {
            return [];
        }

        while (place > 0 && _hashes[place - 1] == hash)
        {
            place--;
        }

        for (; place < _hashes.Length && _hashes[place] == hash; place++)
        {
            if (string.Equals(_terms[place], term, StringComparison.Ordinal))
            {
                return _postings.AsSpan(_starts[place].._starts[place + 1]);
            }
        }

        return [];
    }
}

/// <summary>One term of one row with its counts, in 32 bits.</summary>
internal readonly struct Posting(int row, TermCount term)
{
    private const int MaxInTitle = 31;
    private const int MaxInTags = 31;
    private const int MaxInDescription = 2_047;

    private readonly uint _bits = (uint)row | ((uint)term.Title << 11) | ((uint)term.Tags << 16) | ((uint)term.Description << 21);

    public int Row => (int)(_bits & (TextIndex.MaxRows - 1));

    public int Title => (int)((_bits >> 11) & MaxInTitle);

    public int Tags => (int)((_bits >> 16) & MaxInTags);

    public int Description => (int)(_bits >> 21);

    public static bool Fits(AnalysedText text)
    {
        foreach (var term in text.Terms)
        {
            if (term.Title > MaxInTitle || term.Tags > MaxInTags || term.Description > MaxInDescription)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Words of the fields of one row, in 32 bits.</summary>
internal readonly struct TextLengths
{
    /// <summary>Most words of a title or of tags.</summary>
    public const int MaxShort = 1_023;

    /// <summary>Most words of a description.</summary>
    public const int MaxLong = 4_095;

    private readonly uint _bits;

    private TextLengths(AnalysedText text) => _bits = (uint)text.Title | ((uint)text.Tags << 10) | ((uint)text.Description << 20);

    public int Title => (int)(_bits & MaxShort);

    public int Tags => (int)((_bits >> 10) & MaxShort);

    public int Description => (int)(_bits >> 20);

    /// <summary>Null: they do not fit.</summary>
    public static TextLengths? Of(AnalysedText text) =>
        text.Title <= MaxShort && text.Tags <= MaxShort && text.Description <= MaxLong ? new TextLengths(text) : null;
}
