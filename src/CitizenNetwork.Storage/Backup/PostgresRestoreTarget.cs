using CitizenNetwork.Storage.Postgres;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CitizenNetwork.Storage.Backup;

/// <summary>Takes a backup by COPY.</summary>
internal sealed class PostgresRestoreTarget(NpgsqlConnection connection) : IRestoreTarget
{
    /// <summary>
    /// A large table takes longer than a statement of a server may. Servers that start wait for the lock of the migrations,
    /// and one that was not stopped can write nothing before this is over.
    /// </summary>
    private const string LockSql =
        """
        SET LOCAL statement_timeout = 0;
        SET LOCAL lock_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SELECT pg_advisory_xact_lock(@LockKey);
        LOCK TABLE grain_state, ledger, outbox, reminder, api_key, source_sync, source_sighting, source_batch, audit_entry, erasure, change_log, feed IN EXCLUSIVE MODE
        """;

    private const string FinishSql =
        """
        DELETE FROM change_log;
        UPDATE feed SET epoch = replace(gen_random_uuid()::text, '-', '');
        SELECT setval(s.name, GREATEST(nextval(s.name), (SELECT MAX(version) FROM grain_state))) FROM pg_get_serial_sequence('change_log', 'seq') AS s (name);
        SELECT setval(s.name, GREATEST(nextval(s.name), (SELECT MAX(seq) FROM ledger))) FROM pg_get_serial_sequence('ledger', 'seq') AS s (name)
        """;

    private NpgsqlBinaryImporter? _import;
    private BackupTable? _table;

    public Task LockAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(LockSql, new { PostgresMigrator.LockKey }, commandTimeout: 0, cancellationToken: cancellationToken));

    public async Task AddAsync(BackupRow row, CancellationToken cancellationToken)
    {
        if (_table != row.Table)
        {
            await CompleteAsync(cancellationToken);
            _table = row.Table;
            _import = await connection.BeginBinaryImportAsync($"COPY {row.Table.Name} ({row.Table.Names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
            _import.Timeout = Timeout.InfiniteTimeSpan;
        }

        await _import!.StartRowAsync(cancellationToken);
        for (var i = 0; i < row.Values.Length; i++)
        {
            await WriteAsync(_import, row.Table.Columns[i].Kind, row.Values[i], cancellationToken);
        }
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(FinishSql, commandTimeout: 0, cancellationToken: cancellationToken));
    }

    /// <summary>An import that was not completed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_import is not null)
        {
            await _import.DisposeAsync();
        }
    }

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_import is not null)
        {
            await _import.CompleteAsync(cancellationToken);
            await _import.DisposeAsync();
            _import = null;
        }
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, ColumnKind kind, object? value, CancellationToken cancellationToken) => value switch
    {
        null => import.WriteNullAsync(cancellationToken),
        long number when kind == ColumnKind.Integer => import.WriteAsync(checked((int)number), NpgsqlDbType.Integer, cancellationToken),
        long number => import.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken),
        bool flag => import.WriteAsync(flag, NpgsqlDbType.Boolean, cancellationToken),
        byte[] bytes => import.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken),
        DateTimeOffset time => import.WriteAsync(time, NpgsqlDbType.TimestampTz, cancellationToken),
        _ => import.WriteAsync((string)value, kind == ColumnKind.Json ? NpgsqlDbType.Json : NpgsqlDbType.Text, cancellationToken),
    };
}
