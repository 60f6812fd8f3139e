using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;

namespace CitizenNetwork.Server.Transport;

/// <summary>
/// Certificates of callers (mutual TLS). A handshake lets those of the configured authorities pass; what each opens is
/// asked at every call, so that a line taken out of the file ends it for open connections, too. There are no lists of
/// revoked certificates: the file is that list.
/// </summary>
internal sealed class ClientCertificates
{
    /// <summary>Key usage of certificates that clients show (RFC 5280, id-kp-clientAuth).</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Hexadecimal digits of a certificate's id.</summary>
    private const int IdDigits = 32;

    private readonly TimeProvider _clock;
    private readonly WatchedFiles<Known>? _known;

    /// <exception cref="WrongSettingsException">The files do not say what they should.</exception>
    public ClientCertificates(TlsSettings? settings, TimeProvider clock, ILogger logger)
    {
        _clock = clock;
        if (settings is { ClientAuthorityFile: { } authorities, ClientsFile: { } clients })
        {
            try
            {
                _known = new WatchedFiles<Known>([authorities, clients], Read, clock, logger);
            }
            catch (Exception exception)
            {
                throw new WrongSettingsException([$"{KnownSettings.TlsClientAuthorities.Names} and {KnownSettings.TlsClients.Names} cannot be used ({exception.Message}): they must be {KnownSettings.TlsClientAuthorities.Right}, and {KnownSettings.TlsClients.Right}."]);
            }
        }
    }

    /// <summary>Whether callers may show one.</summary>
    public bool AreAccepted => _known is not null;

    /// <summary>Whether a certificate is one of the authorities' and may be shown by clients.</summary>
    /// <param name="certificate">What the caller showed.</param>
    /// <param name="others">What it sent beside it to lead to an authority.</param>
    public bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection others)
    {
        if (_known?.Current is not { } known)
        {
            return false;
        }

        using X509Chain chain = new()
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                ApplicationPolicy = { new Oid(ClientAuthentication) },
                VerificationTime = _clock.GetUtcNow().UtcDateTime,
                VerificationTimeIgnored = false,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(known.Authorities);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        return chain.Build(certificate);
    }

    /// <summary>Who shows a certificate that the handshake let pass; null: the file does not name it, or it has expired since.</summary>
    public Principal? Find(X509Certificate2 certificate) =>
        _known?.Current is { } known && certificate.NotAfter.ToUniversalTime() > _clock.GetUtcNow().UtcDateTime
            ? Names(certificate).Select(known.Clients.GetValueOrDefault).FirstOrDefault(client => client is not null) is { } found ? new Principal(found.Id, found.Grants) : null
            : null;

    /// <summary>The id of whoever the file calls by this name: it stays when the certificate is renewed.</summary>
    internal static string IdOf(string name) => $"certificates/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..IdDigits]}";

    private static IEnumerable<string> Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).Select(ClientsFile.DnsName)
            .Append(ClientsFile.SubjectName(certificate.Subject));

    private static Known Read(byte[][] files)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(Encoding.UTF8.GetString(files[0]));
        return authorities.Count > 0 ? new Known(authorities, ClientsFile.Read(files[1])) : throw new InvalidDataException("The file of the authorities holds no certificate.");
    }

    private sealed record Known(X509Certificate2Collection Authorities, FrozenDictionary<string, Client> Clients);
}
