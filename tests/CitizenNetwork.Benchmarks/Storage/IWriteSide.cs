namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>One way to make the same writes: through the service's storage, or by hand.</summary>
internal interface IWriteSide : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Writes a state under a key never used.</summary>
    Task InsertAsync(string id);

    /// <summary>Reads a state and writes it back where its version is the one read. Each caller has keys of its own.</summary>
    Task ChangeAsync(string id);

    /// <summary>Writes a state whose version is known, with a ledger row of this id. Each caller has keys of its own.</summary>
    Task AppendAsync(int key, string entryId);
}
