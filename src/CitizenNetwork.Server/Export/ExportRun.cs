using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Export;

/// <summary>
/// Sends a file while it is written: a record is read when those before it are on their way, so that one chunk and one
/// record are all that is held.
/// </summary>
internal sealed class ExportRun(IServerStreamWriter<V1.ExportChunk> chunks)
{
    /// <summary>Most bytes of one chunk.</summary>
    public const int MaxChunkBytes = 256 * 1024;

    /// <summary>Bytes from which a chunk is on its way: the next record seldom takes more than what is left.</summary>
    private const int FullChunkBytes = 192 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(MaxChunkBytes);
    private V1.ExportChunk _next = new();

    /// <summary>Where a writer puts its bytes.</summary>
    public IBufferWriter<byte> Output => _buffer;

    public async Task SendAsync(ExportWriter writer, IEnumerable<ExportedRecord> records, string name, CancellationToken cancellation)
    {
        _next = new V1.ExportChunk { ContentType = writer.ContentType, FileName = name + writer.Extension };
        V1.ExportReport report = new();
        writer.Begin();
        foreach (var record in records)
        {
            if (writer.Write(record))
            {
                report.Records++;
            }
            else
            {
                report.LeftOut++;
            }

            if (_buffer.WrittenCount >= FullChunkBytes)
            {
                await SendAsync(cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
        }

        writer.End();
        await SendAsync(cancellation);
        _next.Report = report;
        await chunks.WriteAsync(_next, cancellation);
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        for (var sent = 0; sent < _buffer.WrittenCount; sent += MaxChunkBytes)
        {
            _next.Data = ByteString.CopyFrom(_buffer.WrittenSpan.Slice(sent, Math.Min(MaxChunkBytes, _buffer.WrittenCount - sent)));
            await chunks.WriteAsync(_next, cancellation);
            _next = new V1.ExportChunk();
        }

        _buffer.ResetWrittenCount();
    }
}
