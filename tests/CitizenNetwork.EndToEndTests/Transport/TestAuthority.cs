using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CitizenNetwork.EndToEndTests.Transport;

/// <summary>An authority that signs real certificates for tests.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "CN=Autorité de tests")
    {
        CertificateRequest request = new(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = request.CreateSelfSigned(From, From.AddYears(20));
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>From when on its certificates hold, long before any clock of a test.</summary>
    private static DateTimeOffset From { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A certificate of a server at the loopback address.</summary>
    public X509Certificate2 Server(string name) => Make(name, ServerAuthentication, From.AddYears(20).AddDays(-1), "localhost");

    /// <summary>A certificate of a client.</summary>
    public X509Certificate2 Client(string name, string? dns = null, DateTimeOffset? until = null, bool isOfServer = false) =>
        Make(name, isOfServer ? ServerAuthentication : ClientAuthentication, until ?? From.AddYears(20).AddDays(-1), dns);

    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private X509Certificate2 Make(string name, string usage, DateTimeOffset until, string? dns)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (dns is not null)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(dns);
            names.AddIpAddress(System.Net.IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using var signed = request.Create(Certificate, From, until, RandomNumberGenerator.GetBytes(16));
        return X509CertificateLoader.LoadPkcs12(signed.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
