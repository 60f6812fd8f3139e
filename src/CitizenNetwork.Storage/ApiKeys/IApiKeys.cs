namespace CitizenNetwork.Storage.ApiKeys;

/// <summary>The keys by which programs call the API; only hashes of their secrets are kept.</summary>
public interface IApiKeys
{
    /// <summary>Whether any key exists.</summary>
    Task<bool> AnyAsync();

    /// <summary>Keeps a key; an earlier one with the same id is replaced.</summary>
    Task PutAsync(string id, byte[] hash, string label);

    /// <summary>Hash of the secret of the key with this id, or null when there is none.</summary>
    Task<byte[]?> FindHashAsync(string id);
}
