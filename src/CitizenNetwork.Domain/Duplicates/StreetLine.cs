using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>Number and street of an address, as far as two of them can be compared.</summary>
/// <param name="Number">House number with its letter, as 12 or 12bis; empty: none.</param>
/// <param name="Words">Words of the street's name; never empty.</param>
public sealed record StreetLine(string Number, ImmutableArray<string> Words)
{
    /// <summary>Share of the words of two streets that must be alike for one street.</summary>
    private const double SameStreet = 0.66;

    private const int PostCodeLength = 5;

    /// <summary>What tells two houses of one number apart. A single letter further on begins a word: "2 r Haute".</summary>
    private static readonly FrozenSet<string> s_repeats = FrozenSet.ToFrozenSet(["bis", "ter", "quater", "b", "c", "d", "e", "f", "t", "q"]);

    /// <summary>Words that begin what is no street any more.</summary>
    private static readonly FrozenSet<string> s_ends = FrozenSet.ToFrozenSet(["bp", "cs", "cedex", "tsa"]);

    /// <summary>Reads an address; null when it names no street.</summary>
    public static StreetLine? Read(string address)
    {
        var number = string.Empty;
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var word in Wording.Words(address))
        {
            if (s_ends.Contains(word) || (word.Length == PostCodeLength && word.All(char.IsAsciiDigit)))
            {
                break;
            }

            if (words.Count == 0 && number.Length == 0 && char.IsAsciiDigit(word[0]))
            {
                number = word;
            }
            else if (words.Count == 0 && number.Length > 0 && s_repeats.Contains(word))
            {
                number += word;
            }
            else
            {
                words.Add(word);
            }
        }

        return words.Count == 0 ? null : new StreetLine(number, words.ToImmutable());
    }

    /// <summary>Whether both name one street; what only one of them adds (a building, a floor) does not count.</summary>
    public bool IsSameStreet(StreetLine other)
    {
        var (few, many) = Words.Length <= other.Words.Length ? (Words, other.Words) : (other.Words, Words);
        var alike = few.Count(word => many.Any(theirs => Wording.AreAlike(word, theirs)));

        // "Mairie" alone is no street: one word must be all that both have.
        return few.Length == 1 ? many.Length <= 2 && alike == 1 : alike >= SameStreet * few.Length && alike >= 2;
    }
}
