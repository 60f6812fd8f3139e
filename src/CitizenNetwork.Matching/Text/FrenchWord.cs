using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Text;

/// <summary>
/// A word while it is being stemmed: its regions and the suffix under examination. Capital I, U and Y stand for vowels
/// that sound as consonants; H marks a diaeresis (ë is He, ï is Hi).
/// </summary>
internal sealed class FrenchWord
{
    private const string Vowels = "aeiouyâàëéêèïîôûù";

    private readonly char[] _letters;
    private readonly int _rv;
    private readonly int _r1;
    private readonly int _r2;
    private int _length;

    /// <summary>Where the suffix found last begins.</summary>
    private int _at;

    public FrenchWord(string word)
    {
        _letters = MarkConsonants(word, out _length);
        _rv = FindRv();
        _r1 = RegionAfter(0);
        _r2 = RegionAfter(_r1);
        _at = _length;
    }

    public bool InRv => _at >= _rv;

    public bool InR1 => _at >= _r1;

    public bool InR2 => _at >= _r2;

    public bool IsPrecededByConsonant => _at > 0 && !IsVowel(_letters[_at - 1]);

    /// <summary>The consonant itself lies in RV and is no mark of a diaeresis.</summary>
    public bool IsPrecededByConsonantInRv => _at > _rv && !IsVowel(_letters[_at - 1]) && _letters[_at - 1] != 'H';

    public bool IsPrecededByVowelInRv => _at > 0 && _at - 1 >= _rv && IsVowel(_letters[_at - 1]);

    public bool IsPrecededByStInRv => _at > _rv && _letters[_at - 1] is 's' or 't';

    /// <summary>What precedes a final s lets it go: any letter but a, i, o, u, è and s, or a diaeresis on i.</summary>
    public bool MayLoseFinalS =>
        _at > 0 && (!"aiouès".Contains(_letters[_at - 1], StringComparison.Ordinal) || (_at > 1 && _letters[_at - 1] == 'i' && _letters[_at - 2] == 'H'));

    public string? Longest(ImmutableArray<string> suffixes) => LongestFrom(suffixes, 0);

    public string? LongestInRv(ImmutableArray<string> suffixes) => LongestFrom(suffixes, _rv);

    public bool EndsWith(string suffix) => EndsWithFrom(suffix, 0);

    public bool EndsWithInRv(string suffix) => EndsWithFrom(suffix, _rv);

    /// <summary>Removes the suffix found last; always true, so that it can end a condition.</summary>
    public bool Delete()
    {
        _length = _at;
        return true;
    }

    public bool DeleteInR2() => InR2 && Delete();

    /// <summary>Puts another ending in place of the suffix found last; always true.</summary>
    public bool Replace(string ending)
    {
        ending.CopyTo(0, _letters, _at, ending.Length);
        _length = _at + ending.Length;
        return true;
    }

    public void DropLast() => _length--;

    public void UnaccentLastVowel()
    {
        var i = _length - 1;
        while (i >= 0 && !IsVowel(_letters[i]))
        {
            i--;
        }

        if (i >= 0 && i < _length - 1 && _letters[i] is 'é' or 'è')
        {
            _letters[i] = 'e';
        }
    }

    /// <summary>The stem in ordinary letters.</summary>
    public string Finish()
    {
        List<char> letters = new(_length);
        for (var i = 0; i < _length; i++)
        {
            switch (_letters[i])
            {
                case 'I':
                    letters.Add('i');
                    break;
                case 'U':
                    letters.Add('u');
                    break;
                case 'Y':
                    letters.Add('y');
                    break;
                case 'H' when i + 1 < _length && _letters[i + 1] is 'e' or 'i':
                    letters.Add(_letters[++i] == 'e' ? 'ë' : 'ï');
                    break;
                case 'H':
                    break;
                case var letter:
                    letters.Add(letter);
                    break;
            }
        }

        return new string([.. letters]);
    }

    private static bool IsVowel(char letter) => Vowels.Contains(letter, StringComparison.Ordinal);

    /// <summary>Doubles the room, since a diaeresis takes two letters and a suffix may be replaced by a longer one.</summary>
    private static char[] MarkConsonants(string word, out int length)
    {
        var letters = new char[(2 * word.Length) + 3];
        length = 0;
        var afterVowel = false;
        for (var i = 0; i < word.Length; i++)
        {
            var letter = word[i];
            var beforeVowel = i + 1 < word.Length && IsVowel(word[i + 1]);
            var marked = letter switch
            {
                'u' or 'i' when afterVowel && beforeVowel => char.ToUpperInvariant(letter),
                'y' when afterVowel || beforeVowel => 'Y',
                'u' when i > 0 && word[i - 1] == 'q' => 'U',
                _ => letter,
            };

            // A letter that was marked no longer counts as a vowel for the next one.
            afterVowel = IsVowel(marked);
            if (letter is 'ë' or 'ï')
            {
                letters[length++] = 'H';
                marked = letter == 'ë' ? 'e' : 'i';
            }

            letters[length++] = marked;
        }

        return letters;
    }

    private int FindRv()
    {
        if (_length >= 3)
        {
            var beginning = new string(_letters, 0, 3);
            if ((IsVowel(_letters[0]) && IsVowel(_letters[1])) || beginning is "par" or "col" or "tap")
            {
                return 3;
            }
        }

        for (var i = 1; i < _length; i++)
        {
            if (IsVowel(_letters[i]))
            {
                return i + 1;
            }
        }

        return _length;
    }

    /// <summary>After the first consonant that follows a vowel, or the end of the word.</summary>
    private int RegionAfter(int start)
    {
        for (var i = start + 1; i < _length; i++)
        {
            if (IsVowel(_letters[i - 1]) && !IsVowel(_letters[i]))
            {
                return i + 1;
            }
        }

        return _length;
    }

    private string? LongestFrom(ImmutableArray<string> suffixes, int limit)
    {
        foreach (var suffix in suffixes)
        {
            if (EndsWithFrom(suffix, limit))
            {
                return suffix;
            }
        }

        return null;
    }

    private bool EndsWithFrom(string suffix, int limit)
    {
        if (_length - suffix.Length < limit || !_letters.AsSpan(0, _length).EndsWith(suffix, StringComparison.Ordinal))
        {
            return false;
        }

        _at = _length - suffix.Length;
        return true;
    }
}
