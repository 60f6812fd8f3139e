using System.Globalization;
using System.Text;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Names and value formats of the protocol's headers.</summary>
internal static class Headers
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Metadata by which either side asks for compression of its own messages; never sent under this name.</summary>
    public const string EncodingRequest = "grpc-internal-encoding-request";

    public const string Identity = "identity";

    /// <summary>HTTP/2 error code with which a stream is reset that nobody wants any more.</summary>
    public const int ResetCancel = 8;

    private const int MostTimeoutDigits = 99_999_999;

    /// <summary>Longest deadline either side keeps, in line with what eight digits of seconds can say.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(MostTimeoutDigits);

    /// <summary>The media type is application/grpc, alone or with a message format or parameters behind it.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');

    /// <summary>Reads digits and a unit; zero, an unknown unit and anything else is no timeout.</summary>
    public static bool TryParseTimeout(string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (text is not { Length: >= 2 } || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        double seconds = text[^1] switch
        {
            'H' => value * 3600d,
            'M' => value * 60d,
            'S' => value,
            'm' => value / 1e3,
            'u' => value / 1e6,
            'n' => value / 1e9,
            _ => 0,
        };

        // Rounded up: less than a tick of 100 ns is still a timeout, and "1n" is how a caller says that it is late already.
        timeout = seconds >= LongestTimeout.TotalSeconds ? LongestTimeout : TimeSpan.FromTicks((long)Math.Ceiling(seconds * TimeSpan.TicksPerSecond));
        return timeout > TimeSpan.Zero;
    }

    /// <summary>The finest unit that needs no more than eight digits, rounded up so that the callee does not give up first.</summary>
    public static string FormatTimeout(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        double milliseconds = Math.Ceiling(timeout.TotalMilliseconds);
        return milliseconds <= MostTimeoutDigits
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(MostTimeoutDigits, Math.Ceiling(timeout.TotalSeconds)):F0}S");
    }

    /// <summary>UTF-8, with everything but printable ASCII percent-encoded.</summary>
    public static string EncodeMessage(string message)
    {
        if (!message.AsSpan().ContainsAnyExceptInRange(' ', '~') && !message.Contains('%', StringComparison.Ordinal))
        {
            return message;
        }

        StringBuilder encoded = new(message.Length + 16);
        foreach (byte one in System.Text.Encoding.UTF8.GetBytes(message))
        {
            if (one is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
            {
                encoded.Append((char)one);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
            }
        }

        return encoded.ToString();
    }

    public static string DecodeMessage(string encoded) => Uri.UnescapeDataString(encoded);

    public static string Value(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.Bytes) : entry.Value;

    /// <summary>
    /// Adds one received header; several binary values may share a line, and their padding may be missing. What HTTP allows
    /// as a name and gRPC does not is left out.
    /// </summary>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static void Add(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsKey(name))
        {
            return;
        }

        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(name, value);
            return;
        }

        foreach (string one in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.Add(name, Convert.FromBase64String(one.PadRight((one.Length + 3) / 4 * 4, '=')));
        }
    }

    /// <summary>Whether a comma-separated list names <paramref name="encoding"/>.</summary>
    public static bool Lists(string? encodings, string encoding) =>
        encodings is not null && encodings.Split(',', StringSplitOptions.TrimEntries).Contains(encoding, StringComparer.Ordinal);
}
