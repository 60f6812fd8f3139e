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
        foreach (var character in text.Normalize(NormalizationForm.FormD))
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
}
