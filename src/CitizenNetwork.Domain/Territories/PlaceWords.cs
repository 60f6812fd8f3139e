using System.Collections.Frozen;
using System.Text;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// The words of a place's name in the one spelling under which names are compared: without accents, ligatures, case and
/// punctuation; « St », « Ste », « s/ » and their like written out; « CEDEX 01 » gone; « 15ème arrondissement » as 15.
/// </summary>
internal sealed class PlaceWords
{
    private static readonly FrozenDictionary<string, string[]> s_writtenOut = new Dictionary<string, string[]>
    {
        ["st"] = ["saint"],
        ["ste"] = ["sainte"],
        ["sts"] = ["saints"],
        ["stes"] = ["saintes"],
        ["s"] = ["sur"],
        ["sr"] = ["sur"],
        ["ss"] = ["sous"],
        ["lez"] = ["les"],
        ["mt"] = ["mont"],
        ["mts"] = ["monts"],
        ["nd"] = ["notre", "dame"],
        ["arrondissement"] = [],
        ["arrondissements"] = [],
        ["arrdt"] = [],
        ["ardt"] = [],
        ["arr"] = [],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_small = new[] { "le", "la", "les", "l", "de", "du", "des", "d", "et" }.ToFrozenSet();

    private PlaceWords(IReadOnlyList<string> words) => Words = words;

    /// <summary>The words in their order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words with a blank between them.</summary>
    public string Text => string.Join(' ', Words);

    /// <summary>Without small words and blanks: « Lens Liévin » and « Lens - Liévin », « Rochelle » and « La Rochelle ».</summary>
    public string Compact => string.Concat(Large);

    /// <summary>The large words in the order of the alphabet: « Lyon Métropole » and « Métropole de Lyon ».</summary>
    public string Bag => string.Join(' ', Large.Order(StringComparer.Ordinal));

    /// <summary>Whether only small words are there: an article.</summary>
    public bool IsSmall => Words.All(s_small.Contains);

    private IEnumerable<string> Large => IsSmall ? Words : Words.Where(word => !s_small.Contains(word));

    public static PlaceWords Of(string text)
    {
        List<string> words = [];
        var folded = TextFolding.Fold(text);
        StringBuilder word = new();
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsLetterOrDigit(folded[i]))
            {
                word.Append(folded[i]);
                continue;
            }

            if (folded[i] == '/' && word.Length == 1 && word[0] == 's' && IsLoneS(folded, i + 1))
            {
                // « s/s » is « sous »: the second s goes with the first.
                word.Append('s');
                i++;
            }

            Flush();
            if (folded[i] == '&')
            {
                Take("et");
            }
        }

        Flush();
        DropCedex(words);
        Ordinals.ReadRoman(words);
        return new PlaceWords(words);

        void Flush()
        {
            if (word.Length > 0)
            {
                Take(word.ToString());
                word.Clear();
            }
        }

        void Take(string taken)
        {
            if (s_writtenOut.TryGetValue(taken, out var full))
            {
                words.AddRange(full);
            }
            else
            {
                words.Add(Ordinals.Plain(taken));
            }
        }
    }

    /// <summary>The words from one on.</summary>
    public PlaceWords From(int first) => new([.. Words.Skip(first)]);

    private static bool IsLoneS(string text, int at) => at < text.Length && text[at] == 's' && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]));

    /// <summary>CEDEX and the number after it say where mail is sorted, not where a place is.</summary>
    private static void DropCedex(List<string> words)
    {
        if (words.IndexOf("cedex") is var at and >= 0)
        {
            words.RemoveRange(at, at + 1 < words.Count && words[at + 1].Length <= 2 && words[at + 1].All(char.IsAsciiDigit) ? 2 : 1);
        }
    }
}
