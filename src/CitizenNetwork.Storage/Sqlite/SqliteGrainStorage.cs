using System.Globalization;
using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace CitizenNetwork.Storage.Sqlite;

/// <summary>
/// Keeps the states of the grains. An ETag is the row's version; a write whose version is not the stored one is an
/// <see cref="InconsistentStateException"/>. Every write appends to the change feed in its own transaction.
/// </summary>
/// <param name="database">Where the states are kept.</param>
/// <param name="clock">The product's clock.</param>
/// <param name="sinks">Told of each written state; a cleared one has no form to be told in, only the feed bears it.</param>
public sealed class SqliteGrainStorage(
    SqliteDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock, IEnumerable<IStateChangeSink> sinks) : IGrainStorage
{
    /// <summary>Version that stands for "no row": rows begin at 1.</summary>
    private const long NoRow = 0;

    /// <summary>
    /// A new row begins at the number of its own change in the feed. No earlier row of the same key came that far, so that
    /// a writer who saw a value which was cleared and written again is refused too.
    /// </summary>
    private const string WriteSql =
        """
        INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload, updated_at)
        SELECT $type, $key, $name, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'change_log'), 0) + 1, $payload, $now
        WHERE $expected = 0 OR EXISTS (SELECT 1 FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name)
        ON CONFLICT (grain_type, grain_key, state_name) DO UPDATE
        SET version = version + 1, payload = excluded.payload, updated_at = excluded.updated_at
        WHERE version = $expected
        RETURNING version
        """;

    private readonly IStateChangeSink[] _sinks = [.. sinks];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        var stored = await database.ReadAsync(connection => Find(connection, row), cancellationToken);
        if (stored is not { } found)
        {
            SetAbsent(grainState);
            return;
        }

        grainState.State = (T)StatePayload.Read(found.Payload, typeof(T), row.Name, row.Key);
        grainState.ETag = ETagOf(found.Version);
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        var state = grainState.State;
        var payload = Encoding.UTF8.GetString(StatePayload.Write(state, row.Name, row.Key));
        var eTag = grainState.ETag;
        var now = SqliteCommands.Time(clock);
        var version = await database.WriteAsync(connection => Write(connection, row, payload, eTag, now), cancellationToken);

        grainState.ETag = ETagOf(version);
        grainState.RecordExists = true;
        StateChange change = new(row.Key, row.Name, state!);
        foreach (var sink in _sinks)
        {
            sink.Apply(change);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = RowKey.Of(stateName, grainId);
        var eTag = grainState.ETag;
        var now = SqliteCommands.Time(clock);
        await database.WriteAsync(connection => Clear(connection, row, eTag, now), cancellationToken);
        SetAbsent(grainState);
    }

    private static long Write(SqliteConnection connection, RowKey row, string payload, string? eTag, string now)
    {
        var command = connection.Kept(
            WriteSql,
            ("$type", row.Type),
            ("$key", row.Key),
            ("$name", row.Name),
            ("$payload", payload),
            ("$now", now),
            ("$expected", VersionOf(eTag)));
        if (command.ExecuteScalar() is not long version)
        {
            throw Conflict(connection, row, eTag);
        }

        Log(connection, row, version, now);
        return version;
    }

    private static bool Clear(SqliteConnection connection, RowKey row, string? eTag, string now)
    {
        using var command = connection.Command(
            "DELETE FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name AND version = $expected",
            ("$type", row.Type),
            ("$key", row.Key),
            ("$name", row.Name),
            ("$expected", VersionOf(eTag)));
        if (command.ExecuteNonQuery() == 1)
        {
            Log(connection, row, VersionOf(eTag) + 1, now);
            return true;
        }

        // Clearing what was never written is no change.
        return eTag is null && Find(connection, row) is null ? false : throw Conflict(connection, row, eTag);
    }

    private static void Log(SqliteConnection connection, RowKey row, long version, string now)
    {
        var command = connection.Kept(
            "INSERT INTO change_log (grain_type, grain_key, state_name, version, recorded_at) VALUES ($type, $key, $name, $version, $now)",
            ("$type", row.Type),
            ("$key", row.Key),
            ("$name", row.Name),
            ("$version", version),
            ("$now", now));
        command.ExecuteNonQuery();
    }

    private static (long Version, byte[] Payload)? Find(SqliteConnection connection, RowKey row)
    {
        var command = connection.Kept(
            "SELECT version, payload FROM grain_state WHERE grain_type = $type AND grain_key = $key AND state_name = $name",
            ("$type", row.Type),
            ("$key", row.Key),
            ("$name", row.Name));
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    private static InconsistentStateException Conflict(SqliteConnection connection, RowKey row, string? eTag) => new(
        $"The state '{row.Name}' of {row.Key} was changed by another writer.",
        Find(connection, row) is { } stored ? ETagOf(stored.Version) : null,
        eTag);

    private static void SetAbsent<T>(IGrainState<T> grainState)
    {
        // What was never stored keeps the value that the runtime gave it.
        if (grainState.RecordExists)
        {
            grainState.State = default!;
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string ETagOf(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that an ETag expects; one that we never gave matches no row.</summary>
    private static long VersionOf(string? eTag) =>
        eTag is null ? NoRow : long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > NoRow ? version : -1;

    private readonly record struct RowKey(string Type, string Key, string Name)
    {
        public static RowKey Of(string stateName, GrainId grainId) => new($"{grainId.Type}", $"{grainId.Key}", stateName);
    }
}
