using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Storage.ApiKeys;

namespace CitizenNetwork.Server.Security;

/// <summary>
/// Keys of callers: <c>cn_{id}_{secret}</c> with 256 bits of secret, shown once and kept as a SHA-256 (a random secret of
/// that length needs no slow hash).
/// </summary>
internal sealed class ApiKeys(IApiKeys store)
{
    /// <summary>Metadata key that carries the key.</summary>
    public const string MetadataKey = "x-api-key";

    private const string Prefix = "cn";
    private const int SecretBytes = 32;

    /// <summary>Makes the first key of this database, or null when it has one already.</summary>
    /// <param name="keep">
    /// Keeps the key somewhere before it opens anything: when that fails the database still has none, and the next start
    /// makes another one. Null: the caller shows it.
    /// </param>
    public async Task<string?> CreateFirstAsync(Func<string, Task>? keep = null) =>
        await store.AnyAsync() ? null : await CreateAsync("first", keep);

    /// <summary>Makes the key with this id; an earlier one of the same id no longer opens anything.</summary>
    public async Task<string> CreateAsync(string id, Func<string, Task>? keep = null)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = $"{Prefix}_{id}_{secret}";
        await (keep?.Invoke(key) ?? Task.CompletedTask);
        await store.PutAsync(id, Hash(secret), id);
        return key;
    }

    /// <summary>Whether the key opens this service; compared in constant time.</summary>
    public async ValueTask<bool> IsValidAsync(string? key)
    {
        var parts = key?.Split('_') ?? [];
        return parts is [Prefix, var id, var secret]
            && await store.FindHashAsync(id) is { } hash
            && CryptographicOperations.FixedTimeEquals(hash, Hash(secret));
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
