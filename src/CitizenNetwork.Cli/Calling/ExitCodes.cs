namespace CitizenNetwork.Cli.Calling;

/// <summary>How this program ends; scripts go by it, so a number never changes its meaning.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command line cannot be read, or a file of this machine not be written.</summary>
    public const int Local = 1;

    /// <summary>The service refused what was asked, or an error of its own kept it from answering.</summary>
    public const int Refused = 2;

    /// <summary>The service is out of reach or cannot answer now: the same call may succeed later.</summary>
    public const int Unavailable = 3;

    /// <summary>The key is missing, unknown or opens something else.</summary>
    public const int Key = 4;

    /// <summary>What was verified was altered.</summary>
    public const int Altered = 5;
}

/// <summary>Something on this side of the call is wrong; the message is for people.</summary>
internal sealed class LocalException(string message) : Exception(message);

/// <summary>The service answers without knowing whose call it is; the message is for people.</summary>
internal sealed class UnknownCallerException(string message) : Exception(message);

/// <summary>What was verified was altered since; the message is for people.</summary>
internal sealed class AlteredException(string message) : Exception(message);
