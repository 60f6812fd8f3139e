using System.CommandLine;
using CitizenNetwork.Cli.Login;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Calling;

/// <summary>The options of every command: which server is called, and with what. The command line wins over the environment, and that over the login.</summary>
internal sealed class Server
{
    public const string AddressVariable = "CITIZENNET_SERVER";
    public const string KeyVariable = "CITIZENNET_KEY";
    public const string TokenVariable = "CITIZENNET_TOKEN";

    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Time that an answer may take; a stream has none.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _address = new("--server") { Description = Words.Of("Option_Server"), Recursive = true };

    // No defaults, so that --help shows no secret.
    private readonly Option<string?> _key = new("--key") { Description = Words.Of("Option_Key"), Recursive = true };
    private readonly Option<string?> _token = new("--token") { Description = Words.Of("Option_Token"), Recursive = true };

    private readonly Option<string> _language = new(Words.LanguageOption) { Description = Words.Of("Option_Lang"), DefaultValueFactory = _ => "fr", Recursive = true };

    public Server()
    {
        _language.AcceptOnlyFromAmong("fr", "en");
        _address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address && !IsAddress(address))
            {
                result.AddError(Words.Of("Wrong_Server", address));
            }
        });
    }

    public IReadOnlyList<Option> Options => [_address, _key, _token, _language];

    /// <summary>When an answer that is asked for now has to be there.</summary>
    public static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + s_patience;

    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>The server that the command line or the environment names, or null.</summary>
    /// <exception cref="LocalException">The environment's is no address.</exception>
    public string? AddressGiven(ParseResult parsed) =>
        (parsed.GetValue(_address) ?? Variable(AddressVariable)) is { } address
            ? IsAddress(address) ? address : throw new LocalException(Words.Of("Wrong_Server", address))
            : null;

    /// <summary>Who the command line or, if it says nothing, the environment says that it is, or null.</summary>
    /// <exception cref="LocalException">Two at once, or neither a key nor a token.</exception>
    public Credential? CredentialGiven(ParseResult parsed) =>
        Only(parsed.GetValue(_key), parsed.GetValue(_token)) ?? Only(Variable(KeyVariable), Variable(TokenVariable));

    /// <summary>Where calls go. What a login keeps is shown to no other server than its own.</summary>
    public Connection ConnectionOf(ParseResult parsed)
    {
        var (address, credential) = (AddressGiven(parsed), CredentialGiven(parsed));
        var login = address is null || credential is null ? LoginFile.Read() : null;
        address ??= login?.Server ?? DefaultAddress;
        credential ??= login is not null && new Uri(login.Server) == new Uri(address) ? login.Credential : Credential.None;
        return new Connection(address, credential, LanguageOf(parsed));
    }

    public string LanguageOf(ParseResult parsed) => parsed.GetRequiredValue(_language);

    private static Credential? Only(string? key, string? token) => (key, token) switch
    {
        ({ Length: > 0 }, { Length: > 0 }) => throw new LocalException(Words.Of("Wrong_Credentials")),
        ({ Length: > 0 }, _) => Credential.Key(key),
        (_, { Length: > 0 }) => Credential.Token(token),
        _ => null,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
