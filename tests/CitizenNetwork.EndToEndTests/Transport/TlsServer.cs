using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Transport;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Transport;

/// <summary>A server with TLS whose certificates a test writes to files.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-tls-");
    private readonly List<IDisposable> _channels = [];
    private CitizenNetworkServer? _server;

    private TlsServer()
    {
    }

    public TestAuthority Authority { get; } = new();

    public CitizenNetworkServer Server => _server!;

    public SettableClock Clock { get; } = new();

    public string Key { get; private set; } = string.Empty;

    public string AdministratorKey { get; private set; } = string.Empty;

    private string CertificateFile => Path.Combine(_folder.FullName, "server.pem");

    private string KeyFile => Path.Combine(_folder.FullName, "server.key");

    private string ClientsFile => Path.Combine(_folder.FullName, "clients.json");

    /// <summary>Starts one.</summary>
    /// <param name="clients">The file of clients; null: callers show no certificates.</param>
    public static async Task<TlsServer> StartAsync(string? clients = null)
    {
        TlsServer tls = new();
        tls.Write(tls.Authority.Server("CN=premier"));
        TlsSettings settings = new(tls.CertificateFile, tls.KeyFile);
        if (clients is not null)
        {
            var authorities = Path.Combine(tls._folder.FullName, "authorities.pem");
            await File.WriteAllTextAsync(authorities, tls.Authority.Certificate.ExportCertificatePem());
            tls.WriteClients(clients);
            settings = settings with { ClientAuthorityFile = authorities, ClientsFile = tls.ClientsFile };
        }

        tls._server = await CitizenNetworkServer.StartAsync(
            new ServerSettings(Path.Combine(tls._folder.FullName, "data"), 0, 0) { Tls = settings },
            services => services.AddWideLimits().AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, tls.Clock));
        var keys = tls._server.Services.GetRequiredService<ApiKeys>();
        tls.Key = await keys.CreateAsync("tests");
        tls.AdministratorKey = await keys.CreateAsync("operator", isAdministrator: true);
        return tls;
    }

    /// <summary>Puts another certificate into the server's files.</summary>
    public void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(CertificateFile, $"{certificate.ExportCertificatePem()}\n{Authority.Certificate.ExportCertificatePem()}\n");
        File.WriteAllText(KeyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Puts something that is no certificate there.</summary>
    public void WriteNonsense() => File.WriteAllText(CertificateFile, "-----BEGIN CERTIFICATE-----\nrien\n");

    public void WriteClients(string json) => File.WriteAllText(ClientsFile, json);

    /// <summary>Clients that trust the authority alone, on a connection of their own.</summary>
    public Wire Wire(string key = "", X509Certificate2? certificate = null)
    {
        var channel = GrpcChannel.ForAddress(Server.GrpcAddress, new GrpcChannelOptions { HttpHandler = Handler(certificate), DisposeHttpClient = true });
        _channels.Add(channel);
        return Running.Wire.On(channel, key, string.Empty);
    }

    public SocketsHttpHandler Handler(X509Certificate2? certificate = null) => new()
    {
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { Authority.Certificate } },
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        },
    };

    /// <summary>The name of the certificate that a new connection is shown.</summary>
    public async Task<string> ShownAsync()
    {
        using System.Net.Sockets.TcpClient client = new();
        await client.ConnectAsync(Server.HttpAddress.Host, Server.HttpAddress.Port);
        await using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null });
        return stream.RemoteCertificate!.Subject;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
