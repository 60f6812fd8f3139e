using System.IO.Compression;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>
/// Unpacks every part of an XLSX file into nothing and counts, before the file is given to a reader: sizes that a file
/// announces are its author's, and a few kilobytes can unpack to many gigabytes.
/// </summary>
internal static class ZipGuard
{
    private const int BlockBytes = 64 * 1024;

    private const string SharedTexts = "sharedStrings.xml";

    /// <exception cref="FileProblemException">It is no archive, is damaged, or unpacks beyond the limits.</exception>
    public static async Task CheckAsync(Stream file, CancellationToken cancellation)
    {
        try
        {
            file.Position = 0;
            await using ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > ImportLimits.MaxZipEntries)
            {
                throw TooLarge();
            }

            var total = 0L;
            var block = new byte[BlockBytes];
            foreach (var entry in archive.Entries)
            {
                var limit = entry.FullName.EndsWith(SharedTexts, StringComparison.OrdinalIgnoreCase) ? ImportLimits.MaxSharedTextBytes : ImportLimits.MaxUnpackedBytes;
                limit = Math.Min(limit, Math.Max(ImportLimits.RatioFreeBytes, entry.CompressedLength * ImportLimits.MaxUnpackRatio));
                await using var part = await entry.OpenAsync(cancellation);
                var size = 0L;
                while (await part.ReadAsync(block, cancellation) is var count and > 0)
                {
                    size += count;
                    total += count;
                    if (size > limit || total > ImportLimits.MaxUnpackedBytes)
                    {
                        throw TooLarge();
                    }
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new FileProblemException(ImportReason.FileCorrupt, 0, Datum.Text(exception.Message));
        }
        finally
        {
            file.Position = 0;
        }
    }

    private static FileProblemException TooLarge() => new(
        ImportReason.UnpacksTooLarge, 0, Datum.Number(ImportLimits.MaxUnpackedBytes / 1024 / 1024), Datum.Number(ImportLimits.MaxUnpackRatio));
}
