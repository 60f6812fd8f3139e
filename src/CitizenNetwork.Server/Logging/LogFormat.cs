namespace CitizenNetwork.Server.Logging;

/// <summary>How log entries are written.</summary>
internal enum LogFormat
{
    /// <summary>For a person at a terminal.</summary>
    Text,

    /// <summary>One JSON object a line, for a collector.</summary>
    Json,
}
