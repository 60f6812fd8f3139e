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

    /// <summary>Makes the first key of this database, an administrator's, or null when it has one already.</summary>
    public async Task<string?> CreateFirstAsync()
    {
        var (key, stored) = Make("first", isAdministrator: true);
        return await store.TryPutFirstAsync(stored, stored.Id) ? key : null;
    }

    /// <summary>Makes the key with this id; an earlier one of the same id no longer opens anything.</summary>
    public async Task<string> CreateAsync(string id, bool isAdministrator = false)
    {
        var (key, stored) = Make(id, isAdministrator);
        await store.PutAsync(stored, stored.Id);
        return key;
    }

    /// <summary>The stored key that this one opens, or null; compared in constant time.</summary>
    public async ValueTask<StoredKey?> FindAsync(string? key)
    {
        var parts = key?.Split('_') ?? [];
        return parts is [Prefix, var id, var secret]
            && await store.FindAsync(id) is { } stored
            && CryptographicOperations.FixedTimeEquals(stored.Hash, Hash(secret))
                ? stored
                : null;
    }

    private static (string Key, StoredKey Stored) Make(string id, bool isAdministrator)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        return ($"{Prefix}_{id}_{secret}", new StoredKey(id, Hash(secret), isAdministrator));
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
