using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>The five bytes before every message, and what is refused because of them.</summary>
internal static class Frame
{
    public const int HeaderSize = 5;

    /// <summary>Says whether a header is complete; refuses one that is nonsense or announces more than <paramref name="limit"/>.</summary>
    public static bool TryReadHeader(in ReadOnlySequence<byte> buffer, int? limit, out bool isCompressed, out int length)
    {
        isCompressed = false;
        length = 0;
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        isCompressed = header[0] switch
        {
            0 => false,
            1 => true,
            byte flag => throw Refuse(StatusCode.Internal, $"Unexpected compressed flag value {flag} in message header."),
        };
        uint announced = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (announced > Math.Min((uint)(limit ?? int.MaxValue), (uint)Array.MaxLength))
        {
            throw TooLarge("Received", announced, limit);
        }

        length = (int)announced;
        return true;
    }

    public static void WriteHeader(IBufferWriter<byte> target, int length, bool isCompressed)
    {
        Span<byte> header = target.GetSpan(HeaderSize);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        target.Advance(HeaderSize);
    }

    /// <summary>Decompresses a message, but never more than <paramref name="limit"/> bytes: a few bytes may claim gigabytes.</summary>
    public static void Decompress(ICompressionProvider provider, in ReadOnlySequence<byte> message, int? limit, PooledBuffer target)
    {
        if (message.IsEmpty)
        {
            // The compressors of .NET make nothing out of nothing, without as much as a header.
            return;
        }

        int most = limit ?? Array.MaxLength;
        try
        {
            using SequenceStream source = new(message, EndFor(provider));
            using Stream plain = provider.CreateDecompressionStream(source);
            int count;
            while ((count = plain.Read(target.GetSpan())) > 0)
            {
                target.Advance(count);
                if (target.Length > most)
                {
                    throw TooLarge("Received", null, limit);
                }
            }
        }
        catch (Exception defect) when (defect is InvalidDataException or IOException)
        {
            // The source is memory, so an IOException too is zlib's verdict on the bytes (a preset dictionary, say).
            throw Refuse(StatusCode.Internal, "The compressed message cannot be decompressed.", defect);
        }
    }

    public static RpcException TooLarge(string verb, long? size, int? limit)
    {
        string actual = size is null ? "more than that after decompression" : string.Create(CultureInfo.InvariantCulture, $"{size} bytes");
        string most = limit is null ? "what fits into memory" : string.Create(CultureInfo.InvariantCulture, $"{limit} bytes");
        return Refuse(StatusCode.ResourceExhausted, $"{verb} message exceeds the maximum configured message size. Limit: {most}; message: {actual}.");
    }

    public static RpcException Refuse(StatusCode code, string detail, Exception? cause = null) => new(new Status(code, detail, cause));

    private static SourceEnd EndFor(ICompressionProvider provider) => provider switch
    {
        GzipCompressionProvider => SourceEnd.ErrorAfterOneLook,
        DeflateCompressionProvider => SourceEnd.Error,
        _ => SourceEnd.Silent,
    };
}

/// <summary>One received message, in place.</summary>
internal sealed class Payload(ReadOnlySequence<byte> bytes) : DeserializationContext
{
    public override int PayloadLength => (int)bytes.Length;

    public override byte[] PayloadAsNewBuffer() => bytes.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => bytes;
}
