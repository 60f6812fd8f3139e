using System.Diagnostics.CodeAnalysis;
using CitizenNetwork.Testing;
using Npgsql;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>A schema with as many rows as a network has after years, with the statistics that a maintained database has.</summary>
internal sealed class LargePostgres : IAsyncDisposable
{
    public const int Rows = 1_000_000;
    public const int PastRows = 100_000;
    public const int OpenRows = 10;
    public const int Delivered = 200_000;
    public const int Waiting = 2_000;
    public const int Reminders = 100_000;

    private const int FillSeconds = 300;

    /// <summary>Rows of one transaction: one that lasts holds back the feeds of all databases of the server, which other tests read.</summary>
    private const int BatchRows = 50_000;

    private static readonly Fill[] s_ledger =
    [
        new("ledger", Rows - PastRows,
            """
            INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at)
            SELECT 'actor', 'actors/a' || lpad((n / 10)::text, 7, '0'), CASE WHEN n % 2 = 0 THEN 'request' ELSE 'answer' END, 'id-' || (n % 10), false, '{}',
                timestamptz '2026-10-20' + n * interval '3 seconds'
            FROM generate_series($1, $2) n
            """),
        new("ledger", PastRows,
            $$"""
            INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at)
            SELECT 'resource', 'resources/big', 'journal', 'past-' || lpad(n::text, 6, '0'), n % {{PastRows / OpenRows}} = 0, '{}', timestamptz '2026-10-20' + n * interval '20 seconds'
            FROM generate_series($1, $2) n
            """),
    ];

    private static readonly Fill[] s_others =
    [
        new("grain_state", Rows,
            """
            INSERT INTO grain_state SELECT 'actor', 'actors/a' || lpad(n::text, 7, '0'), 'actor', 7, '{"v":1,"record":{"displayName":"Atelier"}}', '2026-11-01'
            FROM generate_series($1, $2) n
            """),

        // In the order of the transactions so far, all of them over.
        new("change_log", Rows,
            $"""
            INSERT INTO change_log (xid, grain_type, grain_key, state_name, version, recorded_at)
            SELECT (100 + n * (pg_current_xact_id()::text::bigint - 200) / {Rows})::text::xid8, 'actor', 'actors/a' || lpad(n::text, 7, '0'), 'actor', 7,
                timestamptz '2026-10-20' + n * interval '3 seconds'
            FROM generate_series($1, $2) n
            """),
        new("outbox", Delivered,
            """
            INSERT INTO outbox (id, kind, payload, created_at, due_at, delivered_at)
            SELECT 'sent-' || n, 'mail', '{}', '2026-10-01', timestamptz '2026-10-01' + n * interval '10 seconds', timestamptz '2026-10-01' + n * interval '11 seconds'
            FROM generate_series($1, $2) n
            """),
        new("outbox", Waiting,
            """
            INSERT INTO outbox (id, kind, payload, created_at, due_at, lease_owner, lease_until)
            SELECT 'waiting-' || n, 'mail', '{}', '2026-11-01', timestamptz '2026-11-21' + n * interval '1 minute',
                CASE WHEN n <= 100 THEN 'other' END, CASE WHEN n <= 100 THEN timestamptz '2027-01-01' END
            FROM generate_series($1, $2) n
            """),
        new("reminder", Reminders,
            """
            INSERT INTO reminder (grain_type, grain_key, name, grain_hash, start_at, period_ticks, etag)
            SELECT 'actor', 'actors/a' || lpad(n::text, 7, '0'), 'deadline', n * 42949::bigint, '2026-11-22T00:00:00.0000000Z', 864000000000, 'e'
            FROM generate_series($1, $2) n
            """),
    ];

    private readonly PostgresEngine _engine;

    private LargePostgres(PostgresEngine engine, NpgsqlConnection connection)
    {
        _engine = engine;
        Connection = connection;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Tables whose end-to-end reading would be felt.</summary>
    public static IReadOnlySet<string> LargeTables { get; } = new HashSet<string> { "grain_state", "ledger", "change_log", "outbox", "reminder" };

    public static async Task<LargePostgres> CreateAsync()
    {
        PostgresEngine engine = new();
        await using (await engine.OpenAsync(TimeProvider.System))
        {
        }

        var connectionString = await engine.ConnectionStringAsync();
        await Task.WhenAll(FillAsync(connectionString, s_ledger), FillAsync(connectionString, s_others));
        NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        return new LargePostgres(engine, connection);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private static async Task FillAsync(string connectionString, Fill[] fills)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        foreach (var table in fills.GroupBy(fill => fill.Table))
        {
            // Indexes are built faster than they grow; what a crash would lose needs no log.
            var indexes = await ReadAsync(connection, $"SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '{table.Key}' AND indexdef LIKE 'CREATE INDEX%'");
            await ExecuteAsync(connection, $"ALTER TABLE {table.Key} SET UNLOGGED");
            foreach (var index in indexes)
            {
                await ExecuteAsync(connection, $"DROP INDEX {index.Split(' ')[2]}");
            }

            foreach (var fill in table)
            {
                await InsertAsync(connection, fill);
            }

            foreach (var index in indexes)
            {
                await ExecuteAsync(connection, index);
            }

            await ExecuteAsync(connection, $"ANALYZE {table.Key}");
        }
    }

    private static async Task InsertAsync(NpgsqlConnection connection, Fill fill)
    {
        for (var first = 1; first <= fill.Rows; first += BatchRows)
        {
            await using var command = Command(connection, fill.Sql);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = first });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Min(first + BatchRows - 1, fill.Rows) });
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var reader = await Command(connection, sql).ExecuteReaderAsync();
        List<string> values = [];
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private static Task<int> ExecuteAsync(NpgsqlConnection connection, string sql) => Command(connection, sql).ExecuteNonQueryAsync();

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of this file's constants and the catalogue's own.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = FillSeconds };

    /// <summary>Rows 1 to <paramref name="Rows"/> of a table; the statement takes the first and the last of a batch.</summary>
    private sealed record Fill(string Table, int Rows, string Sql);
}
