using System.Buffers;
using System.Text;

namespace CitizenNetwork.Server.Export.Calendar;

/// <summary>Lines of iCalendar (RFC 5545, section 3.1), folded.</summary>
internal static class CalendarText
{
    /// <summary>Most octets of a line, its end left out.</summary>
    public const int MaxLineOctets = 75;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> Fold => "\r\n "u8;

    /// <summary>A text as value (section 3.3.11); control characters, which no calendar may hold, are dropped.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            switch (character)
            {
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(character);
                    break;
                case '\t':
                    escaped.Append(character);
                    break;
                default:
                    escaped.Append(char.IsControl(character) ? string.Empty : character.ToString());
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <summary>Writes a line; one that is too long goes on behind a space, never within a character.</summary>
    public static void WriteLine(IBufferWriter<byte> output, string line)
    {
        Span<byte> character = stackalloc byte[4];
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(character);
            if (octets + length > MaxLineOctets)
            {
                output.Write(Fold);
                octets = 1;
            }

            output.Write(character[..length]);
            octets += length;
        }

        output.Write(LineEnd);
    }
}
