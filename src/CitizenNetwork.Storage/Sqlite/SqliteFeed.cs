using System.Collections.Immutable;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.States;
using Microsoft.Data.Sqlite;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>The feed of one file: one writer at a time makes the order of its numbers the order of the commits.</summary>
public sealed class SqliteFeed(SqliteDatabase database) : IChangeFeed
{
    /// <summary>States read at a time, so that a long reading keeps neither a connection nor the write-ahead log busy.</summary>
    private const int PageSize = 1000;

    internal const string ReadSql =
        """
        SELECT f.epoch, f.swept_seq, c.seq, c.grain_type, c.grain_key, c.state_name, c.version
        FROM feed f LEFT JOIN (SELECT * FROM change_log WHERE seq > $after ORDER BY seq LIMIT $limit) c ORDER BY c.seq
        """;

    internal const string HeadSql = "SELECT epoch, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0) FROM feed";

    internal const string OldestSql = "SELECT recorded_at FROM change_log WHERE seq > $after ORDER BY seq LIMIT 1";

    internal const string ReadStatesSql =
        """
        SELECT grain_type, grain_key, state_name, version, payload FROM grain_state
        WHERE (grain_type, grain_key, state_name) > ($type, $key, $name)
        ORDER BY grain_type, grain_key, state_name LIMIT $limit
        """;

    internal const string OldSql = "SELECT MAX(seq) FROM (SELECT seq, recorded_at FROM change_log ORDER BY seq LIMIT $limit) WHERE recorded_at < $before";

    internal const string NoteSweptSql = "UPDATE feed SET swept_seq = $seq";

    internal const string SweepSql = "DELETE FROM change_log WHERE seq <= $seq";

    public IAsyncEnumerable<StateChange> ReadAllAsync(CancellationToken cancellationToken = default) =>
        StateRows.ReadAllAsync(after => database.ReadAsync<IReadOnlyList<StoredRow>>(connection => ReadStates(connection, after), cancellationToken), PageSize, cancellationToken);

    public Task<FeedPosition> HeadAsync(CancellationToken cancellationToken = default) => database.ReadAsync(Head, cancellationToken);

    public Task<FeedPage> ReadAsync(FeedPosition after, int limit, CancellationToken cancellationToken = default) => database.ReadAsync(
        connection =>
        {
            using var reader = connection.Kept(ReadSql, ("$after", after.Seq), ("$limit", limit)).ExecuteReader();
            var rows = ImmutableArray.CreateBuilder<FeedRow>();
            var next = after;
            var broken = false;
            while (reader.Read())
            {
                broken = reader.GetString(0) != after.Epoch || reader.GetInt64(1) > after.Seq;
                if (!broken && !reader.IsDBNull(2))
                {
                    next = after with { Seq = reader.GetInt64(2) };
                    rows.Add(new FeedRow(new RowKey(reader.GetString(3), reader.GetString(4), reader.GetString(5)), reader.GetInt64(6)));
                }
            }

            return broken ? new FeedPage([], Head(connection), IsBroken: true) : new FeedPage(rows.ToImmutable(), next);
        },
        cancellationToken);

    public Task<DateTimeOffset?> OldestAfterAsync(FeedPosition after, CancellationToken cancellationToken = default) => database.ReadAsync<DateTimeOffset?>(
        connection =>
        {
            using var reader = connection.Kept(OldestSql, ("$after", after.Seq)).ExecuteReader();
            return reader.Read() ? reader.GetDateTimeOffset(0) : null;
        },
        cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        var time = StoredTimes.Text(before);
        return database.WriteAsync(
            connection =>
            {
                var last = connection.Kept(OldSql, ("$limit", limit), ("$before", time)).ExecuteScalar() as long?;
                if (last is not { } seq)
                {
                    return 0;
                }

                connection.Kept(NoteSweptSql, ("$seq", seq)).ExecuteNonQuery();
                return connection.Kept(SweepSql, ("$seq", seq)).ExecuteNonQuery();
            },
            cancellationToken);
    }

    private static FeedPosition Head(SqliteConnection connection)
    {
        using var reader = connection.Kept(HeadSql).ExecuteReader();
        reader.Read();
        return new FeedPosition(reader.GetString(0), 0, reader.GetInt64(1));
    }

    private static List<StoredRow> ReadStates(SqliteConnection connection, RowKey after)
    {
        using var reader = connection.Kept(
            ReadStatesSql,
            ("$type", after.Type),
            ("$key", after.Key),
            ("$name", after.Name),
            ("$limit", PageSize)).ExecuteReader();
        List<StoredRow> page = [];
        while (reader.Read())
        {
            page.Add(new StoredRow(new RowKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)));
        }

        return page;
    }
}

/// <summary>Nobody else writes the file, and what this process writes it applies itself: there is nothing to be woken for.</summary>
public sealed class SqliteFeedSignal : IFeedSignal
{
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => Task.Delay(atMost, cancellationToken);
}
