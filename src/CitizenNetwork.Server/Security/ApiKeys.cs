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

    /// <summary>Of the random part of a made id.</summary>
    private const int IdBytes = 6;

    /// <summary>
    /// Makes the first key of this database, an administrator's, or null when it has one already: of several servers that
    /// start together one makes it.
    /// </summary>
    /// <param name="keep">
    /// Keeps the key somewhere before it opens anything: when that fails the database still has none, and the next start
    /// makes another one. Null: the caller shows it.
    /// </param>
    /// <param name="forget">Takes back what <paramref name="keep"/> kept, when another server was first after all.</param>
    public async Task<string?> CreateFirstAsync(Func<string, Task>? keep = null, Action? forget = null)
    {
        if (await store.AnyAsync())
        {
            return null;
        }

        var (key, stored) = Make("first", isAdministrator: true);
        await (keep?.Invoke(key) ?? Task.CompletedTask);
        if (await store.TryPutFirstAsync(stored, stored.Id))
        {
            return key;
        }

        forget?.Invoke();
        return null;
    }

    /// <summary>Makes the key with this id; an earlier one of the same id no longer opens anything.</summary>
    public async Task<string> CreateAsync(string id, bool isAdministrator = false)
    {
        var (key, stored) = Make(id, isAdministrator);
        await store.PutAsync(stored, stored.Id);
        return key;
    }

    /// <summary>Makes a key that is bound to a source; a source may have several.</summary>
    public async Task<(string Key, string Id)> CreateBoundAsync(string source, string label)
    {
        var (key, stored) = Make($"{source}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}", isAdministrator: false);
        await store.PutAsync(stored with { Source = source }, label);
        return (key, stored.Id);
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
