using System.Text;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>Which encoding a text file has: a mark at its beginning tells, else whether all of it is valid UTF-8.</summary>
internal static class TextEncoding
{
    public const string Utf8 = "utf-8";
    public const string Utf8Mark = "utf-8-bom";
    public const string Utf16 = "utf-16";
    public const string Windows1252 = "windows-1252";

    private const int BlockBytes = 64 * 1024;

    /// <summary>Looks through the whole file, from its beginning to its end, and leaves it at its beginning.</summary>
    public static async Task<string> DetectAsync(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        var block = new byte[BlockBytes];
        var count = await file.ReadAtLeastAsync(block, 3, throwOnEndOfStream: false, cancellation);
        try
        {
            if (block.AsSpan(0, count) is [0xEF, 0xBB, 0xBF, ..])
            {
                return Utf8Mark;
            }

            if (block.AsSpan(0, count) is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                return Utf16;
            }

            var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
            var characters = new char[BlockBytes + 1];
            while (count > 0)
            {
                decoder.GetChars(block, 0, count, characters, 0, flush: false);
                count = await file.ReadAsync(block, cancellation);
            }

            decoder.GetChars(block, 0, 0, characters, 0, flush: true);
            return Utf8;
        }
        catch (DecoderFallbackException)
        {
            return Windows1252;
        }
        finally
        {
            file.Position = 0;
        }
    }

    /// <summary>Reads the file as text; marks at its beginning are skipped.</summary>
    public static StreamReader Reader(Stream file, string encoding) => new(file, Named(encoding), detectEncodingFromByteOrderMarks: true, BlockBytes, leaveOpen: true);

    /// <summary>The file as UTF-8 without a mark.</summary>
    public static Stream AsUtf8(Stream file, string encoding)
    {
        switch (encoding)
        {
            case Utf8Mark:
                file.Position = 3;
                return file;
            case Utf16:
                var isBigEndian = file.ReadByte() == 0xFE;
                file.Position = 2;
                return Encoding.CreateTranscodingStream(file, isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode, new UTF8Encoding(false), leaveOpen: true);
            case Windows1252:
                return Encoding.CreateTranscodingStream(file, Named(encoding), new UTF8Encoding(false), leaveOpen: true);
            default:
                return file;
        }
    }

    private static Encoding Named(string encoding) => encoding switch
    {
        Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        Utf16 => Encoding.Unicode,
        _ => new UTF8Encoding(false),
    };
}
