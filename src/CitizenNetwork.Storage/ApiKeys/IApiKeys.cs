namespace CitizenNetwork.Storage.ApiKeys;

/// <summary>A key by which a program calls the API.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Hash">SHA-256 of its secret.</param>
/// <param name="IsAdministrator">Whether it opens what administers the service.</param>
public sealed record StoredKey(string Id, byte[] Hash, bool IsAdministrator);

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
}
