namespace CitizenNetwork.Storage;

/// <summary>Asks the store whether it answers, for the readiness of a server.</summary>
/// <remarks>Both throw what real use would throw, <see cref="StorageUnavailableException"/> above all.</remarks>
public interface IStorageProbe
{
    /// <summary>Reads one row.</summary>
    Task ProbeReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes one row, committed like any other: a store that reads may still refuse to write, as on a full disk.</summary>
    Task ProbeWriteAsync(CancellationToken cancellationToken);
}
