using System.CommandLine;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Backup;
using CitizenNetwork.Storage.Privacy;

namespace CitizenNetwork.Server.Administration;

/// <summary><c>restore</c>: puts a backup into an empty database, with all servers stopped.</summary>
internal static class RestoreCommand
{
    /// <param name="postgres">Connection string of PostgreSQL, instead of what the environment says.</param>
    public static Command Create(string? postgres = null)
    {
        ServeCommand.Options options = new();
        Argument<string> file = new("file") { Description = "The backup, as citizennet backup wrote it." };
        Option<string?> erasures = new("--erasures") { Description = "Who was erased since the backup, as citizennet erasures --json wrote it: they are erased again." };
        Command command = new("restore", "Puts a backup into an empty database, whole or not at all. Stop all servers first.") { file, erasures };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => ServeCommand.Starting(
            () => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(erasures), Read(parsed), parsed.InvocationConfiguration.Output, cancellation),
            parsed.InvocationConfiguration.Error));
        return command;

        ServerSettings Read(ParseResult parsed)
        {
            var settings = options.Read(parsed);
            return postgres is null ? settings : settings with { Postgres = postgres };
        }
    }

    private static async Task RunAsync(string file, string? erasuresFile, ServerSettings settings, TextWriter output, CancellationToken cancellation)
    {
        // First: a file that cannot be read must not leave those in it restored.
        var erasures = erasuresFile is null ? [] : ErasureReplay.Read(Lines(erasuresFile));
        await using var backup = Open(file);
        var restored = await DatabaseRestore.RunAsync(backup, () => CitizenNetworkServer.OpenAsync(settings, cancellation), cancellation);
        await output.WriteLineAsync(FormattableString.Invariant($"Restored the backup of {restored.Header.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC, taken from {restored.Header.Engine}."));
        foreach (var (table, rows) in restored.Rows)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"{table,-12} {rows,12}"));
        }

        if (erasures.Count > 0)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"Erased again: {await EraseAsync(erasures, settings, cancellation)} of {erasures.Count}."));
        }
    }

    private static async Task<int> EraseAsync(IReadOnlyList<StoredErasure> erasures, ServerSettings settings, CancellationToken cancellation)
    {
        await using var database = await CitizenNetworkServer.OpenAsync(settings, cancellation);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddKeyedSingleton(Contracts.Clock.Key, TimeProvider.System)
            .AddCitizenNetworkStorage(database)
            .AddPrivacy()
            .BuildServiceProvider();
        return await services.GetRequiredService<ErasureReplay>().RunAsync(erasures, cancellation);
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"The erasures '{file}' cannot be read: {exception.Message}", exception);
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
