using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Spectre.Console;

namespace CitizenNetwork.Server.Demo;

/// <summary><c>demo</c>: starts the service with a small network of Maine-et-Loire and shows what it answers.</summary>
internal static class DemoCommand
{
    /// <summary>Characters of a line where the output is no terminal.</summary>
    private const int PlainWidth = 140;

    public static Command Create()
    {
        ServeCommand.Options options = new();
        Option<bool> once = new("--once") { Description = "Ends after printing." };
        Option<string> lang = new("--lang") { Description = "Language of what is printed: fr or en.", DefaultValueFactory = _ => "fr" };
        lang.AcceptOnlyFromAmong("fr", "en");
        Command command = new("demo", "Starts the service with a small network of Maine-et-Loire, prints matches and goes on serving.") { once, lang };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => ServeCommand.Starting(
            () => RunAsync(options.Read(parsed), Language.Parse(parsed.GetRequiredValue(lang)), parsed.GetValue(once), parsed.InvocationConfiguration.Output, cancellation),
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task RunAsync(ServerSettings settings, CultureInfo language, bool once, TextWriter output, CancellationToken cancellation)
    {
        // Its own calls would have to know the certificate.
        await using var server = await CitizenNetworkServer.StartAsync(settings with { Tls = null }, cancellation: cancellation);
        var key = await server.Services.GetRequiredService<ApiKeys>().CreateAsync("demo", isAdministrator: true);
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        var invoker = channel.CreateCallInvoker().Intercept(metadata =>
        {
            metadata.Add(ApiKeys.MetadataKey, key);
            metadata.Add(Language.MetadataKey, language.TwoLetterISOLanguageName);
            return metadata;
        });
        var console = Console(output);
        await new DemoLoader(invoker, console, language).LoadAsync(cancellation);
        DemoPrinter printer = new(invoker, console, language);
        await printer.PrintAsync(cancellation);
        printer.PrintCommands(server.GrpcAddress, server.HttpAddress, key);
        if (!once)
        {
            await server.WaitForShutdownAsync(cancellation);
        }
    }

    private static IAnsiConsole Console(TextWriter output)
    {
        AnsiConsoleOutput terminal = new(output);
        if (terminal.IsTerminal)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = terminal });
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Out = terminal, Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
