using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;

namespace CitizenNetwork.Server.Import;

/// <summary>A file that arrives in pieces, kept on disk so that it can be looked through before it is read; gone when closed.</summary>
internal static class UploadedFile
{
    private const int BufferBytes = 64 * 1024;

    public static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), $"citizennetwork-import-{Guid.NewGuid():N}"),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = BufferBytes });

    /// <exception cref="FileProblemException">The file is larger than one may be.</exception>
    public static async Task AddAsync(Stream file, ByteString chunk, CancellationToken cancellation)
    {
        if (file.Length + chunk.Length > ImportLimits.MaxFileBytes)
        {
            throw new FileProblemException(ImportReason.FileTooLarge, 0, Datum.Number(ImportLimits.MaxFileBytes / 1024 / 1024));
        }

        await file.WriteAsync(chunk.Memory, cancellation);
    }
}
