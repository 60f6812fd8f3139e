using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;

namespace CitizenNetwork.Cli.Administration;

/// <summary>The last line of a backup: it holds the SHA-256 of all lines before it, so that a file shows by itself that it is whole.</summary>
internal static class BackupTrailer
{
    /// <summary>Reads a written backup from its beginning.</summary>
    public static async Task<bool> IsWholeAsync(Stream backup, CancellationToken cancellation)
    {
        backup.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = PipeReader.Create(new GZipStream(backup, CompressionMode.Decompress, leaveOpen: true));
        byte[] last = [];
        try
        {
            while (true)
            {
                var read = await lines.ReadAsync(cancellation);
                var left = read.Buffer;
                while (left.PositionOf((byte)'\n') is { } end)
                {
                    hash.AppendData(last);
                    last = left.Slice(0, left.GetPosition(1, end)).ToArray();
                    left = left.Slice(left.GetPosition(1, end));
                }

                lines.AdvanceTo(left.Start, left.End);
                if (read.IsCompleted)
                {
                    return left.IsEmpty && Confirms(last, hash.GetHashAndReset());
                }
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    private static bool Confirms(byte[] trailer, byte[] sum)
    {
        try
        {
            using var document = JsonDocument.Parse(trailer);
            return document.RootElement.TryGetProperty("sha256", out var told) && told.ValueEquals(Convert.ToHexStringLower(sum));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
