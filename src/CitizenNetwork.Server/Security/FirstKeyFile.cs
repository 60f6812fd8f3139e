using CitizenNetwork.Server.Hosting;

namespace CitizenNetwork.Server.Security;

/// <summary>Where a server that nobody watches leaves its first key: a file that its user alone can read.</summary>
internal static class FirstKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the key and returns when it is on the disk.</summary>
    /// <exception cref="WrongSettingsException">The file holds something, perhaps the key of another database, or cannot be written.</exception>
    public static async Task WriteAsync(string path, string key)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            await using FileStream file = new(path, options);
            if (file.Length > 0)
            {
                throw new WrongSettingsException([$"{KnownSettings.FirstKeyFile.Names} is \"{path}\", which holds something already, perhaps the key of another database: name another file, or move that one away."]);
            }

            if (!OperatingSystem.IsWindows())
            {
                // The file may have been there, empty and open to others.
                File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
            }

            await using StreamWriter writer = new(file, leaveOpen: true);
            await writer.WriteAsync($"{key}\n");
            await writer.FlushAsync();
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongSettingsException([$"{KnownSettings.FirstKeyFile.Names} is \"{path}\", which cannot be written ({exception.Message}): it must be {KnownSettings.FirstKeyFile.Right}."]);
        }
    }
}
