using System.Buffers;

namespace Grpc.Wire;

/// <summary>Only what the compression streams of the framework ask of the stream below them.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => false;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>
/// Reads a sequence in place. Whoever asks for more than there is gets nothing, as from any stream, or where
/// <paramref name="isWhole"/> says that the reader knows where its data end, the error that the data are cut off: the
/// decompressors of the framework would take what they have for the whole.
/// </summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> rest, bool isWhole) : OneWayStream
{
    private ReadOnlySequence<byte> _rest = rest;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (isWhole && _rest.IsEmpty && !buffer.IsEmpty)
        {
            throw new InvalidDataException("The compressed data end too early.");
        }

        int count = (int)Math.Min(buffer.Length, _rest.Length);
        _rest.Slice(0, count).CopyTo(buffer);
        _rest = _rest.Slice(count);
        return count;
    }
}

/// <summary>Writes into a buffer.</summary>
internal sealed class BufferStream(IBufferWriter<byte> target) : OneWayStream
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);
}
