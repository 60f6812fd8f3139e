using System.CommandLine;
using CitizenNetwork.Cli.Texts;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace CitizenNetwork.Cli.Calling;

/// <summary>The options that say which server is called, and with what, and how a command runs against it.</summary>
internal sealed class Server
{
    public const string AddressVariable = "CITIZENNET_SERVER";
    public const string KeyVariable = "CITIZENNET_KEY";

    private const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Time that an answer may take; a stream has none.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Option<string> _address = new("--server")
    {
        Description = Words.Of("Option_Server"),
        DefaultValueFactory = _ => Variable(AddressVariable) ?? DefaultAddress,
        Recursive = true,
    };

    // No default, so that --help shows no key.
    private readonly Option<string?> _key = new("--key") { Description = Words.Of("Option_Key"), Recursive = true };

    private readonly Option<string> _language = new(Words.LanguageOption) { Description = Words.Of("Option_Lang"), DefaultValueFactory = _ => "fr", Recursive = true };

    public Server()
    {
        _language.AcceptOnlyFromAmong("fr", "en");
        _address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError(Words.Of("Wrong_Server", address));
            }
        });
    }

    public void AddTo(Command root)
    {
        root.Options.Add(_address);
        root.Options.Add(_key);
        root.Options.Add(_language);
    }

    /// <summary>Gives a command its action: it calls the server, and what fails is said on the error output.</summary>
    public void Run(Command command, Func<ParseResult, CallInvoker, Output, CancellationToken, Task> run) => command.SetAction(async (parsed, cancellation) =>
    {
        Output output = new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var address = parsed.GetRequiredValue(_address);
        try
        {
            using var channel = GrpcChannel.ForAddress(address);
            await run(parsed, Invoker(channel, parsed.GetValue(_key) ?? Variable(KeyVariable) ?? string.Empty, parsed.GetRequiredValue(_language)), output, cancellation);
            return ExitCodes.Done;
        }
        catch (RpcException refused)
        {
            return Failures.Tell(refused, address, output);
        }
        catch (LocalException wrong)
        {
            output.Error(wrong.Message);
            return ExitCodes.Local;
        }
    });

    /// <summary>When an answer that is asked for now has to be there.</summary>
    public static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + s_patience;

    private static CallInvoker Invoker(GrpcChannel channel, string key, string language)
    {
        if (!key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
        {
            throw new LocalException(Words.Of("Wrong_Key"));
        }

        return channel.CreateCallInvoker().Intercept(metadata =>
        {
            if (key.Length > 0)
            {
                metadata.Add("x-api-key", key);
            }

            metadata.Add("accept-language", language);
            return metadata;
        });
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
