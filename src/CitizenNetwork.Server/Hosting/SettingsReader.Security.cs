using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Server.Transport;

namespace CitizenNetwork.Server.Hosting;

/// <content>TLS and tokens.</content>
internal sealed partial class SettingsReader
{
    /// <summary>Where an issuer publishes its discovery document unless something else is set (OpenID Connect Discovery).</summary>
    private const string WellKnown = "/.well-known/openid-configuration";

    private TlsSettings? Tls()
    {
        var (certificate, key) = (ReadableFile(KnownSettings.TlsCertificate), ReadableFile(KnownSettings.TlsKey));
        var (authorities, clients) = (ReadableFile(KnownSettings.TlsClientAuthorities), ReadableFile(KnownSettings.TlsClients));
        Together(KnownSettings.TlsCertificate, KnownSettings.TlsKey);
        Together(KnownSettings.TlsKey, KnownSettings.TlsCertificate);
        Together(KnownSettings.TlsClientAuthorities, KnownSettings.TlsClients);
        Together(KnownSettings.TlsClients, KnownSettings.TlsClientAuthorities);
        Together(KnownSettings.TlsClientAuthorities, KnownSettings.TlsCertificate);
        return certificate is null || key is null ? null : new TlsSettings(certificate, key, authorities, clients);
    }

    private TokenSettings? Tokens()
    {
        var issuer = IssuerAddress(KnownSettings.OidcIssuer);
        var metadata = IssuerAddress(KnownSettings.OidcMetadata);
        var claim = AdministratorClaim();
        Together(KnownSettings.OidcIssuer, KnownSettings.OidcAudience);
        Together(KnownSettings.OidcAudience, KnownSettings.OidcIssuer);
        Together(KnownSettings.OidcMetadata, KnownSettings.OidcIssuer);
        Together(KnownSettings.OidcAdministratorClaim, KnownSettings.OidcIssuer);
        return issuer is null || Given(KnownSettings.OidcAudience) is not { } audience
            ? null
            : new TokenSettings(issuer, audience.Value, new Uri(metadata ?? issuer.TrimEnd('/') + WellKnown), claim);
    }

    private TokenClaim? AdministratorClaim()
    {
        if (Given(KnownSettings.OidcAdministratorClaim) is not { } given)
        {
            return null;
        }

        var parts = given.Value.Split('=', 2);
        if (parts is [{ Length: > 0 } name, { Length: > 0 } value])
        {
            return new TokenClaim(name, value);
        }

        Refuse(KnownSettings.OidcAdministratorClaim);
        return null;
    }

    /// <summary>Keys that come over a network without TLS would be anybody's.</summary>
    private string? IssuerAddress(Setting setting)
    {
        if (Given(setting) is { } given && !(Uri.TryCreate(given.Value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
        {
            Refuse(setting);
            return null;
        }

        return Given(setting)?.Value;
    }

    private string? ReadableFile(Setting setting)
    {
        if (Given(setting) is not { } given)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(given.Value);
            return given.Value;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Refuse(setting);
            return null;
        }
    }

    private void Together(Setting first, Setting second)
    {
        if (Given(first) is { } given && Given(second) is null)
        {
            _wrong.Add($"{given.Name} is given without {second.Names}: it must be {second.Right}.");
        }
    }
}
