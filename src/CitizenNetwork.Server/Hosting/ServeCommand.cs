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
        public Option<string> Data { get; } = new("--data") { Description = "Folder of the database.", DefaultValueFactory = _ => ServerSettings.DefaultDataFolder };

        public Option<int> GrpcPort { get; } = new("--grpc-port") { Description = "Port of gRPC on loopback; a free one when it is taken.", DefaultValueFactory = _ => ServerSettings.DefaultGrpcPort };

        public Option<int> HttpPort { get; } = new("--http-port") { Description = "Port of HTTP/1.1 on loopback; a free one when it is taken.", DefaultValueFactory = _ => ServerSettings.DefaultHttpPort };

        public Option<string?> Config { get; } = new("--config") { Description = "JSON file of further configuration, such as the clustering of the official Orleans." };

        public void AddTo(Command command)
        {
            command.Options.Add(Data);
            command.Options.Add(GrpcPort);
            command.Options.Add(HttpPort);
            command.Options.Add(Config);
        }

        public ServerSettings Read(ParseResult parsed) => new(parsed.GetRequiredValue(Data), parsed.GetRequiredValue(GrpcPort), parsed.GetRequiredValue(HttpPort), parsed.GetValue(Config));
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
        catch (Exception exception) when (exception is StorageStartupException or RestoreException or InvalidDataException)
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
        if (await server.Services.GetRequiredService<ApiKeys>().CreateFirstAsync() is { } key)
        {
            await output.WriteLineAsync($"API key   {key}   (shown once: keep it, it is sent as the metadata {ApiKeys.MetadataKey})");
        }

        await server.WaitForShutdownAsync(cancellation);
    }
}
