namespace CitizenNetwork.Server.Security.Tokens;

/// <summary>A token is not one that opens anything.</summary>
/// <param name="reason">Reason of the answer.</param>
/// <param name="text">Key of its sentence.</param>
internal sealed class TokenException(string reason, string text) : Exception(reason)
{
    public string Reason { get; } = reason;

    public string Text { get; } = text;

    public static TokenException Invalid() => new("TOKEN_INVALID", "Error_TokenInvalid");
}

/// <summary>The issuer's keys are not known and cannot be had now: nobody can say whether a token is right.</summary>
internal sealed class IssuerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
