using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Transport;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Transport;

/// <summary>TLS on both ports.</summary>
public sealed class TlsTests
{
    /// <summary>Types of TLS records: an alert, and a message of the handshake.</summary>
    private const byte Alert = 21;
    private const byte Handshake = 22;

    private const int Tls11 = 0x0302;
    private const int Tls12 = 0x0303;

    [Fact]
    public async Task BothPorts_WithACertificate_AnswerByTlsAlone()
    {
        await using var tls = await TlsServer.StartAsync();
        Assert.Equal((Uri.UriSchemeHttps, Uri.UriSchemeHttps), (tls.Server.GrpcAddress.Scheme, tls.Server.HttpAddress.Scheme));

        Assert.Empty((await tls.Wire(tls.Key).Actors.ListActorsAsync(new ListActorsRequest())).Actors);
        using HttpClient http = new(tls.Handler());
        using var answer = await http.GetAsync(new Uri(tls.Server.HttpAddress, "health/live"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.False(answer.Headers.Contains("Server"));

        using HttpClient plain = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new UriBuilder(tls.Server.HttpAddress) { Scheme = Uri.UriSchemeHttp }.Uri));
    }

    [Fact]
    public async Task Certificate_ReplacedInItsFiles_IsShownToTheNextConnectionAndOpenOnesStay()
    {
        await using var tls = await TlsServer.StartAsync();
        var wire = tls.Wire(tls.Key);
        await wire.Actors.ListActorsAsync(new ListActorsRequest());
        Assert.Equal("CN=premier", await tls.ShownAsync());

        tls.Write(tls.Authority.Server("CN=second"));

        await Eventually.HoldsAsync(async () => await tls.ShownAsync() == "CN=second", "a new connection is shown the new certificate");
        await wire.Actors.ListActorsAsync(new ListActorsRequest());
        await tls.Wire(tls.Key).Actors.ListActorsAsync(new ListActorsRequest());
    }

    [Fact]
    public async Task Certificate_ReplacedByNonsense_StaysAsItWasUntilARightOneComes()
    {
        await using var tls = await TlsServer.StartAsync();
        tls.WriteNonsense();
        var looked = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.Equal("CN=premier", await tls.ShownAsync());
                return ++looked > 5;
            },
            "connections go on");

        tls.Write(tls.Authority.Server("CN=second"));

        await Eventually.HoldsAsync(async () => await tls.ShownAsync() == "CN=second", "the right one comes into use");
    }

    [Fact]
    public async Task Hello_OfTls11_IsRefusedAndOfTls12IsNot()
    {
        await using var tls = await TlsServer.StartAsync();
        foreach (var address in new[] { tls.Server.GrpcAddress, tls.Server.HttpAddress })
        {
            Assert.Equal(Handshake, await FirstByteAsync(address, Tls12));
            Assert.NotEqual(Handshake, await FirstByteAsync(address, Tls11));
            Assert.True(await FirstByteAsync(address, Tls11) is null or Alert);
        }
    }

    [Fact]
    public async Task Start_WithFilesThatAreNoCertificate_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("citizennetwork-tls-");
        try
        {
            using TestAuthority authority = new();
            using var certificate = authority.Server("CN=un");
            using var other = authority.Server("CN=autre");
            var (file, key) = (Path.Combine(folder.FullName, "server.pem"), Path.Combine(folder.FullName, "server.key"));
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(key, other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

            var wrong = await Assert.ThrowsAsync<WrongSettingsException>(() => CitizenNetworkServer.StartAsync(new ServerSettings(folder.FullName, 0, 0) { Tls = new TlsSettings(file, key) }));

            Assert.Contains("CITIZENNETWORK_TLS_KEY", wrong.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("BEGIN", wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The first byte that a server answers a hello with; null: it closed the connection.</summary>
    private static async Task<byte?> FirstByteAsync(Uri address, int version)
    {
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Hello(version));
        var first = new byte[1];
        try
        {
            return await stream.ReadAsync(first) == 1 ? first[0] : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A hello that offers this version at most, with suites and curves of both versions (RFC 5246, 7.4.1.2).</summary>
    private static byte[] Hello(int version)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0xC0, 0x14];
        byte[] extensions =
        [
            0x00, 0x0A, 0x00, 0x04, 0x00, 0x02, 0x00, 0x17,
            0x00, 0x0B, 0x00, 0x02, 0x01, 0x00,
            0x00, 0x0D, 0x00, 0x06, 0x00, 0x04, 0x04, 0x03, 0x02, 0x03,
        ];
        byte[] body =
        [
            (byte)(version >> 8), (byte)version, .. Encoding.ASCII.GetBytes(new string('r', 32)), 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions,
        ];
        byte[] message = [1, 0, 0, (byte)body.Length, .. body];
        return [Handshake, 3, 1, 0, (byte)message.Length, .. message];
    }
}
