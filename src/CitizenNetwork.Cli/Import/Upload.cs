using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.Cli.Import;

/// <summary>Sends a local file in pieces.</summary>
internal static class Upload
{
    /// <summary>Bytes of one message.</summary>
    private const int ChunkBytes = 512 * 1024;

    /// <summary>Opens a file to read.</summary>
    /// <exception cref="LocalException">It cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_Input", path, exception.Message));
        }
    }

    /// <summary>Sends the first message, then the file. A server that refuses before the end says why in its answer.</summary>
    public static async Task SendAsync<T>(IClientStreamWriter<T> requests, T header, FileStream file, Func<ByteString, T> piece, ProgressLine progress, CancellationToken cancellation)
    {
        try
        {
            await requests.WriteAsync(header, cancellation);
            var chunk = new byte[ChunkBytes];
            while (await file.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellation) is var count and > 0)
            {
                await requests.WriteAsync(piece(ByteString.CopyFrom(chunk, 0, count)), cancellation);
                progress.Report(file.Position);
            }

            await requests.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The call has ended: whoever reads its answer is told.
        }
    }
}
