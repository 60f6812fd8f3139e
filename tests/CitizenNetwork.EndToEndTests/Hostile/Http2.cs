using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>Numbers of RFC 9113.</summary>
internal static class Http2
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte PushPromise = 5;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;

    public const byte EndStream = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte HasPriority = 0x20;

    public const ushort HeaderTableSize = 1;
    public const ushort EnablePush = 2;
    public const ushort InitialWindowSize = 4;
    public const ushort MaxFrameSize = 5;

    public const uint Cancel = 8;

    public const int FrameHeaderSize = 9;
    public const int UsualMaxFrameSize = 16_384;

    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;
}

/// <summary>Writes frames one after another, right or wrong as asked.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public int Length => _bytes.WrittenCount;

    public void Clear() => _bytes.ResetWrittenCount();

    public FrameWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A frame; <paramref name="length"/> is what its header claims, the truth unless given.</summary>
    public FrameWriter Frame(byte type, byte flags, uint stream, ReadOnlySpan<byte> payload, int? length = null)
    {
        Span<byte> header = _bytes.GetSpan(Http2.FrameHeaderSize);
        int claimed = length ?? payload.Length;
        header[0] = (byte)(claimed >> 16);
        header[1] = (byte)(claimed >> 8);
        header[2] = (byte)claimed;
        header[3] = type;
        header[4] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(header[5..], stream);
        _bytes.Advance(Http2.FrameHeaderSize);
        _bytes.Write(payload);
        return this;
    }

    public FrameWriter Headers(uint stream, ReadOnlySpan<byte> block, bool ends = false) =>
        Frame(Http2.Headers, (byte)(Http2.EndHeaders | (ends ? Http2.EndStream : 0)), stream, block);

    /// <summary>A body in frames of the size that every receiver takes.</summary>
    public FrameWriter Data(uint stream, ReadOnlySpan<byte> body, bool ends = true, int frameSize = Http2.UsualMaxFrameSize)
    {
        do
        {
            int size = Math.Min(frameSize, body.Length);
            Frame(Http2.Data, ends && size == body.Length ? Http2.EndStream : (byte)0, stream, body[..size]);
            body = body[size..];
        }
        while (body.Length > 0);
        return this;
    }

    public FrameWriter Reset(uint stream, uint code = Http2.Cancel) => Frame(Http2.RstStream, 0, stream, Number(code));

    public FrameWriter Window(uint stream, uint increment) => Frame(Http2.WindowUpdate, 0, stream, Number(increment));

    public FrameWriter Settings(params (ushort Id, uint Value)[] settings)
    {
        byte[] payload = new byte[settings.Length * 6];
        for (int i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(i * 6), settings[i].Id);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((i * 6) + 2), settings[i].Value);
        }

        return Frame(Http2.Settings, 0, 0, payload);
    }

    public static byte[] Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}

/// <summary>Header blocks of RFC 7541: written as literals that nothing indexes, read as far as a response's status needs it.</summary>
internal static class Hpack
{
    private const int StatusNameIndex = 8;
    private const int LastStaticIndex = 61;
    private static readonly string[] FixedStatuses = ["200", "204", "206", "304", "400", "404", "500"];

    public static byte[] Block(params IEnumerable<(string Name, string Value)> headers)
    {
        ArrayBufferWriter<byte> block = new();
        foreach ((string name, string value) in headers)
        {
            block.Write<byte>([0]);
            Text(block, Encoding.Latin1.GetBytes(name));
            Text(block, Encoding.Latin1.GetBytes(value));
        }

        return block.WrittenSpan.ToArray();
    }

    /// <summary>The HTTP and gRPC status in a block of a peer that was allowed no dynamic table; values packed by Huffman are passed over.</summary>
    public static (int? Http, int? Grpc) Statuses(ReadOnlySpan<byte> block)
    {
        int? http = null;
        int? grpc = null;
        while (!block.IsEmpty)
        {
            byte first = block[0];
            if (first >= 0x80)
            {
                int index = Integer(ref block, 7);
                if (index >= StatusNameIndex && index < StatusNameIndex + FixedStatuses.Length)
                {
                    http = Parse(FixedStatuses[index - StatusNameIndex]);
                }

                continue;
            }

            if ((first & 0xe0) == 0x20)
            {
                Integer(ref block, 5);
                continue;
            }

            int nameIndex = Integer(ref block, (first & 0xc0) == 0x40 ? 6 : 4);
            string? name = nameIndex == 0 ? Text(ref block) : nameIndex is >= StatusNameIndex and < StatusNameIndex + 7 ? ":status" : nameIndex <= LastStaticIndex ? "" : null;
            string? value = Text(ref block);
            http = name is ":status" ? Parse(value) : http;
            grpc = name is "grpc-status" ? Parse(value) : grpc;
        }

        return (http, grpc);
    }

    public static void Integer(IBufferWriter<byte> target, int value, int prefixBits, byte pattern)
    {
        int most = (1 << prefixBits) - 1;
        if (value < most)
        {
            target.Write<byte>([(byte)(pattern | value)]);
            return;
        }

        target.Write<byte>([(byte)(pattern | most)]);
        for (value -= most; value >= 0x80; value >>= 7)
        {
            target.Write<byte>([(byte)(value | 0x80)]);
        }

        target.Write<byte>([(byte)value]);
    }

    private static int? Parse(string? text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null;

    private static void Text(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> text)
    {
        Integer(target, text.Length, 7, 0);
        target.Write(text);
    }

    private static string? Text(ref ReadOnlySpan<byte> block)
    {
        bool isHuffman = (block[0] & 0x80) != 0;
        int length = Integer(ref block, 7);
        string? text = isHuffman ? null : Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }

    private static int Integer(ref ReadOnlySpan<byte> block, int prefixBits)
    {
        int most = (1 << prefixBits) - 1;
        int value = block[0] & most;
        block = block[1..];
        if (value < most)
        {
            return value;
        }

        for (int shift = 0; ; shift += 7)
        {
            byte next = block[0];
            block = block[1..];
            value += (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
