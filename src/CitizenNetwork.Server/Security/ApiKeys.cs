using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Storage.ApiKeys;

namespace CitizenNetwork.Server.Security;

/// <summary>
/// Keys of callers: <c>cn_{id}_{secret}</c> with 256 bits of secret, shown once and kept as a SHA-256 (a random secret of
/// that length needs no slow hash). A key may have two secrets for a while: the one before its last rotation opens until
/// its grace is over, so that no call is refused while its holder takes the new one into use.
/// </summary>
internal sealed class ApiKeys(IApiKeys store, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Metadata key that carries the key.</summary>
    public const string MetadataKey = "x-api-key";

    /// <summary>How long the old secret opens after a rotation that does not say: time for a holder to change its settings.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromDays(1);

    /// <summary>Longest time that an old secret opens.</summary>
    public static readonly TimeSpan MaxGrace = TimeSpan.FromDays(30);

    private const string Prefix = "cn";
    private const int SecretBytes = 32;

    /// <summary>Of the random part of a made id.</summary>
    private const int IdBytes = 6;

    /// <summary>Begins the ids of keys that are not bound to a source.</summary>
    private const string UnboundPrefix = "key";

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

    /// <summary>Makes a key with roles. Only one that is a partner's system and nothing else is bound to that source.</summary>
    /// <param name="grants">Its roles.</param>
    /// <param name="label">What it is for.</param>
    /// <param name="expiresAt">From when on it opens nothing; null: it does for ever.</param>
    public async Task<(string Key, string Id)> CreateAsync(ImmutableArray<Grant> grants, string label, DateTimeOffset? expiresAt)
    {
        var source = grants is [{ Role: AccessRole.PartnerSystem, Place: var place }] ? place : null;
        var (key, stored) = Make($"{source ?? UnboundPrefix}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}", grants.Contains(Grant.Administrator));
        await store.PutAsync(stored with { Source = source, Given = grants, ExpiresAt = expiresAt }, label);
        return (key, stored.Id);
    }

    /// <summary>Gives a key another secret, which opens at once; null when there is no such key.</summary>
    /// <param name="id">Public part of the key.</param>
    /// <param name="grace">How long the secret that it had still opens; an older one ends.</param>
    public async Task<string?> RotateAsync(string id, TimeSpan grace)
    {
        var (key, stored) = Make(id, isAdministrator: false);
        return await store.RotateAsync(id, stored.Hash, clock.GetUtcNow() + grace) ? key : null;
    }

    /// <summary>The stored key that this one opens, or null; compared in constant time. It may have expired.</summary>
    public async ValueTask<(StoredKey? Key, bool IsExpired)> FindAsync(string? key)
    {
        var parts = key?.Split('_') ?? [];
        if (parts is not [Prefix, var id, var secret] || await store.FindAsync(id) is not { } stored)
        {
            return default;
        }

        var (hash, now) = (Hash(secret), clock.GetUtcNow());
        var isNewest = CryptographicOperations.FixedTimeEquals(stored.Hash, hash);
        var isOld = stored is { OldHash: { } old, OldUntil: { } until } && CryptographicOperations.FixedTimeEquals(old, hash) && now < until;
        return isNewest || isOld ? (stored, stored.ExpiresAt <= now) : default;
    }

    private static (string Key, StoredKey Stored) Make(string id, bool isAdministrator)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        return ($"{Prefix}_{id}_{secret}", new StoredKey(id, Hash(secret), isAdministrator));
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
