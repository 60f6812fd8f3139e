using System.Runtime.CompilerServices;
using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Storage.Sqlite;

/// <inheritdoc cref="IStateReader" />
public sealed class SqliteStateReader(SqliteDatabase database) : IStateReader
{
    /// <summary>States read at a time, so that a long reading keeps neither a connection nor the write-ahead log busy.</summary>
    private const int PageSize = 1000;

    public async IAsyncEnumerable<StateChange> ReadAll([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = (Type: "", Key: "", Name: "");
        List<StateChange> page;
        do
        {
            (page, last) = await ReadPage(last, cancellationToken);
            foreach (var state in page)
            {
                yield return state;
            }
        }
        while (page.Count == PageSize);
    }

    // One writer at a time: no smaller number can still be on its way.
    public Task<long> HeadOfFeed() => database.ReadAsync(connection =>
    {
        using var command = connection.Command("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'");
        return command.ExecuteScalar() as long? ?? 0;
    });

    public Task<string> FeedEpoch() => database.ReadAsync(connection =>
    {
        using var command = connection.Command("SELECT epoch FROM feed");
        return (string)command.ExecuteScalar()!;
    });

    public Task<IReadOnlyList<FeedRow>> ReadChanges(long afterSeq, int limit) => database.ReadAsync<IReadOnlyList<FeedRow>>(connection =>
    {
        using var command = connection.Command(
            "SELECT seq, grain_type, grain_key, state_name, version FROM change_log WHERE seq > $after ORDER BY seq LIMIT $limit",
            ("$after", afterSeq),
            ("$limit", limit));
        using var reader = command.ExecuteReader();
        List<FeedRow> rows = [];
        while (reader.Read())
        {
            rows.Add(new FeedRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4)));
        }

        return rows;
    });

    private Task<(List<StateChange> Page, (string Type, string Key, string Name) Last)> ReadPage(
        (string Type, string Key, string Name) last, CancellationToken cancellationToken) => database.ReadAsync(
            connection =>
            {
                using var command = connection.Command(
                    """
                    SELECT grain_type, grain_key, state_name, payload FROM grain_state
                    WHERE (grain_type, grain_key, state_name) > ($type, $key, $name)
                    ORDER BY grain_type, grain_key, state_name LIMIT $limit
                    """,
                    ("$type", last.Type),
                    ("$key", last.Key),
                    ("$name", last.Name),
                    ("$limit", PageSize));
                using var reader = command.ExecuteReader();
                List<StateChange> page = [];
                while (reader.Read())
                {
                    last = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
                    page.Add(new StateChange(last.Key, last.Name, StatePayload.Read(reader.GetFieldValue<byte[]>(3), StateJson.TypeOf(last.Name), last.Name, last.Key)));
                }

                return (page, last);
            },
            cancellationToken);
}
