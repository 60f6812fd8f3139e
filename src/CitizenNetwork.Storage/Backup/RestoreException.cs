namespace CitizenNetwork.Storage.Backup;

/// <summary>A backup cannot be restored, and nothing was written; the message is for the operator and says what to do.</summary>
public sealed class RestoreException : Exception
{
    public RestoreException()
        : this("The backup cannot be restored.")
    {
    }

    public RestoreException(string message)
        : base(message)
    {
    }

    public RestoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
