using System.Collections;
using System.CommandLine;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Backup;

namespace CitizenNetwork.Server.Hosting;

/// <summary><c>serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Options that every command which starts a server takes.</summary>
    internal sealed class Options
    {
        private readonly Dictionary<Setting, Option<string?>> _options = KnownSettings.All
            .Where(setting => setting.Option is not null)
            .ToDictionary(setting => setting, setting => new Option<string?>(setting.Option!) { Description = $"{setting.Meaning} Also {setting.Variable}." });

        public void AddTo(Command command)
        {
            foreach (var option in _options.Values)
            {
                command.Options.Add(option);
            }
        }

        /// <summary>The settings of this command line and of the environment; a variable that is no setting is told of.</summary>
        public ServerSettings Read(ParseResult parsed)
        {
            var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty);
            foreach (var warning in SettingsReader.Unknown(environment))
            {
                parsed.InvocationConfiguration.Error.WriteLine(warning);
            }

            return SettingsReader.Read(environment, setting => _options.TryGetValue(setting, out var option) ? parsed.GetValue(option) : null);
        }
    }

    public static Command Create()
    {
        Options options = new();
        Command command = new("serve", "Runs the service until it is told to stop.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Starting(() => RunAsync(options.Read(parsed), parsed.InvocationConfiguration.Output, cancellation), parsed.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>A start that cannot succeed ends with one clear message and exit code 1.</summary>
    internal static async Task<int> Starting(Func<Task> run, TextWriter error)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception exception) when (exception is StorageStartupException or RestoreException or InvalidDataException or WrongSettingsException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task RunAsync(ServerSettings settings, TextWriter output, CancellationToken cancellation)
    {
        await using var server = await CitizenNetworkServer.StartAsync(settings, cancellation: cancellation);
        await output.WriteLineAsync($"gRPC      {server.GrpcAddress}");
        await output.WriteLineAsync($"HTTP/1.1  {server.HttpAddress}");
        if (!ListenPorts.Reachable(settings.Listen).Equals(settings.Listen))
        {
            await output.WriteLineAsync($"Listening  on every address of this machine ({settings.Listen})");
        }

        await ShowFirstKeyAsync(server.Services.GetRequiredService<ApiKeys>(), settings.FirstKeyFile, output);
        await server.WaitForShutdownAsync(cancellation);
    }

    private static async Task ShowFirstKeyAsync(ApiKeys keys, string? file, TextWriter output)
    {
        if (file is null)
        {
            if (await keys.CreateFirstAsync() is { } key)
            {
                await output.WriteLineAsync($"API key   {key}   (shown once: keep it, it is sent as the metadata {ApiKeys.MetadataKey})");
            }
        }
        else if (await keys.CreateFirstAsync(key => FirstKeyFile.WriteAsync(file, key), () => File.Delete(file)) is not null)
        {
            await output.WriteLineAsync($"API key   written to {file}   (it is sent as the metadata {ApiKeys.MetadataKey})");
        }
    }
}
