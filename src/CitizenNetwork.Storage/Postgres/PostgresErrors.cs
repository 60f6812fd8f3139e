using Npgsql;

namespace CitizenNetwork.Storage.Postgres;

/// <summary>Tells a database that cannot answer from a program that asked wrongly.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// Classes and codes of SQLSTATE (PostgreSQL's manual, appendix A) that say nothing about the statement: connection lost,
    /// resources or disk full, shutting down or starting, a session ended by its limits or not let in, a database that is gone or
    /// read-only, input or output failed, a statement that took too long or waited too long for a lock, a conflict that the next
    /// try does not meet.
    /// </summary>
    private static readonly string[] s_states = ["08", "28", "3D", "53", "57P", "57014", "58", "55P03", "25006", "25P03", "40", "XX001", "XX002"];

    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException answer => Array.Exists(s_states, state => answer.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException => true,

        // What the driver says of a pool that was closed under way.
        ObjectDisposedException => true,
        _ => false,
    };

    public static StorageUnavailableException Unavailable(Exception exception) => new($"The database cannot answer now: {exception.Message}", exception);
}
