using System.Text.Json;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Login;

/// <summary>What a login keeps.</summary>
/// <param name="Server">Address to which alone the credential is shown.</param>
/// <param name="Credential">Key or token.</param>
internal sealed record StoredLogin(string Server, Credential Credential);

/// <summary>The file of the login: in the user's folder for configurations (<c>XDG_CONFIG_HOME</c>), and to be read by that user alone.</summary>
internal static class LoginFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static string Path { get; } =
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "citizennet", "login.json");

    /// <summary>The login, or null when there is none.</summary>
    /// <exception cref="LocalException">It cannot be read, or others can read it, too.</exception>
    public static StoredLogin? Read()
    {
        try
        {
            if (!File.Exists(Path))
            {
                return null;
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != UnixFileMode.None)
            {
                throw new LocalException(Words.Of("Login_Open", Path));
            }

            using var document = JsonDocument.Parse(File.ReadAllText(Path));
            var server = document.RootElement.GetProperty("server").GetString() ?? string.Empty;
            return Server.IsAddress(server)
                ? new StoredLogin(server, Credential.Of(document.RootElement.GetProperty("credential").GetString() ?? string.Empty))
                : throw new LocalException(Words.Of("Login_Broken", Path));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LocalException(Words.Of("Login_Broken", Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_Input", Path, exception.Message));
        }
    }

    /// <exception cref="LocalException">It cannot be written.</exception>
    public static void Write(StoredLogin login)
    {
        try
        {
            var part = $"{Path}.{Guid.NewGuid():N}";
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (OperatingSystem.IsWindows())
            {
                // The folder is the user's own there.
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            }
            else
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!, OwnerOnly | UnixFileMode.UserExecute);
                options.UnixCreateMode = OwnerOnly;
            }

            using (FileStream file = new(part, options))
            {
                JsonSerializer.Serialize(file, new Dictionary<string, string>(StringComparer.Ordinal) { ["server"] = login.Server, ["credential"] = login.Credential.Secret });
            }

            File.Move(part, Path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_File", Path, exception.Message));
        }
    }

    /// <summary>Whether there was one.</summary>
    /// <exception cref="LocalException">It cannot be removed.</exception>
    public static bool Remove()
    {
        try
        {
            var isThere = File.Exists(Path);
            File.Delete(Path);
            return isThere;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_File", Path, exception.Message));
        }
    }
}
