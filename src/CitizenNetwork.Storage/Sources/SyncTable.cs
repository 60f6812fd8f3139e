using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Sources;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Sources;

/// <summary>Full synchronisations of sources. A source has at most one that is open.</summary>
public sealed class SyncTable(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    private const char Separator = ' ';

    private const string Columns = "SELECT id, source, number, collections, state, begun_at, finished_at FROM source_sync";

    internal const string BeginSql =
        """
        INSERT INTO source_sync (id, source, number, collections, state, begun_at)
        SELECT @id, @source, COALESCE(MAX(number), 0) + 1, @collections, @open, @now FROM source_sync WHERE source = @source
        ON CONFLICT DO NOTHING
        """;

    // After its own number is taken: whoever has a lower one is committed by then.
    internal const string AbandonSql =
        """
        UPDATE source_sync SET state = @abandoned
        WHERE source = @source AND state = @open AND number < (SELECT number FROM source_sync WHERE id = @id)
        """;

    internal const string FinishSql = "UPDATE source_sync SET state = @finished, finished_at = @now WHERE id = @id AND state = @open";

    internal const string FindSql = $"{Columns} WHERE id = @id";

    /// <summary>Begins one; an open one of the source is abandoned. Null: another server began one at this very moment.</summary>
    public Task<StoredSync?> TryBeginAsync(string source, IReadOnlyList<string> collections, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        var id = Guid.NewGuid().ToString();
        return database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync(BeginSql, new { id, source, collections = string.Join(Separator, collections), open = (int)SyncState.Open, now });
                await connection.ExecuteAsync(AbandonSql, new { id, source, open = (int)SyncState.Open, abandoned = (int)SyncState.Abandoned });
                return (await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }))?.ToSync();
            },
            cancellationToken);
    }

    /// <summary>Finishes one that is open, and gives it as it stands; null when there is none.</summary>
    public Task<StoredSync?> FinishAsync(string id, CancellationToken cancellationToken = default)
    {
        var now = StoredTimes.Now(clock);
        return database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync(FinishSql, new { id, open = (int)SyncState.Open, finished = (int)SyncState.Finished, now });
                return (await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }))?.ToSync();
            },
            cancellationToken);
    }

    public Task<StoredSync?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.ReadAsync(async connection => (await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { id }))?.ToSync(), cancellationToken);

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Source { get; init; } = "";

        public long Number { get; init; }

        public string Collections { get; init; } = "";

        public int State { get; init; }

        public DateTimeOffset BegunAt { get; init; }

        public DateTimeOffset? FinishedAt { get; init; }

        public StoredSync ToSync() => new(Id, Source, Number, Collections.Split(Separator), (SyncState)State, BegunAt, FinishedAt);
    }
}
