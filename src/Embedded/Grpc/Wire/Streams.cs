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

/// <summary>How a decompressor of the framework meets the end of its source, which it takes for the end of the data even in their middle.</summary>
internal enum SourceEnd
{
    /// <summary>An end like that of any stream.</summary>
    Silent,

    /// <summary>Nobody who has seen the end of the data asks for more: the data are cut off.</summary>
    Error,

    /// <summary>
    /// After the end of the data the reader looks once for another member, and passes over what is none. Data that are cut
    /// off run into the same bytes and fail, at their checksum and length at the latest.
    /// </summary>
    ErrorAfterOneLook,
}

/// <summary>Reads a sequence in place.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> rest, SourceEnd end) : OneWayStream
{
    private static readonly byte[] NoMember = [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];

    private ReadOnlySequence<byte> _rest = rest;
    private bool _isLookAllowed = end == SourceEnd.ErrorAfterOneLook;

    public override bool CanRead => true;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_isLookAllowed && _rest.IsEmpty)
        {
            _isLookAllowed = false;
            _rest = new ReadOnlySequence<byte>(NoMember);
        }

        if (end != SourceEnd.Silent && _rest.IsEmpty && !buffer.IsEmpty)
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
