using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Turns messages into frames, without a copy where the length is announced and nothing is compressed.</summary>
internal sealed class MessageSerializer : SerializationContext, IDisposable
{
    private PooledBuffer? _plain;
    private IBufferWriter<byte>? _target;
    private int? _limit;
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private int? _announced;
    private State _state;

    private enum State
    {
        Started,
        Direct,
        Buffered,
        Complete,
    }

    public byte[] ToArray<T>(T message, Action<T, SerializationContext> serializer)
    {
        PooledBuffer frame = new();
        using (frame)
        {
            WriteFrame(frame, message, serializer, null, null, null);
            return frame.Written[Frame.HeaderSize..].ToArray();
        }
    }

    public void WriteFrame<T>(
        IBufferWriter<byte> target,
        T message,
        Action<T, SerializationContext> serializer,
        int? limit,
        ICompressionProvider? compression,
        CompressionLevel? level)
    {
        _target = target;
        _limit = limit;
        _compression = compression;
        _level = level;
        _announced = null;
        _state = State.Started;
        _plain?.Clear();
        try
        {
            serializer(message, this);
        }
        finally
        {
            _target = null;
        }

        Expect(State.Complete);
    }

    public override void SetPayloadLength(int payloadLength)
    {
        Expect(State.Started);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_state == State.Started)
        {
            if (_announced is { } length && _compression is null)
            {
                WithinLimit(length);
                Frame.WriteHeader(_target!, length, isCompressed: false);
                _state = State.Direct;
            }
            else
            {
                _state = State.Buffered;
            }
        }

        return _state switch
        {
            State.Direct => _target!,
            State.Buffered => _plain ??= new PooledBuffer(),
            _ => throw Invalid(),
        };
    }

    public override void Complete()
    {
        if (_state == State.Buffered)
        {
            Emit(_plain is null ? default : _plain.Written.Span);
        }
        else
        {
            Expect(State.Direct);
        }

        _state = State.Complete;
    }

    public override void Complete(byte[] payload)
    {
        Expect(State.Started);
        Emit(payload);
        _state = State.Complete;
    }

    /// <summary>Gives the memory back; the serializer can be used again.</summary>
    public void Dispose() => _plain?.Dispose();

    private void Emit(ReadOnlySpan<byte> message)
    {
        WithinLimit(message.Length);
        if (_compression is null || message.IsEmpty)
        {
            // Compressed, nothing would be nothing here, which other implementations refuse for want of a header.
            Frame.WriteHeader(_target!, message.Length, isCompressed: false);
            _target!.Write(message);
            return;
        }

        using PooledBuffer packed = new();
        using (BufferStream target = new(packed))
        {
            using Stream packing = _compression.CreateCompressionStream(target, _level);
            packing.Write(message);
        }

        Frame.WriteHeader(_target!, packed.Length, isCompressed: true);
        _target!.Write(packed.Written.Span);
    }

    private void WithinLimit(int length)
    {
        if (length > _limit)
        {
            throw Frame.TooLarge("Sending", length, _limit);
        }
    }

    private void Expect(State state)
    {
        if (_state != state)
        {
            throw Invalid();
        }
    }

    private InvalidOperationException Invalid() => new($"The serializer of a message does this out of turn (state {_state}).");
}
