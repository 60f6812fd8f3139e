namespace CitizenNetwork.Storage.ApiKeys;

/// <summary>A key by which a program calls the API.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Hash">SHA-256 of its secret.</param>
/// <param name="IsAdministrator">Whether it opens what administers the service.</param>
/// <param name="Source">Source that it is bound to: it writes only what that source registers. Null: it acts for any source.</param>
public sealed record StoredKey(string Id, byte[] Hash, bool IsAdministrator, string? Source = null);

/// <summary>A key as it is listed.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Label">What it is for.</param>
/// <param name="IsAdministrator">Whether it opens what administers the service.</param>
/// <param name="Source">Source that it is bound to, or null.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ListedKey(string Id, string Label, bool IsAdministrator, string? Source, DateTimeOffset CreatedAt);

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

    /// <summary>Keys whose id comes after <paramref name="afterId"/>, in ordinal order, at most <paramref name="limit"/>.</summary>
    /// <param name="afterId">Empty: from the first.</param>
    /// <param name="source">Only those bound to this source; empty: all.</param>
    /// <param name="limit">Most keys.</param>
    Task<IReadOnlyList<ListedKey>> ListAsync(string afterId, string source, int limit);

    /// <summary>Forgets a key, which from now on opens nothing; false when there is none.</summary>
    Task<bool> RemoveAsync(string id);
}
