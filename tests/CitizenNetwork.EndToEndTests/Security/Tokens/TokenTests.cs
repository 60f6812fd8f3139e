using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Testing;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Security.Tokens;

/// <summary>Tokens of an OpenID Connect issuer that runs in this process.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Method = "citizennetwork.v1.AdministrationService/GetStatus";

    private static readonly string[] s_roles = ["other", "citizennetwork-admin"];

    private readonly SigningKey _rsa = SigningKey.Rsa("rsa-1");
    private readonly SigningKey _pss = SigningKey.Rsa("pss-1", "PS256");
    private readonly SigningKey _ec = SigningKey.Ec("ec-1");
    private TestIssuer _issuer = null!;
    private ServerFixture _server = null!;

    private static DateTimeOffset Now => SettableClock.Start;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync(_rsa, _pss, _ec);
        _server = await StartAsync(_issuer.Name);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Token_SignedByTheIssuer_OpensByEachAlgorithmOnBothFaces()
    {
        foreach (var key in new[] { _rsa, _pss, _ec })
        {
            var token = Administrator(key);

            Assert.NotEmpty((await StatusAsync(token)).ProgramVersion);
            using JsonCaller json = new(_server.HttpAddress);
            Assert.Equal(200, (await json.PostAsync(Method, JsonCaller.Json("{}"), request => request.Headers.Add("Authorization", $"Bearer {token}"))).Http);
        }

        Assert.Equal(1, _issuer.Asked);
    }

    [Fact]
    public async Task Token_WithoutTheAdministratorsClaim_IsOfAPersonWithoutRoles()
    {
        var error = await WireError.OfAsync(() => StatusAsync(_issuer.Token(_rsa, Now)));
        error.AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
        foreach (var wrong in new object[] { "admin", "citizennetwork-admi", new[] { "other" }, new { role = "citizennetwork-admin" } })
        {
            (await WireError.OfAsync(() => StatusAsync(_issuer.Token(_rsa, Now, claims => claims["roles"] = wrong)))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
        }

        Assert.NotEmpty((await StatusAsync(_issuer.Token(_rsa, Now, claims => claims["roles"] = s_roles))).ProgramVersion);
    }

    [Fact]
    public async Task Token_ThatIsForged_IsRefusedAndTheIssuerIsNotAskedAgain()
    {
        await StatusAsync(Administrator(_rsa));
        var stranger = SigningKey.Rsa(_rsa.Id);
        object claims = new { iss = _issuer.Name, sub = "marie", aud = TestIssuer.Audience, exp = Now.AddMinutes(5).ToUnixTimeSeconds(), roles = "citizennetwork-admin" };
        var publicKey = JsonSerializer.SerializeToUtf8Bytes(_rsa.Published);
        var right = Administrator(_rsa);
        Dictionary<string, string> forged = new()
        {
            ["alg=none"] = TestIssuer.Sign(new { alg = "none", typ = "JWT", kid = _rsa.Id }, claims, _ => []),
            ["alg=nOnE"] = TestIssuer.Sign(new { alg = "nOnE", typ = "JWT" }, claims, _ => []),
            ["HS256 with the public key"] = TestIssuer.Sign(new { alg = "HS256", typ = "JWT", kid = _rsa.Id }, claims, data => HMACSHA256.HashData(publicKey, data)),
            ["no algorithm"] = TestIssuer.Sign(new { typ = "JWT", kid = _rsa.Id }, claims, _rsa.Sign),
            ["another key of the same name"] = _issuer.Token(stranger, Now),
            ["the key of another algorithm"] = TestIssuer.Sign(new { alg = "ES256", typ = "JWT", kid = _rsa.Id }, claims, _rsa.Sign),
            ["no signature"] = right[..(right.LastIndexOf('.') + 1)],
            ["a changed payload"] = string.Join('.', right.Split('.')[0], TestIssuer.Encode(Encoding.UTF8.GetBytes("""{"iss":"x","sub":"paul"}""")), right.Split('.')[2]),
            ["another audience"] = _issuer.Token(_rsa, Now, token => token["aud"] = "other"),
            ["no audience"] = _issuer.Token(_rsa, Now, token => token.Remove("aud")),
            ["another issuer"] = _issuer.Token(_rsa, Now, token => token["iss"] = "https://issuer.example"),
            ["no issuer"] = _issuer.Token(_rsa, Now, token => token.Remove("iss")),
            ["no subject"] = _issuer.Token(_rsa, Now, token => token.Remove("sub")),
            ["no end"] = TestIssuer.Sign(_rsa.Header, new { iss = _issuer.Name, sub = "marie", aud = TestIssuer.Audience, roles = "citizennetwork-admin" }, _rsa.Sign),
            ["two parts"] = "e30.e30",
            ["five parts"] = "e30.e30.e30.e30.e30",
            ["no JSON"] = "####.####.####",
            ["long"] = new string('a', 5_000) + "." + new string('b', 3_500) + ".c",
        };

        foreach (var (what, token) in forged)
        {
            var error = await WireError.OfAsync(() => StatusAsync(token));
            Assert.True(error.Code == StatusCode.Unauthenticated, $"{what}: {error.Code} {error.Detail}");
            Assert.True(error.Info!.Reason is "TOKEN_INVALID" or "TOKEN_EXPIRED", $"{what}: {error.Info.Reason}");
        }

        Assert.Equal(1, _issuer.Asked);
    }

    [Fact]
    public async Task Token_OutsideItsTime_IsRefusedBeyondTheSkew()
    {
        var end = Now.AddMinutes(5);
        var token = Administrator(_ec);

        _server.Clock.Now = end + BearerTokens.ClockSkew - TimeSpan.FromSeconds(1);
        Assert.NotEmpty((await StatusAsync(token)).ProgramVersion);
        _server.Clock.Now = end + BearerTokens.ClockSkew;
        (await WireError.OfAsync(() => StatusAsync(token))).AssertIs(StatusCode.Unauthenticated, "TOKEN_EXPIRED", "fr-FR");
        _server.Clock.Now = Now.AddMinutes(-1) - BearerTokens.ClockSkew;
        Assert.NotEmpty((await StatusAsync(token)).ProgramVersion);
        _server.Clock.Now -= TimeSpan.FromSeconds(1);
        (await WireError.OfAsync(() => StatusAsync(token))).AssertIs(StatusCode.Unauthenticated, "TOKEN_NOT_YET_VALID", "fr-FR");
    }

    [Theory]
    [InlineData("Basic bWFyaWU6c2VjcmV0")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("e30.e30.e30")]
    public async Task Header_ThatIsNoBearerToken_IsRefused(string header) =>
        (await WireError.OfAsync(() => StatusOfHeaderAsync(header))).AssertIs(StatusCode.Unauthenticated, "TOKEN_INVALID", "fr-FR");

    [Fact]
    public async Task Header_ThatIsGiant_EndsTheCallAndNothingElse()
    {
        using JsonCaller json = new(_server.HttpAddress);
        var answer = await json.PostAsync(Method, JsonCaller.Json("{}"), request => request.Headers.Add("Authorization", "Bearer " + new string('a', 40_000)));
        Assert.Equal((int)HttpStatusCode.RequestHeaderFieldsTooLarge, answer.Http);
        await Assert.ThrowsAsync<RpcException>(() => StatusAsync(new string('a', 40_000)));

        Assert.NotEmpty((await StatusAsync(Administrator(_rsa))).ProgramVersion);
    }

    [Fact]
    public async Task KeyAndToken_Together_AreRefused()
    {
        Metadata both = new() { { "authorization", $"Bearer {Administrator(_rsa)}" }, { "x-api-key", _server.AdministratorKey } };

        var error = await WireError.OfAsync(async () => await _server.With(string.Empty).Administration.GetStatusAsync(new GetStatusRequest(), both));

        error.AssertIs(StatusCode.Unauthenticated, "TWO_CREDENTIALS", "fr-FR");
    }

    [Fact]
    public async Task KeyRotation_UnderLoad_RefusesNoValidToken()
    {
        SigningKey[] keys = [_rsa, SigningKey.Ec("ec-2")];
        var newest = 0;
        var calls = 0;
        using CancellationTokenSource enough = new();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await StatusAsync(Administrator(keys[Volatile.Read(ref newest)]));
                Interlocked.Increment(ref calls);
            }
        })).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref calls) > 50), "calls with the first key");

        _issuer.Publish(keys);
        Volatile.Write(ref newest, 1);
        var atRotation = Volatile.Read(ref calls);
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref calls) > atRotation + 100 || callers.Exists(caller => caller.IsFaulted)), "calls with the second key");
        await enough.CancelAsync();

        await Task.WhenAll(callers);
        Assert.Equal(2, _issuer.Asked);
    }

    [Fact]
    public async Task UnknownKeyNames_AFlood_AskTheIssuerAFewTimes()
    {
        await StatusAsync(Administrator(_rsa));
        for (var i = 0; i < 50; i++)
        {
            (await WireError.OfAsync(() => StatusAsync(_issuer.Token(SigningKey.Ec($"made-up-{i}"), Now)))).AssertIs(StatusCode.Unauthenticated, "TOKEN_INVALID", "fr-FR");
        }

        // Time may pass meanwhile; a flood of questions would be 50.
        Assert.InRange(_issuer.Asked, 2, 25);
        Assert.NotEmpty((await StatusAsync(Administrator(_rsa))).ProgramVersion);
    }

    [Fact]
    public async Task Issuer_OutOfReach_IsUnavailableAndServesOnceItIsBack()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await using var server = new Disposing(await StartAsync($"http://{silent.LocalEndpoint}"));
        var token = _issuer.Token(_rsa, Now, claims => claims["iss"] = $"http://{silent.LocalEndpoint}");

        // It takes connections and never answers: the call ends by the server's patience, not by the caller's.
        var error = await WireError.OfAsync(() => StatusAsync(token, server.Fixture));

        error.AssertIs(StatusCode.Unavailable, "ISSUER_UNAVAILABLE", "fr-FR");
        Assert.NotNull(error.Retry);
        Assert.NotEmpty((await server.Fixture.With(server.Fixture.AdministratorKey).Administration.GetStatusAsync(new GetStatusRequest())).ProgramVersion);
    }

    [Fact]
    public async Task Metadata_OfAnotherIssuer_IsNotBelieved()
    {
        _issuer.OtherName = "https://issuer.example";

        (await WireError.OfAsync(() => StatusAsync(Administrator(_rsa)))).AssertIs(StatusCode.Unavailable, "ISSUER_UNAVAILABLE", "fr-FR");
    }

    [Fact]
    public async Task Token_WhereNoIssuerIsSet_IsRefused()
    {
        await using var server = new Disposing(await ServerFixture.StartAsync());

        (await WireError.OfAsync(() => StatusAsync(Administrator(_rsa), server.Fixture))).AssertIs(StatusCode.Unauthenticated, "TOKENS_NOT_ACCEPTED", "fr-FR");
    }

    private static Task<ServerFixture> StartAsync(string issuer) => ServerFixture.StartAsync(settings => settings with
    {
        Tokens = new TokenSettings(issuer, TestIssuer.Audience, new Uri($"{issuer}/.well-known/openid-configuration"), new TokenClaim("roles", "citizennetwork-admin")),
    });

    private string Administrator(SigningKey key) => _issuer.Token(key, Now, claims => claims["roles"] = "citizennetwork-admin");

    private Task<GetStatusResponse> StatusAsync(string token, ServerFixture? server = null) => StatusOfHeaderAsync($"Bearer {token}", server);

    private async Task<GetStatusResponse> StatusOfHeaderAsync(string header, ServerFixture? server = null) =>
        await (server ?? _server).With(string.Empty).Administration.GetStatusAsync(new GetStatusRequest(), new Metadata { { "authorization", header } });

    private sealed class Disposing(ServerFixture fixture) : IAsyncDisposable
    {
        public ServerFixture Fixture => fixture;

        public async ValueTask DisposeAsync() => await fixture.DisposeAsync();
    }
}
