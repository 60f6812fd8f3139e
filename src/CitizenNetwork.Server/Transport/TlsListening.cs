using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CitizenNetwork.Server.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Net.Http.Headers;

namespace CitizenNetwork.Server.Transport;

/// <summary>TLS 1.2 or later on the ports, with the certificate that its files hold at the time of each connection.</summary>
internal sealed class TlsListening
{
    /// <summary>Time for a handshake.</summary>
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>How long a browser asks this host by HTTPS alone: a year.</summary>
    private static readonly TimeSpan s_strictFor = TimeSpan.FromDays(365);

    private readonly WatchedFiles<SslStreamCertificateContext> _certificates;
    private readonly ClientCertificates _clients;

    /// <param name="settings">Where the files are.</param>
    /// <param name="clients">Certificates of callers.</param>
    /// <param name="clock">Says when to look at the files again.</param>
    /// <param name="logger">Told when they change.</param>
    /// <exception cref="WrongSettingsException">They do not hold a certificate and its key.</exception>
    public TlsListening(TlsSettings settings, ClientCertificates clients, TimeProvider clock, ILogger logger)
    {
        _clients = clients;
        try
        {
            _certificates = new WatchedFiles<SslStreamCertificateContext>([settings.CertificateFile, settings.KeyFile], files => ServerCertificates.Read(files[0], files[1]), clock, logger);
        }
        catch (Exception exception)
        {
            throw new WrongSettingsException([$"{KnownSettings.TlsCertificate.Names} and {KnownSettings.TlsKey.Names} cannot be used ({exception.Message}): they must be {KnownSettings.TlsCertificate.Right}, and {KnownSettings.TlsKey.Right}."]);
        }
    }

    /// <summary>Puts TLS on a port.</summary>
    public void On(ListenOptions listen, SslApplicationProtocol protocol) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = s_handshake,
        OnConnection = _ => ValueTask.FromResult(Options(protocol)),
    });

    /// <summary>Tells browsers to come by HTTPS from now on (RFC 6797).</summary>
    public static void UseStrictTransport(WebApplication app) => app.Use((http, next) =>
    {
        http.Response.Headers[HeaderNames.StrictTransportSecurity] = $"max-age={(long)s_strictFor.TotalSeconds}";
        return next(http);
    });

    private SslServerAuthenticationOptions Options(SslApplicationProtocol protocol) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ServerCertificateContext = _certificates.Current,
        ApplicationProtocols = [protocol],
        ClientCertificateRequired = _clients.AreAccepted,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,

        // A caller may also come with a key or a token and show nothing.
        RemoteCertificateValidationCallback = (_, shown, chain, _) =>
            shown is null || (shown is X509Certificate2 certificate && _clients.IsTrusted(certificate, chain?.ChainPolicy.ExtraStore ?? [])),
    };
}
