using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Calling;

/// <summary>What a call shows of its caller: an API key, a bearer token, or nothing.</summary>
/// <param name="Header">Metadata that carries it; empty: none.</param>
/// <param name="Value">What it carries.</param>
internal sealed record Credential(string Header, string Value)
{
    private const string KeyHeader = "x-api-key";
    private const string TokenHeader = "authorization";
    private const string TokenScheme = "Bearer ";

    /// <summary>Stands between the three parts of a JWT and in no API key.</summary>
    private const char TokenMark = '.';

    public static Credential None { get; } = new(string.Empty, string.Empty);

    public bool IsNone => Header.Length == 0;

    public bool IsToken => Header == TokenHeader;

    /// <summary>As it was given, without what the header adds.</summary>
    public string Secret => IsToken ? Value[TokenScheme.Length..] : Value;

    /// <exception cref="LocalException">It holds what no key does.</exception>
    public static Credential Key(string key) =>
        key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-') ? new(KeyHeader, key) : throw new LocalException(Words.Of("Wrong_Key"));

    /// <exception cref="LocalException">It holds what no token does.</exception>
    public static Credential Token(string token) =>
        token.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or TokenMark or '=' or '+' or '/' or '~')
            ? new(TokenHeader, TokenScheme + token)
            : throw new LocalException(Words.Of("Wrong_Token"));

    /// <summary>Whichever of both a text is.</summary>
    /// <exception cref="LocalException">It is neither.</exception>
    public static Credential Of(string text) => text.Length == 0 ? None : text.Contains(TokenMark, StringComparison.Ordinal) ? Token(text) : Key(text);
}
