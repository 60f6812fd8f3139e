using System.Collections.Frozen;
using System.Globalization;

namespace CitizenNetwork.Domain.Territories;

/// <summary>The numbers of arrondissements as people write them.</summary>
internal static class Ordinals
{
    private static readonly FrozenSet<string> s_ordinalEnds = new[] { "er", "ere", "e", "eme", "ieme", "nd", "nde" }.ToFrozenSet();

    /// <summary>Cities whose arrondissements people also write in Roman numbers.</summary>
    private static readonly FrozenSet<string> s_withArrondissements = new[] { "paris", "lyon", "marseille" }.ToFrozenSet();

    private static readonly char[] s_digits = [.. "0123456789"];
    private static readonly char[] s_ordinalLetters = [.. "erm"];

    /// <summary>« 01 », « 1er » and « 1ère » are 1; other words stay.</summary>
    public static string Plain(string word)
    {
        var digits = word.Length - word.TrimStart(s_digits).Length;
        return digits is 1 or 2 && (digits == word.Length || s_ordinalEnds.Contains(word[digits..]))
            ? int.Parse(word.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : word;
    }

    /// <summary>« Paris XVIIIe » is Paris 18; only beside a city that has arrondissements.</summary>
    public static void ReadRoman(List<string> words)
    {
        if (words.Count < 2 || !words.Exists(s_withArrondissements.Contains))
        {
            return;
        }

        for (var i = 0; i < words.Count; i++)
        {
            var letters = words[i].TrimEnd(s_ordinalLetters);
            if (letters.Length > 0 && letters.All(letter => letter is 'i' or 'v' or 'x') && (letters.Length == words[i].Length || s_ordinalEnds.Contains(words[i][letters.Length..])))
            {
                words[i] = Roman(letters).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static int Roman(string letters)
    {
        var sum = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            var value = Value(letters[i]);
            sum += i + 1 < letters.Length && value < Value(letters[i + 1]) ? -value : value;
        }

        return sum;

        static int Value(char letter) => letter switch { 'x' => 10, 'v' => 5, _ => 1 };
    }
}
