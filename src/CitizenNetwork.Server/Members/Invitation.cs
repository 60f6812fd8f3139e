using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Server.Members;

/// <summary>What somebody who is invited is handed: <c>inv_{id of the member}_{secret}</c>, with 256 bits of secret of which the service keeps the hash.</summary>
/// <param name="Member">Id of the member.</param>
/// <param name="Secret">The secret, lower-case hexadecimal.</param>
internal sealed record Invitation(string Member, string Secret)
{
    private const string Prefix = "inv";
    private const int SecretBytes = 32;

    /// <summary>SHA-256 of the secret, lower-case hexadecimal: a random secret of that length needs no slow hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public static Invitation For(string member) => new(member, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>The invitation in a text; null: it is none.</summary>
    public static Invitation? Read(string text) =>
        text.Split('_') is [Prefix, var member, var secret] && Slug.IsValid(member) && secret.Length == 2 * SecretBytes ? new Invitation(member, secret) : null;

    public override string ToString() => $"{Prefix}_{Member}_{Secret}";
}
