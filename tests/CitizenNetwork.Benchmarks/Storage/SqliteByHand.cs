using System.Text;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>
/// The yardstick on SQLite: the same statements, compiled once, on a file of the same shape with the same pragmas, with a
/// text that is ready and is not read back into a record. One connection; a transaction of its own for each write, or one
/// for all that wait.
/// </summary>
internal sealed class SqliteByHand : IWriteSide
{
    private readonly SqliteConnection _connection;
    private readonly Func<Action, Task> _inTransaction;
    private readonly IAsyncDisposable _transactions;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly string _payload = Encoding.UTF8.GetString(StateJson.Write(BenchRecords.Actor("atelier-velo")));
    private readonly long[] _versions;

    private SqliteByHand(SqliteConnection connection, bool grouped, int keys)
    {
        _connection = connection;
        _versions = new long[keys];
        if (grouped)
        {
            Name = "by hand, group commit";
            HandGroupCommit group = new(Execute);
            (_inTransaction, _transactions) = (group.RunAsync, group);
        }
        else
        {
            Name = "by hand, a transaction each";
            HandTransactions each = new(Execute);
            (_inTransaction, _transactions) = (each.RunAsync, each);
        }
    }

    public string Name { get; }

    public static async Task<SqliteByHand> OpenAsync(string folder, bool grouped, int keys)
    {
        // Made by the service, so that its tables are the same; then it is ours alone.
        await (await SqliteDatabase.OpenAsync(folder, TimeProvider.System)).DisposeAsync();
        SqliteConnection connection = new($"Data Source={Path.Combine(folder, SqliteDatabase.FileName)};Pooling=False");
        await connection.OpenAsync();
        SqliteByHand side = new(connection, grouped, keys);
        side.Execute("PRAGMA journal_mode = WAL");
        side.Execute("PRAGMA synchronous = FULL");
        side.Execute("PRAGMA foreign_keys = ON");
        foreach (var key in Enumerable.Range(0, keys))
        {
            await side._inTransaction(() => side._versions[key] = side.Insert(StateWriteBench.AppendingId(key)));
        }

        return side;
    }

    public Task InsertAsync(string id) => _inTransaction(() => Insert(id));

    public Task ChangeAsync(string id) => _inTransaction(() =>
    {
        long version;
        using (var reader = Command(SqliteStateStore.FindSql, Key(id)).ExecuteReader())
        {
            reader.Read();
            version = reader.GetInt64(0);
            _ = reader.GetFieldValue<byte[]>(1);
        }

        Update(id, version);
    });

    public Task AppendAsync(int key, string entryId) => _inTransaction(() =>
    {
        var id = StateWriteBench.AppendingId(key);
        _versions[key] = Update(id, _versions[key]);
        Command(
            SqliteAppending.RowSql,
            [("$type", BenchRecords.GrainType), ("$key", $"actors/{id}"), ("$kind", BenchRecords.Kind), ("$id", entryId), ("$open", false), ("$payload", BenchRecords.EntryJson), ("$now", Now())])
            .ExecuteNonQuery();
    });

    public async ValueTask DisposeAsync()
    {
        await _transactions.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static (string, object)[] Key(string id) => [("$type", BenchRecords.GrainType), ("$key", $"actors/{id}"), ("$name", StateNames.Actor)];

    private static string Now() => StoredTimes.Text(TimeProvider.System.GetUtcNow());

    private long Insert(string id)
    {
        var version = (long)Command(SqliteStateStore.InsertSql, [.. Key(id), ("$payload", _payload), ("$now", Now())]).ExecuteScalar()!;
        Log(id, version);
        return version;
    }

    private long Update(string id, long expected)
    {
        var version = (long)Command(SqliteStateStore.UpdateSql, [.. Key(id), ("$payload", _payload), ("$now", Now()), ("$expected", expected)]).ExecuteScalar()!;
        Log(id, version);
        return version;
    }

    private void Log(string id, long version) => Command(SqliteStateStore.LogSql, [.. Key(id), ("$version", version), ("$now", Now())]).ExecuteNonQuery();

    private void Execute(string sql) => Command(sql, []).ExecuteNonQuery();

    private SqliteCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            _commands.Add(sql, command);
            return command;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value;
        }

        return command;
    }
}
