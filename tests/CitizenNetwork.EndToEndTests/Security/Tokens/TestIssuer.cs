using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CitizenNetwork.EndToEndTests.Security.Tokens;

/// <summary>
/// An OpenID Connect issuer in this process: it publishes its metadata and keys over HTTP and signs tokens with them. The
/// tokens are made here by hand, so that they can be wrong in every way.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "citizennetwork";

    private readonly WebApplication _app;
    private volatile IReadOnlyList<SigningKey> _published;
    private int _asked;

    private TestIssuer(WebApplication app, IReadOnlyList<SigningKey> keys) => (_app, _published) = (app, keys);

    /// <summary>Its name and address.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Times that its keys were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What it calls itself in its metadata; null: its name.</summary>
    public string? OtherName { get; set; }

    public static async Task<TestIssuer> StartAsync(params IReadOnlyList<SigningKey> keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TestIssuer issuer = new(builder.Build(), keys);
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.OtherName ?? issuer.Name, jwks_uri = $"{issuer.Name}/keys" }));
        issuer._app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref issuer._asked);
            return Results.Json(new { keys = issuer._published.Select(key => key.Published) });
        });
        await issuer._app.StartAsync();
        issuer.Name = issuer._app.Urls.Single();
        return issuer;
    }

    /// <summary>Publishes these keys and no others from now on.</summary>
    public void Publish(params IReadOnlyList<SigningKey> keys) => _published = keys;

    /// <summary>A token that is right in everything that is not changed.</summary>
    public string Token(SigningKey key, DateTimeOffset now, Action<Dictionary<string, object>>? change = null)
    {
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Name,
            ["sub"] = "marie",
            ["aud"] = Audience,
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return Sign(key.Header, claims, key.Sign);
    }

    public static string Sign(object header, object claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>A key pair of an issuer.</summary>
internal sealed class SigningKey
{
    private SigningKey(string id, string algorithm, object published, Func<byte[], byte[]> sign) =>
        (Id, Header, Published, Sign) = (id, new { alg = algorithm, typ = "JWT", kid = id }, published, sign);

    public string Id { get; }

    public object Header { get; }

    /// <summary>Its public half as a JSON Web Key.</summary>
    public object Published { get; }

    public Func<byte[], byte[]> Sign { get; }

    /// <summary>RSA of 2048 bits, RS256 or PS256.</summary>
    public static SigningKey Rsa(string id, string algorithm = "RS256")
    {
        var rsa = RSA.Create(2048);
        var open = rsa.ExportParameters(includePrivateParameters: false);
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return new SigningKey(
            id, algorithm, new { kty = "RSA", use = "sig", kid = id, n = TestIssuer.Encode(open.Modulus!), e = TestIssuer.Encode(open.Exponent!) }, data => rsa.SignData(data, HashAlgorithmName.SHA256, padding));
    }

    /// <summary>ES256.</summary>
    public static SigningKey Ec(string id)
    {
        var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var open = ec.ExportParameters(includePrivateParameters: false);
        return new SigningKey(
            id, "ES256", new { kty = "EC", use = "sig", kid = id, crv = "P-256", x = TestIssuer.Encode(open.Q.X!), y = TestIssuer.Encode(open.Q.Y!) }, data => ec.SignData(data, HashAlgorithmName.SHA256));
    }
}
