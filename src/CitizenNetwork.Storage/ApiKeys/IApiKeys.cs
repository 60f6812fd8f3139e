using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;

namespace CitizenNetwork.Storage.ApiKeys;

/// <summary>A key by which a program calls the API.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Hash">SHA-256 of its secret.</param>
/// <param name="IsAdministrator">Whether it opens what administers the service.</param>
/// <param name="Source">Source that it is bound to: it writes only what that source registers. Null: it acts for any source.</param>
public sealed record StoredKey(string Id, byte[] Hash, bool IsAdministrator, string? Source = null)
{
    /// <summary>Its roles as they were given; null: those that <see cref="IsAdministrator"/> and <see cref="Source"/> say.</summary>
    public ImmutableArray<Grant>? Given { get; init; }

    /// <summary>From when on it opens nothing, UTC; null: it does for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>SHA-256 of the secret before the last rotation; null: there is none.</summary>
    public byte[]? OldHash { get; init; }

    /// <summary>Until when that one opens, UTC.</summary>
    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>Its roles.</summary>
    public ImmutableArray<Grant> Grants => GrantsOf(Given, IsAdministrator, Source);

    internal static ImmutableArray<Grant> GrantsOf(ImmutableArray<Grant>? given, bool isAdministrator, string? source) =>
        given ?? (isAdministrator ? [Grant.Administrator] : source is null ? [Grant.Editor] : [new Grant(AccessRole.PartnerSystem, source)]);
}

/// <summary>A key as it is listed.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Label">What it is for.</param>
/// <param name="Grants">Its roles.</param>
/// <param name="Source">Source that it is bound to, or null.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">From when on it opens nothing, UTC; null: it does for ever.</param>
/// <param name="LastUsedAt">About when it opened something last, UTC; null: never.</param>
/// <param name="OldUntil">Until when the secret before the last rotation opens, UTC; null: there is none.</param>
public sealed record ListedKey(
    string Id, string Label, ImmutableArray<Grant> Grants, string? Source, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? OldUntil);

/// <summary>The keys by which programs call the API; only hashes of their secrets are kept.</summary>
public interface IApiKeys
{
    /// <summary>Whether any key exists.</summary>
    Task<bool> AnyAsync();

    /// <summary>Keeps a key when there is none yet, whichever of several servers asks first; false when there was one.</summary>
    Task<bool> TryPutFirstAsync(StoredKey key, string label);

    /// <summary>Keeps a key; an earlier one with the same id is replaced.</summary>
    Task PutAsync(StoredKey key, string label);

    /// <summary>The key with this id, or null when there is none.</summary>
    Task<StoredKey?> FindAsync(string id);

    /// <summary>The key with this id as it is listed, or null when there is none.</summary>
    Task<ListedKey?> ShowAsync(string id);

    /// <summary>Keys whose id comes after <paramref name="afterId"/>, in ordinal order, at most <paramref name="limit"/>.</summary>
    /// <param name="afterId">Empty: from the first.</param>
    /// <param name="source">Only those bound to this source; empty: all.</param>
    /// <param name="limit">Most keys.</param>
    Task<IReadOnlyList<ListedKey>> ListAsync(string afterId, string source, int limit);

    /// <summary>Gives a key another secret; the one it had becomes its old one, which ends an older one. False when there is no such key.</summary>
    /// <param name="id">Public part of the key.</param>
    /// <param name="hash">SHA-256 of the new secret.</param>
    /// <param name="oldUntil">Until when the old one opens, UTC.</param>
    Task<bool> RotateAsync(string id, byte[] hash, DateTimeOffset oldUntil);

    /// <summary>Forgets the old secret of a key, if it has one; false when there is no such key.</summary>
    Task<bool> ForgetOldAsync(string id);

    /// <summary>Notes when a key opened something; an earlier time than the noted one changes nothing.</summary>
    Task UsedAsync(string id, DateTimeOffset at);

    /// <summary>Forgets a key, which from now on opens nothing; false when there is none.</summary>
    Task<bool> RemoveAsync(string id);
}
