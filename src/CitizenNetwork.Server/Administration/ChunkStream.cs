using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.Server.Administration;

/// <summary>Sends what is written to it as chunks of a backup, each full but the last; a writer waits for its reader.</summary>
internal sealed class ChunkStream(IServerStreamWriter<BackupChunk> chunks) : Stream
{
    /// <summary>Most bytes of one chunk.</summary>
    public const int MaxChunkBytes = 64 * 1024;

    private readonly byte[] _pending = new byte[MaxChunkBytes];
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, MaxChunkBytes - _length);
            buffer[..taken].CopyTo(_pending.AsMemory(_length));
            _length += taken;
            buffer = buffer[taken..];
            if (_length == MaxChunkBytes)
            {
                await SendAsync(cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends what fills no chunk; nothing is written after it.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => _length == 0 ? Task.CompletedTask : SendAsync(cancellationToken);

    // A block that was compressed may still wait for its chunk to be full.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        BackupChunk chunk = new() { Data = ByteString.CopyFrom(_pending, 0, _length) };
        _length = 0;
        await chunks.WriteAsync(chunk, cancellationToken);
    }
}
