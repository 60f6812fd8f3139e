using System.Globalization;
using System.Text;

namespace CitizenNetwork.Domain.Common;

/// <summary>Makes texts comparable whatever their accents, case and ligatures.</summary>
public static class TextFolding
{
    /// <summary>Lower case without accents; œ and æ are written out; everything else is kept.</summary>
    public static string Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (var character in Decomposable(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            switch (char.ToLowerInvariant(character))
            {
                case 'œ':
                    folded.Append("oe");
                    break;
                case 'æ':
                    folded.Append("ae");
                    break;
                case '’':
                    folded.Append('\'');
                    break;
                case var lower:
                    folded.Append(lower);
                    break;
            }
        }

        return folded.ToString();
    }

    /// <summary>
    /// The text without what cannot be decomposed, which normalization refuses by an exception: surrogates without their
    /// other half and the noncharacter U+FFFE, which is valid in UTF-8 and so comes through the wire.
    /// </summary>
    private static string Decomposable(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || text[i] == '\uFFFE')
            {
                clean ??= new StringBuilder(text);
                clean[i] = '\uFFFD';
            }
        }

        return clean?.ToString() ?? text;
    }
}
