using CitizenNetwork.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Backup;

/// <summary>Takes a backup by one compiled insertion for each table.</summary>
internal sealed class SqliteRestoreTarget(SqliteConnection connection) : IRestoreTarget
{
    private const string FinishSql =
        """
        DELETE FROM change_log;
        UPDATE feed SET epoch = lower(hex(randomblob(16)));
        INSERT INTO sqlite_sequence (name, seq) SELECT 'change_log', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'change_log');
        UPDATE sqlite_sequence SET seq = MAX(seq, COALESCE((SELECT MAX(version) FROM grain_state), 0)) WHERE name = 'change_log'
        """;

    private SqliteCommand? _insert;
    private BackupTable? _table;

    // The folder's lock keeps every other process out, and the transaction is the writer's.
    public Task LockAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(BackupRow row, CancellationToken cancellationToken)
    {
        if (_table != row.Table)
        {
            _insert?.Dispose();
            _table = row.Table;
            _insert = connection.Command($"INSERT INTO {row.Table.Name} ({row.Table.Names}) VALUES ({string.Join(", ", row.Table.Columns.Select(column => $"${column.Name}"))})");
            _insert.Parameters.AddRange(row.Table.Columns.Select(column => new SqliteParameter { ParameterName = $"${column.Name}" }));
        }

        for (var i = 0; i < row.Values.Length; i++)
        {
            _insert!.Parameters[i].Value = row.Values[i] switch
            {
                null => DBNull.Value,
                DateTimeOffset time => StoredTimes.Text(time),
                var value => value,
            };
        }

        return _insert!.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task FinishAsync(CancellationToken cancellationToken)
    {
        connection.Execute(FinishSql);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _insert?.DisposeAsync() ?? ValueTask.CompletedTask;
}
