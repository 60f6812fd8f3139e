using Microsoft.Extensions.Logging.Console;

namespace CitizenNetwork.Server.Logging;

/// <summary>
/// The log of a server: on standard error, so that the output stays what a command prints; with the trace id of the call as
/// a scope; without what requests say.
/// </summary>
internal static class ServerLogs
{
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void AddServerLogs(this ILoggingBuilder logging, LogFormat format)
    {
        logging.ClearProviders();
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (format is LogFormat.Json)
        {
            logging.AddJsonConsole(Set);
        }
        else
        {
            logging.AddSimpleConsole(text =>
            {
                Set(text);
                text.TimestampFormat += ' ';
            });
        }

        logging.SetMinimumLevel(LogLevel.Warning);

        // What callers do to their own connections. A single one of them could write a critical line with every frame.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Http2", LogLevel.None);

        // Below a warning it logs every refusal with its sentence, which repeats the values refused.
        logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Warning);
    }

    private static void Set(ConsoleFormatterOptions options)
    {
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = TimestampFormat;
    }
}
