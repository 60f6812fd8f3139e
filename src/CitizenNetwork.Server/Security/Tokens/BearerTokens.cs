using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CitizenNetwork.Server.Security.Tokens;

/// <summary>Reads bearer tokens (RFC 6750, RFC 7519) of the configured issuer, checked by the library.</summary>
internal sealed class BearerTokens(TokenSettings? settings, SigningKeys? keys, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Most characters of a token; those of issuers with many claims have some two thousand.</summary>
    public const int MaxCharacters = 8 * 1024;

    /// <summary>How far the issuer's clock may be from ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const string Scheme = "Bearer ";

    /// <summary>Header, payload and signature: nothing encrypted.</summary>
    private const int Parts = 3;

    /// <summary>Hexadecimal digits of a person's id.</summary>
    private const int IdDigits = 32;

    /// <summary>Most characters of a subject (OpenID Connect Core, section 2).</summary>
    private const int MaxSubject = 255;

    /// <summary>Signatures by a key that only the issuer has. Never none, nor HS*, whose key whoever checks has too.</summary>
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxCharacters, MapInboundClaims = false };

    /// <summary>Who bears the token of an authorization header, and whether a claim makes them an administrator of the platform.</summary>
    /// <exception cref="TokenException">It opens nothing.</exception>
    /// <exception cref="IssuerUnavailableException">It cannot be checked now.</exception>
    public async Task<(string PrincipalId, bool IsAdministrator)> ReadAsync(string header, CancellationToken cancellation)
    {
        if (settings is null || keys is null)
        {
            throw new TokenException("TOKENS_NOT_ACCEPTED", "Error_TokensNotAccepted");
        }

        var token = Parse(header, settings);
        var signing = await keys.OfAsync(token.Kid ?? string.Empty, cancellation);
        var result = await _handler.ValidateTokenAsync(token, Parameters(settings, signing, token));
        if (!result.IsValid)
        {
            throw result.Exception switch
            {
                SecurityTokenExpiredException => new TokenException("TOKEN_EXPIRED", "Error_TokenExpired"),
                SecurityTokenNotYetValidException => new TokenException("TOKEN_NOT_YET_VALID", "Error_TokenNotYetValid"),
                _ => TokenException.Invalid(),
            };
        }

        var administrator = settings.AdministratorClaim;
        return (IdOf(settings.Issuer, token.Subject), administrator is not null && token.Claims.Any(claim => claim.Type == administrator.Name && claim.Value == administrator.Value));
    }

    /// <summary>The id of whoever an issuer calls by this subject: it names nobody outside.</summary>
    internal static string IdOf(string issuer, string subject) =>
        $"users/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")))[..IdDigits]}";

    /// <summary>The token, with nothing of it believed yet. What cannot be right is refused before the issuer is asked for keys.</summary>
    private static JsonWebToken Parse(string header, TokenSettings settings)
    {
        var text = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : string.Empty;
        if (text.Length is 0 or > MaxCharacters || text.Count(character => character == '.') != Parts - 1)
        {
            throw TokenException.Invalid();
        }

        try
        {
            JsonWebToken token = new(text);
            return s_algorithms.Contains(token.Alg) && token.Issuer == settings.Issuer && token.Subject?.Length is > 0 and <= MaxSubject ? token : throw TokenException.Invalid();
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            throw TokenException.Invalid();
        }
    }

    private TokenValidationParameters Parameters(TokenSettings settings, IEnumerable<SecurityKey> signing, JsonWebToken token) => new()
    {
        ValidAlgorithms = s_algorithms,
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.Audience,
        IssuerSigningKeys = signing,
        TryAllIssuerSigningKeys = string.IsNullOrEmpty(token.Kid),
        ValidateIssuerSigningKey = true,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = ClockSkew,
        LifetimeValidator = (from, until, _, _) => CheckLifetime(from, until),
    };

    /// <summary>By our clock, which the library does not know.</summary>
    private bool CheckLifetime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (until is not { } end || now - ClockSkew >= end)
        {
            throw new SecurityTokenExpiredException();
        }

        return from is not { } begin || now + ClockSkew >= begin ? true : throw new SecurityTokenNotYetValidException();
    }
}
