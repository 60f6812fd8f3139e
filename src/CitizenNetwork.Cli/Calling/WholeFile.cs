using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Calling;

/// <summary>A file that bears its name only once it is whole.</summary>
internal static class WholeFile
{
    /// <summary>What the name of a file ends with while it is not whole.</summary>
    private const string PartSuffix = ".part";

    /// <summary>Writes it; what is not whole is thrown away, and a file that bore the name stays.</summary>
    /// <param name="path">Where.</param>
    /// <param name="write">Writes it and says whether it is whole.</param>
    /// <param name="cutOff">Words for one that is not.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="LocalException">It is not whole, or cannot be written here.</exception>
    public static async Task<long> WriteAsync(string path, Func<FileStream, Task<bool>> write, string cutOff)
    {
        try
        {
            var part = path + PartSuffix;
            await using FileStream writing = new(part, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            var isWhole = false;
            try
            {
                isWhole = await write(writing);
            }
            finally
            {
                if (!isWhole)
                {
                    File.Delete(part);
                }
            }

            if (!isWhole)
            {
                throw new LocalException(cutOff);
            }

            // On the disk before its name says that it is there.
            writing.Flush(flushToDisk: true);
            File.Move(part, path, overwrite: true);
            return writing.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_File", path, exception.Message));
        }
    }
}
