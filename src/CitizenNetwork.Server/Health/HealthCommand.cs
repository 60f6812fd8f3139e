using System.CommandLine;
using CitizenNetwork.Server.Hosting;

namespace CitizenNetwork.Server.Health;

/// <summary><c>health</c>: asks a running server of the same settings whether it lives, for a container, whose image has no other HTTP client.</summary>
internal static class HealthCommand
{
    /// <summary>Time for the answer; a server that needs longer is as good as none.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        ServeCommand.Options options = new();
        Command command = new("health", "Asks the server that runs with the same settings whether it lives; exit code 0 if so, 1 if not.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => ServeCommand.Starting(
            async () => await AskAsync(options.Read(parsed), parsed.InvocationConfiguration.Output, cancellation),
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task AskAsync(ServerSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var address = new UriBuilder(settings.Tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, ListenPorts.Reachable(settings.Listen).ToString(), settings.HttpPort, HealthEndpoints.LivePath).Uri;

        using HttpClientHandler handler = new();
        if (settings.Tls is not null)
        {
#pragma warning disable MA0039 // It asks this machine by its address, which no certificate names, and tells nothing.
            handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
#pragma warning restore MA0039
        }

        using HttpClient client = new(handler) { Timeout = s_patience };
        try
        {
            await output.WriteLineAsync(await client.GetStringAsync(address, cancellation));
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new InvalidDataException($"{address} does not answer: {exception.Message}", exception);
        }
    }
}
