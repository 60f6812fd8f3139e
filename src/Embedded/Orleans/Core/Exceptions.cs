using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Base of the runtime's own exceptions.</summary>
    public class OrleansException : Exception
    {
        public OrleansException()
            : base("Unexpected error.")
        {
        }

        public OrleansException(string? message)
            : base(message)
        {
        }

        public OrleansException(string? message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The configuration cannot work; the process does not start.</summary>
    public sealed class OrleansConfigurationException : Exception
    {
        public OrleansConfigurationException(string message)
            : base(message)
        {
        }

        public OrleansConfigurationException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The runtime did not accept a message.</summary>
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string? message)
            : base(message)
        {
        }

        internal OrleansMessageRejectionException(string? message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The silo a call needs is stopping, stopped or not yet started.</summary>
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        public SiloUnavailableException()
            : base("Silo is unavailable.")
        {
        }

        public SiloUnavailableException(string msg)
            : base(msg)
        {
        }

        public SiloUnavailableException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>A remote enumeration ended because its activation did.</summary>
    public sealed class EnumerationAbortedException : Exception
    {
        public EnumerationAbortedException()
        {
        }

        public EnumerationAbortedException(string? message)
            : base(message)
        {
        }

        public EnumerationAbortedException(string? message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>Another writer changed the stored state since it was read.</summary>
    public class InconsistentStateException : OrleansException
    {
        public InconsistentStateException()
        {
        }

        public InconsistentStateException(string message)
            : base(message)
        {
        }

        public InconsistentStateException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
            : base(errorMsg, storageException)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
            : this(errorMsg, storedEtag, currentEtag, null)
        {
        }

        public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
            : this(storageException.Message, storedEtag, currentEtag, storageException)
        {
        }

        public string? StoredEtag { get; }

        public string? CurrentEtag { get; }

        /// <summary>Only the activation whose state went stale ends; grains the exception passes through later do not.</summary>
        internal bool IsSourceActivation { get; set; } = true;

        public override string ToString() => $"{base.ToString()} [Stored ETag: {StoredEtag}, current ETag: {CurrentEtag}]";
    }

    /// <summary>A grain asks for a storage provider that is not registered.</summary>
    public sealed class BadProviderConfigException : OrleansException
    {
        public BadProviderConfigException()
        {
        }

        public BadProviderConfigException(string msg)
            : base(msg)
        {
        }

        public BadProviderConfigException(string msg, Exception exc)
            : base(msg, exc)
        {
        }
    }
}
