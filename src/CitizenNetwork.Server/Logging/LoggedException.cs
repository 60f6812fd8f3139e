using System.Data.Common;
using System.Text;
using CitizenNetwork.Storage;

namespace CitizenNetwork.Server.Logging;

/// <summary>
/// An exception as it may be logged: every type and stack trace of its chain, and the messages that speak of the machine
/// (store, files, network). Other messages may quote what a request said: parsers, collections and argument checks name the
/// value they refuse.
/// </summary>
internal sealed class LoggedException(Exception exception) : Exception(exception.GetType().FullName)
{
    public override string ToString() => Append(new StringBuilder(), exception).ToString();

    private static bool SpeaksOfTheMachine(Exception exception) =>
        exception is StorageUnavailableException or DbException or IOException or System.Net.Sockets.SocketException or TimeoutException or UnauthorizedAccessException;

    private static StringBuilder Append(StringBuilder text, Exception exception)
    {
        text.Append(exception.GetType().FullName);
        if (SpeaksOfTheMachine(exception))
        {
            text.Append(": ").Append(exception.Message);
        }

        foreach (var inner in exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } one ? [one] : (IReadOnlyList<Exception>)[])
        {
            Append(text.AppendLine().Append(" ---> "), inner).AppendLine().Append("   --- End of inner exception stack trace ---");
        }

        return exception.StackTrace is { } trace ? text.AppendLine().Append(trace) : text;
    }
}
