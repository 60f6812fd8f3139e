using System.CommandLine;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage.Backup;

namespace CitizenNetwork.Server.Administration;

/// <summary><c>restore</c>: puts a backup into an empty database, with all servers stopped.</summary>
internal static class RestoreCommand
{
    /// <param name="postgres">Connection string of PostgreSQL, instead of what the environment says.</param>
    public static Command Create(string? postgres = null)
    {
        ServeCommand.Options options = new();
        Argument<string> file = new("file") { Description = "The backup, as citizennet backup wrote it." };
        Command command = new("restore", "Puts a backup into an empty database, whole or not at all. Stop all servers first.") { file };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => ServeCommand.Starting(
            () => RunAsync(parsed.GetRequiredValue(file), Read(parsed), parsed.InvocationConfiguration.Output, cancellation),
            parsed.InvocationConfiguration.Error));
        return command;

        ServerSettings Read(ParseResult parsed)
        {
            var settings = options.Read(parsed);
            return postgres is null ? settings : settings with { Postgres = postgres };
        }
    }

    private static async Task RunAsync(string file, ServerSettings settings, TextWriter output, CancellationToken cancellation)
    {
        await using var backup = Open(file);
        var restored = await DatabaseRestore.RunAsync(backup, () => CitizenNetworkServer.OpenAsync(settings, cancellation), cancellation);
        await output.WriteLineAsync(FormattableString.Invariant($"Restored the backup of {restored.Header.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC, taken from {restored.Header.Engine}."));
        foreach (var (table, rows) in restored.Rows)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"{table,-12} {rows,12}"));
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"The backup '{file}' cannot be read: {exception.Message}", exception);
        }
    }
}
