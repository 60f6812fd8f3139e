using System.Security.Cryptography.X509Certificates;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Transport;

/// <summary>Mutual TLS: partners' systems that show a certificate instead of sending a key.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private const string Clients =
        """
        [
          { "dns": "portail.mairie.example", "grants": [{ "role": "PARTNER_SYSTEM", "place": "mairie" }] },
          { "subject": "CN=Exploitation", "grants": [{ "role": "PLATFORM_ADMINISTRATOR" }] }
        ]
        """;

    private TlsServer _tls = null!;

    public async Task InitializeAsync() => _tls = await TlsServer.StartAsync(Clients);

    public async Task DisposeAsync() => await _tls.DisposeAsync();

    [Fact]
    public async Task Certificate_OfTheFile_OpensWhatItSays()
    {
        using var partner = _tls.Authority.Client("CN=quelconque", "portail.mairie.example");
        using var operatorOf = _tls.Authority.Client("CN=Exploitation");

        UpsertActorsRequest rows = new() { Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor("Le Jardin") } } };
        Assert.Equal(1, (await _tls.Wire(certificate: partner).Sources.UpsertActorsAsync(rows)).Summary.AddedCount);
        rows.Source = "autre";
        (await WireError.OfAsync(async () => await _tls.Wire(certificate: partner).Sources.UpsertActorsAsync(rows))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
        (await WireError.OfAsync(() => StatusAsync(partner))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
        Assert.NotEmpty((await StatusAsync(operatorOf)).ProgramVersion);
    }

    [Fact]
    public async Task Certificate_ThatTheFileDoesNotName_IsRefusedUnlessAKeyIsSent()
    {
        using var stranger = _tls.Authority.Client("CN=inconnu", "portail.example");

        (await WireError.OfAsync(() => StatusAsync(stranger))).AssertIs(StatusCode.Unauthenticated, "CERTIFICATE_UNKNOWN", "fr-FR");
        Assert.NotEmpty((await _tls.Wire(_tls.AdministratorKey, stranger).Administration.GetStatusAsync(new GetStatusRequest())).ProgramVersion);
        Assert.NotEmpty((await _tls.Wire(_tls.AdministratorKey).Administration.GetStatusAsync(new GetStatusRequest())).ProgramVersion);
    }

    [Fact]
    public async Task Certificate_ThatNoAuthorityVouchesFor_GetsNoConnection()
    {
        using TestAuthority other = new("CN=Autorité de tests");
        using var forged = other.Client("CN=Exploitation");
        using var ofServer = _tls.Authority.Client("CN=Exploitation", isOfServer: true);
        using var old = _tls.Authority.Client("CN=Exploitation", until: SettableClock.Start.AddDays(-1));

        foreach (var certificate in new[] { forged, ofServer, old })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => StatusAsync(certificate));
            Assert.True(error.StatusCode is StatusCode.Unavailable or StatusCode.Internal, error.ToString());
            Assert.Null(error.Trailers.GetValueBytes("grpc-status-details-bin"));
        }
    }

    [Fact]
    public async Task Certificate_TakenOutOfTheFileOrExpired_EndsOnOpenConnectionsToo()
    {
        using var operatorOf = _tls.Authority.Client("CN=Exploitation", until: SettableClock.Start.AddDays(1));
        var wire = _tls.Wire(certificate: operatorOf);
        await wire.Administration.GetStatusAsync(new GetStatusRequest());

        _tls.WriteClients("[]");
        await Eventually.HoldsAsync(async () => await IsRefusedAsync(wire), "the certificate opens nothing any more");
        _tls.WriteClients(Clients);
        await Eventually.HoldsAsync(async () => !await IsRefusedAsync(wire), "the certificate opens again");
        _tls.Clock.Now = SettableClock.Start.AddDays(1);

        Assert.True(await IsRefusedAsync(wire));
    }

    private static async Task<bool> IsRefusedAsync(Wire wire)
    {
        try
        {
            await wire.Administration.GetStatusAsync(new GetStatusRequest());
            return false;
        }
        catch (RpcException refused)
        {
            WireError.Of(refused).AssertIs(StatusCode.Unauthenticated, "CERTIFICATE_UNKNOWN", "fr-FR");
            return true;
        }
    }

    private async Task<GetStatusResponse> StatusAsync(X509Certificate2 certificate) => await _tls.Wire(certificate: certificate).Administration.GetStatusAsync(new GetStatusRequest());
}
