using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CitizenNetwork.Server.Transport;

/// <summary>Makes of two PEM files what a handshake needs.</summary>
internal static class ServerCertificates
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">They hold no certificate, or the key is of another one.</exception>
    public static SslStreamCertificateContext Read(byte[] certificates, byte[] key)
    {
        var pem = Encoding.UTF8.GetString(certificates);
        using var bare = X509Certificate2.CreateFromPem(pem, Encoding.UTF8.GetString(key));
        X509Certificate2Collection all = [];
        all.ImportFromPem(pem);

        // Offline: the files say the whole chain, nothing is fetched. Handshakes of some systems cannot use a key that is in no store.
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), password: null), all, offline: true);
    }
}
