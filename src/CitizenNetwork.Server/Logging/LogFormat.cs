namespace CitizenNetwork.Server.Logging;

/// <summary>How log entries are written.</summary>
internal enum LogFormat
{
    /// <summary>For a person at a terminal.</summary>
    Text,

    /// <summary>One JSON object a line, for a collector.</summary>
    Json,
}

/// <summary>Reads the format.</summary>
internal static class LogFormats
{
    /// <summary>Environment variable that names the format: text (or nothing) or json.</summary>
    public const string Variable = "CITIZENNETWORK_LOG_FORMAT";

    /// <exception cref="InvalidDataException">The variable names no format.</exception>
    public static LogFormat FromEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => LogFormat.Text,
        var named when Enum.TryParse<LogFormat>(named, ignoreCase: true, out var format) && Enum.IsDefined(format) => format,
        var other => throw new InvalidDataException($"{Variable} is '{other}'; it may be text or json."),
    };
}
