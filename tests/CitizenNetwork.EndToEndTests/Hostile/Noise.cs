using System.Buffers;
using System.Collections;
using System.IO.Compression;
using CitizenNetwork.EndToEndTests.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>Bytes and messages that nobody means.</summary>
internal static class Noise
{
    private const int DeepestMessage = 4;
    private const int BombSize = 16 * 1024 * 1024;

    /// <summary>Replaced by bytes that are not UTF-8 after a message is serialized; of the same length.</summary>
    private const string Marker = "~~~~";

    private static readonly byte[] NotUtf8 = [0xc3, 0x28, 0xff, 0xfe];

    // Few names, so that what grows is what the server keeps of callers and not what they chose to store.
    private static readonly string[] Texts =
    [
        "", "a", "actors/porteur-de-tests", "initiatives/atelier-velo", "resources/salle-municipale", "fundingCalls/appel", "hostingOffers/offre", "actors/", "actors/../../etc",
        "COM-49007", "DEP-49", "COM-", "XX-1", "0", "-1", "2026-02-30", "2026-01-01", "9999-12-31", "0000-00-00", "' OR 1=1 --", "\0\u0001\u001f", "\u202e\u200b", "🙂", "é",
        Marker, $"Texte {Marker}", "a+b", "%s%n", "{0}", "{", "<script>", new string('x', 300), new string('é', 3_000), "aGVsbG8", "name", "*", "needs.title", "etag", "1", "18446744073709551616",
    ];

    private static readonly byte[][] Bombs =
    [
        RawRequest.Gzip(new byte[BombSize]),
        Zlib(new byte[BombSize]),
    ];

    /// <summary>A small message that claims to be far more; gzip, then deflate.</summary>
    public static (byte[] Packed, string Encoding) Bomb(Random random) => random.Next(2) == 0 ? (Bombs[0], "gzip") : (Bombs[1], "deflate");

    public static byte[] Zlib(byte[] plain)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal))
        {
            zlib.Write(plain);
        }

        return packed.ToArray();
    }

    public static byte[] Bytes(Random random, int most)
    {
        byte[] bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>The same bytes with a few of them changed.</summary>
    public static byte[] Flip(Random random, ReadOnlySpan<byte> bytes)
    {
        byte[] flipped = bytes.ToArray();
        for (int i = random.Next(1, 5); i > 0 && flipped.Length > 0; i--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    /// <summary>Fields of random numbers and wire types, some of which contradict the message's definition.</summary>
    public static byte[] Fields(Random random, int depth = 0)
    {
        ArrayBufferWriter<byte> fields = new();
        for (int i = random.Next(6); i >= 0; i--)
        {
            int wireType = random.Next(8);
            Varint(fields, (ulong)((random.Next(8) == 0 ? random.Next(1 << 28) : random.Next(20)) << 3 | wireType));
            switch (wireType)
            {
                case 0:
                    Varint(fields, (ulong)random.NextInt64() << random.Next(2));
                    break;
                case 1:
                    fields.Write(BitConverter.GetBytes(random.NextDouble()));
                    break;
                case 2:
                    byte[] inner = depth < DeepestMessage && random.Next(2) == 0 ? Fields(random, depth + 1) : Bytes(random, 40);
                    Varint(fields, random.Next(6) == 0 ? (ulong)random.NextInt64() : (ulong)inner.Length);
                    fields.Write(inner);
                    break;
                case 5:
                    fields.Write(BitConverter.GetBytes(random.Next()));
                    break;
                default:
                    break;
            }
        }

        return fields.WrittenSpan.ToArray();
    }

    /// <summary>One field inside itself far deeper than any message goes.</summary>
    public static byte[] Nested(Random random)
    {
        byte[] message = [];
        int field = random.Next(1, 6);
        for (int i = random.Next(90, 300); i > 0; i--)
        {
            ArrayBufferWriter<byte> outer = new();
            Varint(outer, (ulong)((field << 3) | 2));
            Varint(outer, (ulong)message.Length);
            outer.Write(message);
            message = outer.WrittenSpan.ToArray();
        }

        return message;
    }

    /// <summary>A message that fits its definition and nothing else.</summary>
    public static byte[] Message(Random random, MessageDescriptor descriptor) => Break(Make(random, descriptor, 0).ToByteArray());

    private static IMessage Make(Random random, MessageDescriptor descriptor, int depth)
    {
        IMessage message = descriptor.Parser.ParseFrom(ByteString.Empty);
        foreach (FieldDescriptor field in descriptor.Fields.InFieldNumberOrder())
        {
            if (random.Next(3) == 0 || field.IsMap || (field.FieldType == FieldType.Message && depth >= DeepestMessage))
            {
                continue;
            }

            if (field.IsRepeated)
            {
                IList list = (IList)field.Accessor.GetValue(message);
                for (int i = random.Next(20) == 0 ? random.Next(300) : random.Next(3); i > 0; i--)
                {
                    list.Add(Value(random, field, depth));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(random, field, depth));
            }
        }

        return message;
    }

    private static object Value(Random random, FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => Texts[random.Next(Texts.Length)],
        FieldType.Bytes => ByteString.CopyFrom(Bytes(random, 40)),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => Pick<double>(random, 0, -1, double.NaN, double.PositiveInfinity, double.MaxValue, random.NextDouble() * 100),
        FieldType.Float => Pick<float>(random, 0, -1, float.NaN, float.NegativeInfinity, float.MaxValue, random.NextSingle()),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Pick<int>(random, 0, 1, -1, int.MinValue, int.MaxValue, random.Next(100)),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick<long>(random, 0, 1, -1, long.MinValue, long.MaxValue, random.Next(100_000)),
        FieldType.UInt32 or FieldType.Fixed32 => Pick<uint>(random, 0, 1, uint.MaxValue, (uint)random.Next(100)),
        FieldType.UInt64 or FieldType.Fixed64 => Pick<ulong>(random, 0, 1, ulong.MaxValue, (ulong)random.Next(100)),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, Pick<int>(random, 0, 1, 2, 3, random.Next(12), -1, int.MaxValue)),
        _ => Make(random, field.MessageType, depth + 1),
    };

    private static T Pick<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    private static byte[] Break(byte[] message)
    {
        Span<byte> rest = message;
        int at;
        while ((at = rest.IndexOf("~~~~"u8)) >= 0)
        {
            NotUtf8.CopyTo(rest[at..]);
            rest = rest[(at + NotUtf8.Length)..];
        }

        return message;
    }

    private static void Varint(ArrayBufferWriter<byte> target, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            target.Write<byte>([(byte)(value | 0x80)]);
        }

        target.Write<byte>([(byte)value]);
    }
}
