using Orleans.Runtime;

namespace CitizenNetwork.Storage;

/// <summary>
/// The database cannot answer now: disk full, input or output failed, read-only, busy, shutting down. Whether a write
/// that ended so was made is known only by reading again. It is an <see cref="OrleansException"/> because the runtime
/// wraps every other exception of a storage provider, and the edge has to recognise this one.
/// </summary>
[GenerateSerializer, Alias("citizennetwork.storage-unavailable")]
public sealed class StorageUnavailableException : OrleansException
{
    public StorageUnavailableException()
        : this("The database cannot answer now.")
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The database cannot be opened; the message is for the person who starts the server and says what to do.</summary>
public sealed class StorageStartupException : Exception
{
    public StorageStartupException()
        : this("The database cannot be opened.")
    {
    }

    public StorageStartupException(string message)
        : base(message)
    {
    }

    public StorageStartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
