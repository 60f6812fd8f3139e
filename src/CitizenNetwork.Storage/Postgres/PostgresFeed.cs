using System.Collections.Immutable;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.States;
using Npgsql;

namespace CitizenNetwork.Storage.Postgres;

/// <summary>
/// The feed of a database with many writers. A row is given only when every transaction that began before its own is over
/// (<c>pg_snapshot_xmin</c>), so that none can appear before it any more; a transaction that is left open holds the feed
/// back, which its lag shows.
/// </summary>
public sealed class PostgresFeed(PostgresDatabase database) : IChangeFeed
{
    /// <summary>States read at a time.</summary>
    private const int PageSize = 1000;

    internal const string ReadSql =
        """
        SELECT f.epoch, (f.swept_xid, f.swept_seq) > ($1, $2), c.xid, c.seq, c.grain_type, c.grain_key, c.state_name, c.version
        FROM feed f LEFT JOIN LATERAL (
            SELECT * FROM change_log WHERE (xid, seq) > ($1, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq LIMIT $3) c ON true
        ORDER BY c.xid, c.seq
        """;

    internal const string HeadSql = "SELECT epoch, pg_snapshot_xmin(pg_current_snapshot()) FROM feed";

    internal const string OldestSql = "SELECT recorded_at FROM change_log WHERE (xid, seq) > ($1, $2) ORDER BY xid, seq LIMIT 1";

    internal const string ReadStatesSql =
        """
        SELECT grain_type, grain_key, state_name, version, payload FROM grain_state
        WHERE (grain_type, grain_key, state_name) > ($1, $2, $3)
        ORDER BY grain_type, grain_key, state_name LIMIT $4
        """;

    // By the place of each row, which never moves since nobody updates it: joined by its key, the whole table would be read.
    internal const string SweepSql =
        """
        WITH old AS (
            SELECT place, xid, seq FROM (
                SELECT ctid AS place, xid, seq, recorded_at FROM change_log WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq LIMIT $2) oldest
            WHERE recorded_at < $1),
        gone AS (
            DELETE FROM change_log WHERE ctid = ANY(ARRAY(SELECT place FROM old))),
        noted AS (
            UPDATE feed SET swept_xid = last.xid, swept_seq = last.seq
            FROM (SELECT xid, seq FROM old ORDER BY xid DESC, seq DESC LIMIT 1) last
            WHERE (feed.swept_xid, feed.swept_seq) < (last.xid, last.seq))
        SELECT COUNT(*)::int FROM old
        """;

    public IAsyncEnumerable<StateChange> ReadAllAsync(CancellationToken cancellationToken = default) =>
        StateRows.ReadAllAsync(after => ReadStatesAsync(after, cancellationToken), PageSize, cancellationToken);

    public Task<FeedPosition> HeadAsync(CancellationToken cancellationToken = default) => database.RunAsync(connection => HeadAsync(connection, cancellationToken), cancellationToken);

    public Task<FeedPage> ReadAsync(FeedPosition after, int limit, CancellationToken cancellationToken = default) => database.RunAsync(
        async connection =>
        {
            var rows = ImmutableArray.CreateBuilder<FeedRow>();
            var next = after;
            var broken = false;
            await using (var reader = await Command(connection, ReadSql, after, new NpgsqlParameter<int> { TypedValue = limit }).ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    broken = reader.GetString(0) != after.Epoch || reader.GetBoolean(1);
                    if (!broken && !await reader.IsDBNullAsync(2, cancellationToken))
                    {
                        next = after with { Transaction = reader.GetFieldValue<ulong>(2), Seq = reader.GetInt64(3) };
                        rows.Add(new FeedRow(new RowKey(reader.GetString(4), reader.GetString(5), reader.GetString(6)), reader.GetInt64(7)));
                    }
                }
            }

            return broken ? new FeedPage([], await HeadAsync(connection, cancellationToken), IsBroken: true) : new FeedPage(rows.ToImmutable(), next);
        },
        cancellationToken);

    public Task<DateTimeOffset?> OldestAfterAsync(FeedPosition after, CancellationToken cancellationToken = default) => database.RunAsync<DateTimeOffset?>(
        async connection =>
        {
            await using var reader = await Command(connection, OldestSql, after).ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
        },
        cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => database.RunAsync(
        async connection =>
        {
            await using NpgsqlCommand command = new(SweepSql, connection)
            {
                Parameters = { new NpgsqlParameter<DateTimeOffset> { TypedValue = before }, new NpgsqlParameter<int> { TypedValue = limit } },
            };
            return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        },
        cancellationToken);

    /// <summary>The rows that a command about states gives.</summary>
    internal static async Task<IReadOnlyList<StoredRow>> ReadStatesAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<StoredRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new StoredRow(new RowKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)));
        }

        return rows;
    }

    private Task<IReadOnlyList<StoredRow>> ReadStatesAsync(RowKey after, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using NpgsqlCommand command = new(ReadStatesSql, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = after.Type },
                    new NpgsqlParameter<string> { TypedValue = after.Key },
                    new NpgsqlParameter<string> { TypedValue = after.Name },
                    new NpgsqlParameter<int> { TypedValue = PageSize },
                },
            };
            return await ReadStatesAsync(command, cancellationToken);
        },
        cancellationToken);

    // Whatever is written by a transaction before xmin is there for every later statement; of the others, nothing was passed over.
    private static async Task<FeedPosition> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(HeadSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new FeedPosition(reader.GetString(0), reader.GetFieldValue<ulong>(1) - 1, long.MaxValue);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, FeedPosition after, params ReadOnlySpan<NpgsqlParameter> more)
    {
        NpgsqlCommand command = new(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = after.Transaction, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Seq });
        foreach (var parameter in more)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
