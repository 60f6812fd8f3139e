using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>The few shapes in which this folder talks to the driver.</summary>
internal static class SqliteCommands
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Statements = [];

    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>
    /// A command that the connection keeps compiled, for the few statements that every read or write runs: compiling one
    /// costs more than running it. The text is a constant, the parameters always come in the same order, and the command
    /// is not disposed by its user but with the connection. Whoever has the connection has it alone, hence no lock.
    /// </summary>
    public static SqliteCommand Kept(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var statements = Statements.GetOrCreateValue(connection);
        if (!statements.TryGetValue(sql, out var command))
        {
            command = connection.Command(sql, parameters);
            statements.Add(sql, command);
            return command;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value;
        }

        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Whether the database, not the program, is at fault. Anything else (a wrong statement, a broken constraint) is a
    /// defect and stays what it is.
    /// </summary>
    public static bool IsUnavailable(SqliteException exception) => exception.SqliteErrorCode is
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_NOTADB;

    public static StorageUnavailableException Unavailable(Exception exception) =>
        new($"The database cannot answer now: {exception.Message}", exception);

    public static StorageUnavailableException Closed(Exception exception) => new("The database is closed: the server is stopping.", exception);
}
