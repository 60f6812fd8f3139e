using System.Collections.Frozen;
using System.Text;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>Splits names and addresses into comparable words.</summary>
internal static class Wording
{
    /// <summary>Words that bind others and mean nothing themselves.</summary>
    private static readonly FrozenSet<string> s_particles = FrozenSet.ToFrozenSet(
        ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "s", "sur", "sous", "pour", "par", "chez", "un", "une", "the", "of"]);

    private static readonly FrozenDictionary<string, string> s_written = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["st"] = "saint",
        ["ste"] = "sainte",
        ["sts"] = "saints",
        ["r"] = "rue",
        ["av"] = "avenue",
        ["ave"] = "avenue",
        ["bd"] = "boulevard",
        ["bld"] = "boulevard",
        ["blvd"] = "boulevard",
        ["pl"] = "place",
        ["rte"] = "route",
        ["che"] = "chemin",
        ["chem"] = "chemin",
        ["imp"] = "impasse",
        ["all"] = "allee",
        ["allees"] = "allee",
        ["fg"] = "faubourg",
        ["sq"] = "square",
        ["gal"] = "general",
        ["dr"] = "docteur",
        ["pdt"] = "president",
        ["assoc"] = "association",
        ["asso"] = "association",
        ["bib"] = "bibliotheque",
        ["biblio"] = "bibliotheque",
        ["mediateque"] = "mediatheque",
        ["ctre"] = "centre",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words in their order, folded, without particles, usual abbreviations written out.</summary>
    public static List<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        var sinceDot = 0;

        // One more than there is: what ends the last word. Dots within abbreviations ("C.C.A.S.") join their letters.
        foreach (var character in $"{TextFolding.Fold(text)} ")
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(character);
                sinceDot++;
            }
            else
            {
                if (character != '.' || sinceDot != 1)
                {
                    Add();
                }

                sinceDot = 0;
            }
        }

        return words;

        void Add()
        {
            var read = word.ToString();
            word.Clear();
            if (read.Length > 0 && !s_particles.Contains(read))
            {
                words.Add(s_written.GetValueOrDefault(read, read));
            }
        }
    }

    /// <summary>Whether two words are the same but for a slip of the pen: longer words may differ more, numbers not at all.</summary>
    public static bool AreAlike(string a, string b)
    {
        if (a == b)
        {
            return true;
        }

        var longest = Math.Max(a.Length, b.Length);
        var slips = longest >= LettersForTwoSlips ? 2 : longest >= LettersForOneSlip ? 1 : 0;
        return slips > 0 && Math.Abs(a.Length - b.Length) <= slips && !char.IsDigit(a[0]) && !char.IsDigit(b[0]) && EditDistance.Between(a, b, slips) <= slips;
    }

    /// <summary>Letters from which a word may hold one slip: the shorter have too many neighbours that mean something else.</summary>
    private const int LettersForOneSlip = 6;

    /// <summary>Letters from which it may hold two.</summary>
    private const int LettersForTwoSlips = 10;
}
